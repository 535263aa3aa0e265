import { encodeAbiParameters, type Hex, keccak256 } from 'viem';

/** What names a v4 pool. */
export interface V4PoolKey {
  readonly currency0: string;
  readonly currency1: string;
  /** Hundredths of a basis point; 0x800000 for a fee that the hooks set. */
  readonly fee: number;
  readonly tickSpacing: number;
  readonly hooks: string;
}

/** The hash of a pool's key (PoolId.sol). */
export function v4PoolId({ currency0, currency1, fee, tickSpacing, hooks }: V4PoolKey): string {
  return keccak256(
    encodeAbiParameters(
      [{ type: 'address' }, { type: 'address' }, { type: 'uint24' }, { type: 'int24' }, { type: 'address' }],
      [currency0 as Hex, currency1 as Hex, fee, tickSpacing, hooks as Hex],
    ),
  );
}

/** The ticks in a packed PositionInfo: 8 bits of flags, then 24 of the lower and 24 of the upper tick, both signed. */
export function ticksOfInfo(info: bigint): { readonly lowerTick: number; readonly upperTick: number } {
  return {
    lowerTick: Number(BigInt.asIntN(24, info >> 8n)),
    upperTick: Number(BigInt.asIntN(24, info >> 32n)),
  };
}
