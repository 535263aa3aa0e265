/** A hook's permissions are the low 14 bits of its address (Uniswap v4-core, Hooks). */
const PERMISSION_MASK = 0x3fffn;

/**
 * The four bits by which a hook takes or adds tokens itself: beforeSwap, afterSwap, afterAddLiquidity and
 * afterRemoveLiquidity "returns delta" (bits 3 to 0). Whoever holds one can change what a position is worth.
 */
const RETURNS_DELTA = 0b1111;

/**
 * `fee` of a pool key whose fee the hook sets: it says nothing about any swap (LPFeeLibrary.DYNAMIC_FEE_FLAG). Taken for a
 * fee it would be 839 %, which is refused.
 */
export const DYNAMIC_FEE_FLAG = 0x800000;

/** The permissions that a hook's address says, 0 to 16383; 0 for a pool without hooks. */
export function hookPermissions(hookAddress: bigint): number {
  return Number(hookAddress & PERMISSION_MASK);
}

/** Whether a hook may return deltas: such a pool has a curve of its own, and isn't modelled. */
export function hookReturnsDelta(permissions: number): boolean {
  return (permissions & RETURNS_DELTA) !== 0;
}

/** By bit, lowest first. */
const DELTA_PERMISSIONS = [
  'afterRemoveLiquidityReturnDelta',
  'afterAddLiquidityReturnDelta',
  'afterSwapReturnDelta',
  'beforeSwapReturnDelta',
] as const;

/** The permissions to return deltas among those of a hook, by their names in v4-core. */
export function returnedDeltas(permissions: number): readonly string[] {
  return DELTA_PERMISSIONS.filter((_, bit) => (permissions & (1 << bit)) !== 0);
}
