/** How near an account is to the line at which its venue acts; each is said once on the way up. */
export type MarginCallLevel = 'warning' | 'call' | 'liquidatable';

export interface MarginCallLine {
  readonly level: MarginCallLevel;
  readonly threshold: number;
  /** A call that is open is cleared when the value is back here: apart, so that a value on the line says nothing twice. */
  readonly clearedAt: number;
}

/**
 * Of a health factor, from above. Aave liquidates below 1; at 1.05 a fall of 5 % of a single collateral does it, which a
 * crash makes within minutes.
 */
export const HEALTH_LINES: readonly MarginCallLine[] = [
  { level: 'warning', threshold: 1.1, clearedAt: 1.12 },
  { level: 'call', threshold: 1.05, clearedAt: 1.07 },
  { level: 'liquidatable', threshold: 1, clearedAt: 1.02 },
];
/** Beyond the level that clears every call, so that the cure isn't called again at the next tick. */
export const HEALTH_TARGET = 1.15;
export const HEALTH_TARGET_WAD = 1_150_000_000_000_000_000n;

/** Of maintenance margin over equity, from below: at 1 the venue liquidates. */
export const USAGE_LINES: readonly MarginCallLine[] = [
  { level: 'warning', threshold: 0.8, clearedAt: 0.77 },
  { level: 'call', threshold: 0.9, clearedAt: 0.87 },
  { level: 'liquidatable', threshold: 1, clearedAt: 0.97 },
];
export const USAGE_TARGET = 0.75;
