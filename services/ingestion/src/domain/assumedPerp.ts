import { event } from '@gimbal/contracts';
import { PerpObserved, type PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { divideRounded, formatDecimal, fromUnits } from '@gimbal/money';
import { getSqrtRatioAtTick } from '@gimbal/quant';
import type { FeedOf } from './feedDescription.js';

/** A millionth of a cent: finer than any venue quotes. */
const PRICE_DECIMALS = 8;
const Q192 = 2n ** 192n;

/** The perpetual's mark when the pool that it is assumed to follow has moved; funding and index are assumed with it. */
export function assumedPerpAt(
  feed: FeedOf<'assumed-perp'>,
  pool: PoolObserved,
): ReturnType<typeof event<PerpObserved>> {
  const price = poolPrice(pool.tick, feed);
  return event(PerpObserved, {
    feed: feed.id,
    venue: feed.venue,
    instrumentId: feed.instrumentId,
    markPrice: price,
    indexPrice: price,
    fundingRate: feed.fundingRate,
    fundingIntervalSeconds: feed.fundingIntervalSeconds,
    assumed: true,
    observedAtUs: pool.observedAtUs,
    longBorrowRate: '',
    shortBorrowRate: '',
    fundingBase: '',
    openInterest: '',
    bidPrice: '',
    askPrice: '',
  });
}

/**
 * Quote tokens per whole volatile token at a tick, in integers so that every machine gives the same digits:
 * (sqrtPriceX96 / 2^96)^2 is raw token1 per raw token0.
 */
export function poolPrice(
  tick: number,
  pool: { readonly token0Decimals: number; readonly token1Decimals: number; readonly volatileIsToken: 0 | 1 },
): string {
  const square = getSqrtRatioAtTick(tick) ** 2n;
  const unit0 = 10n ** BigInt(pool.token0Decimals);
  const unit1 = 10n ** BigInt(pool.token1Decimals);
  const scale = 10n ** BigInt(PRICE_DECIMALS);
  const scaled =
    pool.volatileIsToken === 0
      ? divideRounded(square * unit0 * scale, Q192 * unit1, 'halfEven')
      : divideRounded(Q192 * unit1 * scale, square * unit0, 'halfEven');
  return formatDecimal(fromUnits(scaled, PRICE_DECIMALS));
}
