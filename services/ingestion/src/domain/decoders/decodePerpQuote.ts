import { event } from '@gimbal/contracts';
import { PerpObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { notNegativeDecimalField, positiveDecimalField, signedDecimalField } from './fieldText.js';
import { integerFields } from './integerFields.js';
import { epochSecondsOf, jsonObject, textOf } from './jsonFields.js';
import { optionalText } from './optionalText.js';

/** A funding interval of a year is none. */
const INTERVAL_SECONDS_MAX = 31_536_000n;

/**
 * A perpetual as its venue shows it, with what either side pays for borrowing where it trades against a pool:
 * `{"markPrice":"…","indexPrice":"…","fundingRate":"…","longBorrowRate":"…","shortBorrowRate":"…",
 * "fundingIntervalSeconds":3600,"at":1692230400}`. Index and borrow rates may be left out. Rates are per interval.
 */
export function decodePerpQuote(line: string, feed: FeedOf<'perp-quote-json'>): Decoded {
  const object = jsonObject(line);
  if (!object.ok) return refused(object.reason);
  const markText = textOf(object.value, 'markPrice');
  if (!markText.ok) return refused(markText.reason);
  const mark = positiveDecimalField(markText.value, 'markPrice');
  if (!mark.ok) return refused(mark.reason);
  const index = optionalText(object.value, 'indexPrice', positiveDecimalField);
  if (!index.ok) return refused(index.reason);
  const rateText = textOf(object.value, 'fundingRate');
  if (!rateText.ok) return refused(rateText.reason);
  const rate = signedDecimalField(rateText.value, 'fundingRate');
  if (!rate.ok) return refused(rate.reason);
  const longBorrow = optionalText(object.value, 'longBorrowRate', notNegativeDecimalField);
  if (!longBorrow.ok) return refused(longBorrow.reason);
  const shortBorrow = optionalText(object.value, 'shortBorrowRate', notNegativeDecimalField);
  if (!shortBorrow.ok) return refused(shortBorrow.reason);
  const interval = integerFields(object.value, { fundingIntervalSeconds: [1n, INTERVAL_SECONDS_MAX] });
  if (!interval.ok) return refused(interval.reason);
  const observedAt = epochSecondsOf(object.value, 'at');
  if (!observedAt.ok) return refused(observedAt.reason);
  return {
    kind: 'observation',
    topic: 'market',
    key: feed.id,
    observedAtUs: observedAt.value,
    event: event(PerpObserved, {
      feed: feed.id,
      venue: feed.venue,
      instrumentId: feed.instrumentId,
      markPrice: mark.value,
      indexPrice: index.value,
      fundingRate: rate.value,
      fundingIntervalSeconds: Number(interval.value.fundingIntervalSeconds),
      assumed: feed.assumed !== null,
      observedAtUs: observedAt.value,
      longBorrowRate: longBorrow.value,
      shortBorrowRate: shortBorrow.value,
      fundingBase: '',
      openInterest: '',
      bidPrice: '',
      askPrice: '',
    }),
  };
}
