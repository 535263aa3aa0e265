import { event } from '@gimbal/contracts';
import { PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { MAX_TICK, MIN_TICK } from '@gimbal/quant';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { EPOCH_SECONDS_MAX, US_PER_SECOND } from './fieldText.js';
import { integerFields } from './integerFields.js';
import { jsonObject } from './jsonFields.js';

const UINT128_MAX = 2n ** 128n - 1n;

/** `lpFee` is at most the whole trade (LPFeeLibrary.MAX_LP_FEE): the flag of a dynamic fee is no fee of any swap. */
const RANGES = {
  tick: [BigInt(MIN_TICK), BigInt(MAX_TICK)],
  lowestTick: [BigInt(MIN_TICK), BigInt(MAX_TICK)],
  highestTick: [BigInt(MIN_TICK), BigInt(MAX_TICK)],
  liquidity: [0n, UINT128_MAX],
  lpFee: [0n, 1_000_000n],
  amount0In: [0n, UINT128_MAX],
  amount1In: [0n, UINT128_MAX],
  blockTimestamp: [0n, EPOCH_SECONDS_MAX],
} as const;

/**
 * A Uniswap v4 pool after its last swap of an interval: `getSlot0` and `getLiquidity` of the StateView, the fee that the
 * last Swap event says, and what was swapped in. A drained pool, without liquidity or at the end of its ticks, goes
 * through: it is a fact of the chain, and pricing says what it means. The hooks are part of the pool's key and never
 * change, so the feed's description has them.
 */
export function decodeUniv4Pool(line: string, feed: FeedOf<'univ4-pool-json'>): Decoded {
  const object = jsonObject(line);
  if (!object.ok) return refused(object.reason);
  const fields = integerFields(object.value, RANGES);
  if (!fields.ok) return refused(fields.reason);
  const { tick, lowestTick, highestTick, liquidity, lpFee, amount0In, amount1In, blockTimestamp } = fields.value;
  if (lowestTick > tick || tick > highestTick) {
    return refused(`Expected a tick from ${lowestTick} to ${highestTick}, was ${tick}.`);
  }
  const observedAtUs = blockTimestamp * US_PER_SECOND;
  return {
    kind: 'observation',
    topic: 'market',
    key: feed.id,
    observedAtUs,
    event: event(PoolObserved, {
      feed: feed.id,
      chain: feed.chain,
      pool: feed.poolId,
      tick: Number(tick),
      lowestTick: Number(lowestTick),
      highestTick: Number(highestTick),
      liquidity: liquidity.toString(),
      amount0In: amount0In.toString(),
      amount1In: amount1In.toString(),
      observedAtUs,
      hooks: feed.hooks,
      lpFeePips: Number(lpFee),
    }),
  };
}
