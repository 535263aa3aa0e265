import { feeGrowthInsideX128, feesSince } from '@gimbal/quant';
import type { RowReader } from '../protocolFold.js';
import { feeSlots } from './feeSlots.js';
import { storageWordKey, type StorageWordRow } from './storageRows.js';
import type { V4Range } from './v4Positions.js';

export interface FeesOwed {
  readonly liquidity: bigint;
  /** Integers of the tokens. */
  readonly amounts: readonly [bigint, bigint];
}

/** The pool manager pays an int128 at most, and refuses to touch a position that is owed more (SafeCast). */
const PAID_MAX = 2n ** 127n - 1n;

/**
 * What touching a position would pay at the end of a block, integers of the tokens, as Position.sol of v4-core reckons it: growth
 * inside the range since the last touch for each unit of liquidity, rounded down. Each touch pays all of it, so nothing else is
 * owed. Undefined unless all that it rests on was read at that block.
 */
export function feesOwed(
  rows: RowReader,
  owner: string,
  tokenId: bigint,
  range: V4Range,
  number: bigint,
): FeesOwed | undefined {
  const slots = feeSlots(range, owner, tokenId);
  const wordAt = (slot: string): bigint | undefined => {
    const row = rows.get(storageWordKey(slot)) as StorageWordRow | undefined;
    return row?.number === number ? row.word : undefined;
  };
  const [price, held] = [wordAt(slots.price), wordAt(slots.liquidity)];
  if (price === undefined || held === undefined) return undefined;
  // 160 bits of price, then 24 of the tick, signed (Slot0.sol).
  const tick = Number(BigInt.asIntN(24, price >> 160n));
  const liquidity = BigInt.asUintN(128, held);
  const owed = (token: 0 | 1): bigint | undefined => {
    const [globalX128, outsideLowerX128] = [wordAt(slots.global[token]), wordAt(slots.outsideLower[token])];
    const [outsideUpperX128, last] = [wordAt(slots.outsideUpper[token]), wordAt(slots.insideLast[token])];
    if (globalX128 === undefined || outsideLowerX128 === undefined) return undefined;
    if (outsideUpperX128 === undefined || last === undefined) return undefined;
    const growth = { globalX128, outsideLowerX128, outsideUpperX128 };
    const fees = feesSince(liquidity, feeGrowthInsideX128(growth, tick, range.lowerTick, range.upperTick), last);
    return fees > PAID_MAX ? 0n : fees;
  };
  const [amount0, amount1] = [owed(0), owed(1)];
  return amount0 === undefined || amount1 === undefined ? undefined : { liquidity, amounts: [amount0, amount1] };
}
