import type { Field } from '../instrument/fieldRules.js';

/**
 * Fields of a range of concentrated liquidity. Prices are of the volatile token in the quote token, which is counted as
 * a dollar; liquidity is in whole tokens (raw L over 10^((d0+d1)/2)).
 */
export const RANGE_FIELDS = {
  liquidityUnits: { rule: 'notNegative' },
  lowUsd: { rule: 'positive' },
  highUsd: { rule: 'positive' },
  priceUsd: { rule: 'positive' },
  /** For the loss to arbitrage; 0 leaves it out. */
  vol: { rule: 'notNegative', unless: 0 },
  /** The pool's fee as a fraction: of a pool whose fee changes, that of its last swap. */
  feePer1: { rule: 'share', unless: 0 },
  /** 0 when it isn't known: then the whole LVR is lost. */
  blocksPerYear: { rule: 'notNegative', unless: 0 },
  hasFixedBlocks: { rule: 'flag', unless: 0 },
  /** What the position earns in a day from everybody but arbitrage. */
  feesUsdPerDay: { rule: 'notNegative', unless: 0 },
  owedVolatileUnits: { rule: 'notNegative', unless: 0 },
  owedQuoteUnits: { rule: 'notNegative', unless: 0 },
} as const satisfies Readonly<Record<string, Field>>;

export type RangeField = keyof typeof RANGE_FIELDS;
