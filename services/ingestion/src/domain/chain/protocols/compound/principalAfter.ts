/** Indexes of a base market have 15 decimals (CometCore.BASE_INDEX_SCALE). */
const INDEX_SCALE = 10n ** 15n;

export interface CometIndexes {
  readonly baseSupplyIndexE15: bigint;
  readonly baseBorrowIndexE15: bigint;
}

/**
 * The principal behind a base balance after amounts came in, or left below 0, in their order, all at the same indexes: within a block
 * Comet accrues once. A balance is floored from its principal towards zero, a supply's principal is floored and a debt's raised
 * (CometCore: presentValue, principalValue).
 */
export function principalAfter(
  principal: bigint,
  byUnits: readonly bigint[],
  { baseSupplyIndexE15, baseBorrowIndexE15 }: CometIndexes,
): bigint {
  return byUnits.reduce((held, units) => {
    const index = held >= 0n ? baseSupplyIndexE15 : baseBorrowIndexE15;
    const balance = (held * index) / INDEX_SCALE + units;
    if (balance >= 0n) return (balance * INDEX_SCALE) / baseSupplyIndexE15;
    return -((-balance * INDEX_SCALE + baseBorrowIndexE15 - 1n) / baseBorrowIndexE15);
  }, principal);
}
