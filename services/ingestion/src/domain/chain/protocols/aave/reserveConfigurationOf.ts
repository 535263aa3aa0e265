/** The fields of a reserve's packed configuration that health rests on; percentages in basis points. */
export interface ReserveConfiguration {
  readonly ltvBps: number;
  readonly liquidationThresholdBps: number;
  readonly liquidationBonusBps: number;
  readonly decimals: number;
  readonly active: boolean;
  readonly frozen: boolean;
  readonly paused: boolean;
  readonly protocolFeeBps: number;
  /** Up to v3.1; the bits are unused later. */
  readonly eModeCategory: number;
}

/** Unpacks `getConfiguration` (ReserveConfiguration.sol of v3.0 and v3.6: the positions are the same). */
export function reserveConfigurationOf(data: bigint): ReserveConfiguration {
  return {
    ltvBps: bits(data, 0, 16),
    liquidationThresholdBps: bits(data, 16, 16),
    liquidationBonusBps: bits(data, 32, 16),
    decimals: bits(data, 48, 8),
    active: bits(data, 56, 1) === 1,
    frozen: bits(data, 57, 1) === 1,
    paused: bits(data, 60, 1) === 1,
    protocolFeeBps: bits(data, 152, 16),
    eModeCategory: bits(data, 168, 8),
  };
}

function bits(data: bigint, start: number, width: number): number {
  return Number((data >> BigInt(start)) & ((1n << BigInt(width)) - 1n));
}
