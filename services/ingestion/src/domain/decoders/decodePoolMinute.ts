import { event } from '@gimbal/contracts';
import { PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { MAX_TICK, MIN_TICK } from '@gimbal/quant';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { cellsOf, type Field, integerField, minuteField, US_PER_MINUTE } from './fieldText.js';

export const POOL_MINUTE_COLUMNS = [
  'timestamp',
  'netAmount0',
  'netAmount1',
  'closeTick',
  'openTick',
  'lowestTick',
  'highestTick',
  'inAmount0',
  'inAmount1',
  'currentLiquidity',
] as const;

const MAX_UINT128 = 2n ** 128n - 1n;
const MAX_UINT256 = 2n ** 256n - 1n;

/**
 * A minute of a Uniswap v3 pool: ticks, liquidity after the last swap, and what was swapped in.
 * A minute in which nothing was swapped in repeats the row before it, so it is not an observation.
 */
export function decodePoolMinute(line: string, feed: FeedOf<'demeter-pool-minute-csv'>): Decoded {
  const cells = cellsOf(line, POOL_MINUTE_COLUMNS);
  if (!cells.ok) return refused(cells.reason);
  const [time = '', , , close = '', , lowest = '', highest = '', in0 = '', in1 = '', liquidity = ''] = cells.value;
  const observedAt = minuteField(time, 'timestamp');
  if (!observedAt.ok) return refused(observedAt.reason);
  const tick = tickField(close, 'closeTick');
  if (!tick.ok) return refused(tick.reason);
  const lowestTick = tickField(lowest, 'lowestTick');
  if (!lowestTick.ok) return refused(lowestTick.reason);
  const highestTick = tickField(highest, 'highestTick');
  if (!highestTick.ok) return refused(highestTick.reason);
  if (lowestTick.value > highestTick.value) {
    return refused(`Expected a lowestTick of at most ${highestTick.value}, was ${lowestTick.value}.`);
  }
  const amount0In = integerField(in0, 'inAmount0', 0n, MAX_UINT256);
  if (!amount0In.ok) return refused(amount0In.reason);
  const amount1In = integerField(in1, 'inAmount1', 0n, MAX_UINT256);
  if (!amount1In.ok) return refused(amount1In.reason);
  const inRange = integerField(liquidity, 'currentLiquidity', 0n, MAX_UINT128);
  if (!inRange.ok) return refused(inRange.reason);

  const observedAtUs = observedAt.value;
  if (amount0In.value === 0n && amount1In.value === 0n) {
    return { kind: 'carried', sequence: observedAtUs / US_PER_MINUTE, observedAtUs };
  }
  return {
    kind: 'observation',
    topic: 'market',
    key: feed.id,
    observedAtUs,
    event: event(PoolObserved, {
      feed: feed.id,
      chain: feed.chain,
      pool: feed.pool,
      tick: tick.value,
      // The source's range may leave out where the minute closed (45 minutes of 17 August 2023); the pool was there.
      lowestTick: Math.min(lowestTick.value, tick.value),
      highestTick: Math.max(highestTick.value, tick.value),
      liquidity: inRange.value.toString(),
      amount0In: amount0In.value.toString(),
      amount1In: amount1In.value.toString(),
      observedAtUs,
      hooks: '',
      // The fee of a v3 pool never changes, and whoever values it knows the pool.
      lpFeePips: 0,
    }),
  };
}

/** Some files carry ticks as 29515.0, since their writer knew missing values only in floating point. */
function tickField(text: string, name: string): Field<number> {
  const tick = integerField(text.replace(/\.0$/, ''), name, BigInt(MIN_TICK), BigInt(MAX_TICK));
  return tick.ok ? { ok: true, value: Number(tick.value) } : tick;
}
