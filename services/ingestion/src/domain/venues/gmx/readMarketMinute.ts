import { addDecimal, decimalOf, formatDecimal } from '@gimbal/money';
import type { Observed } from '../../decoded.js';
import type { ExactFields } from '../exactFields.js';
import type { RawObject } from '../rawJson/readRawJson.js';
import { type FactSource, indexFact, perpFact } from '../venueFacts.js';
import { GMX_INTERVAL_SECONDS } from './gmxPerp.js';

/** What a recording of a v2 market doesn't have: rates of an hour, assumed by whoever describes the feed. */
export interface AssumedRates {
  readonly fundingRate: string;
  readonly longBorrowRate: string;
  readonly shortBorrowRate: string;
}

export interface RecordedMarket {
  readonly instrumentId: string;
  readonly asset: string;
  /** Without rates a minute says its index and no perpetual: a perpetual without a funding rate can't be valued. */
  readonly rates?: AssumedRates | undefined;
}

/** A minute of a GMX v2 market: the oracle's price of the index token, and the open interest of both sides in it. */
export function readMarketMinute(
  source: FactSource,
  fields: ExactFields,
  row: RawObject,
  market: RecordedMarket,
  observedAtUs: bigint,
): readonly Observed[] {
  const { asset, instrumentId, rates } = market;
  const price = fields.price(row, 'indexPrice');
  const longs = fields.amount(row, 'openInterestInTokensLong');
  const shorts = fields.amount(row, 'openInterestInTokensShort');
  if (fields.failure !== undefined) return [];
  const index = indexFact(source, { index: `${asset}-USD`, asset, price, observedAtUs });
  if (rates === undefined) return [index];
  const perp = perpFact(source, {
    instrumentId,
    markPrice: price,
    indexPrice: price,
    ...rates,
    fundingIntervalSeconds: GMX_INTERVAL_SECONDS,
    fundingBase: 'index',
    assumed: true,
    openInterest: formatDecimal(addDecimal(decimalOf(longs), decimalOf(shorts))),
    observedAtUs,
  });
  return [perp, index];
}
