import { lendingAccountKey, reserveKey } from '@gimbal/margin';

/** Keys of the rows that say where the rows of the lending book come from. */
export const lendingSourceKeys = {
  price: (feed: string): string => `price|${feed}`,
  config: (deployment: string, asset: string): string => `config|${reserveKey(deployment, asset)}`,
  state: (deployment: string, asset: string): string => `state|${reserveKey(deployment, asset)}`,
  position: (deployment: string, accountId: string, asset: string): string =>
    `position|${lendingAccountKey(deployment, accountId)}|${asset}`,
} as const;
