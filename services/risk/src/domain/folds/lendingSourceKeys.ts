import { eModeKey, lendingAccountKey, reserveKey } from '@gimbal/margin';

/** Keys of the rows that say where the rows of the lending book come from. */
export const lendingSourceKeys = {
  price: (feed: string): string => `price|${feed}`,
  config: (deployment: string, asset: string): string => `config|${reserveKey(deployment, asset)}`,
  state: (deployment: string, asset: string): string => `state|${reserveKey(deployment, asset)}`,
  eMode: (deployment: string, category: number): string => `e-mode|${eModeKey(deployment, category)}`,
  userEMode: (deployment: string, accountId: string): string =>
    `user-e-mode|${lendingAccountKey(deployment, accountId)}`,
  position: (deployment: string, accountId: string, asset: string): string =>
    `position|${lendingAccountKey(deployment, accountId)}|${asset}`,
} as const;
