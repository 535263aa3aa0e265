import { formatDecimal } from '@gimbal/money';
import { type FactSource, perpFact, positionFact } from '../venueFacts.js';
import type { Observed } from '../../decoded.js';
import { GMX_DECIMALS, type GmxMarketInfo, type GmxPositionChanged } from './gmxFact.js';

/** GMX charges by the second; an hour is the interval that its rates are shown for. */
export const GMX_INTERVAL_SECONDS = 3600;

/** A market as a deployment names it. */
export interface GmxMarket {
  readonly instrumentId: string;
  /** Decimals of the index token, in which positions count. */
  readonly indexDecimals: number;
}

/** Prices of a token: USD with thirty decimals for its smallest unit. */
export function gmxPrice(price: bigint, tokenDecimals: number): string {
  return formatDecimal({ unscaled: price, scale: GMX_DECIMALS - tokenDecimals });
}

export interface GmxMarketState {
  readonly indexPrice: { readonly min: bigint; readonly max: bigint };
  /** In units of the index token, both sides together; undefined where nobody read it. */
  readonly openInterestInTokens: bigint | undefined;
}

/**
 * The perpetual that a market is: its mark is the middle of the oracle's spread, longs and shorts borrow from the pool, and the
 * larger side pays the smaller. Rates are per hour of size in USD.
 */
export function gmxPerp(
  source: FactSource,
  market: GmxMarket,
  info: GmxMarketInfo,
  state: GmxMarketState,
  observedAtUs: bigint,
): Observed {
  const { indexDecimals, instrumentId } = market;
  const { max, min } = state.indexPrice;
  const middle = formatDecimal({ unscaled: (min + max) * 5n, scale: GMX_DECIMALS - indexDecimals + 1 });
  const funding = perInterval(info.fundingPerSecond);
  return perpFact(source, {
    instrumentId,
    markPrice: middle,
    indexPrice: middle,
    fundingRate: info.longsPayShorts || funding === '0' ? funding : `-${funding}`,
    fundingIntervalSeconds: GMX_INTERVAL_SECONDS,
    fundingBase: 'index',
    longBorrowRate: perInterval(info.longBorrowPerSecond),
    shortBorrowRate: perInterval(info.shortBorrowPerSecond),
    openInterest:
      state.openInterestInTokens === undefined
        ? ''
        : formatDecimal({ unscaled: state.openInterestInTokens, scale: indexDecimals }),
    observedAtUs,
  });
}

function perInterval(perSecond: bigint): string {
  return formatDecimal({ unscaled: perSecond * BigInt(GMX_INTERVAL_SECONDS), scale: GMX_DECIMALS });
}

/** What an account holds after a change of a position. Its entry is size in USD over size in tokens, rounded down. */
export function gmxPosition(
  source: FactSource,
  market: GmxMarket,
  accountId: string,
  position: GmxPositionChanged,
  observedAtUs: bigint,
): Observed {
  const { instrumentId, indexDecimals } = market;
  const { isLong, positionKey, sizeInTokens, sizeInUsd } = position;
  const units = isLong ? sizeInTokens : -sizeInTokens;
  return positionFact(source, {
    accountId,
    instrumentId,
    quantity: formatDecimal({ unscaled: units, scale: indexDecimals }),
    units: units.toString(),
    source: `gmx/${positionKey}`,
    entryPrice: sizeInTokens === 0n ? '' : gmxPrice(sizeInUsd / sizeInTokens, indexDecimals),
    cause: position.change,
    observedAtUs,
  });
}
