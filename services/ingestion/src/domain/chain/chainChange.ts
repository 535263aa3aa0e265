import type { FeedOf } from '../feedDescription.js';
import type { AdoptedBlock } from './chainRows.js';

/** What a step did to the rows of one chain. Grows while its blocks are said; lives for that step alone. */
export interface ChainChange {
  readonly feed: FeedOf<'evm-block-json'>;
  /** Rows that got or lost a version. */
  readonly touched: Set<string>;
  /** Blocks that were undone. */
  readonly undone: AdoptedBlock[];
  /** Late logs that were said. */
  late: number;
  /** Wei per gas of the newest block, where the chain has a base fee. */
  baseFee: { readonly perGas: bigint; readonly tipPerGas: bigint | undefined; readonly atUs: bigint } | undefined;
}

export function openChange(feed: FeedOf<'evm-block-json'>): ChainChange {
  return { feed, touched: new Set(), undone: [], late: 0, baseFee: undefined };
}
