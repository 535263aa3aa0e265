import type { OrderFlowObserved, OrderFlowTerms } from '@gimbal/contracts/ingestion/v1/health_events';
import { type LendingRows, overlayRows } from '@gimbal/margin';
import { Table } from '@gimbal/projection';
import type { BucketRow } from './bucketVolume.js';
import type { TopOfBook } from './bookImbalance.js';
import type { PendingMarkout } from './markout.js';

/** What happened in one block or interval. Base in whole tokens, quote in whole tokens of the quote asset. */
export interface FlowInterval {
  /** Counts the intervals of the feed from 1. */
  readonly ordinal: number;
  /** The block, or the interval since the Unix epoch. */
  readonly id: bigint;
  readonly lastUs: bigint;
  readonly imbalanceBase: number;
  readonly volumeQuote: number;
  readonly feesQuote: number;
  /** Loss versus rebalancing that is known already, and changes of the reserves, fees aside, of which it is reckoned. */
  readonly lossQuote: number;
  readonly reservesBase: number;
  readonly reservesQuote: number;
  /** What the makers received, fees included: below 0 they paid. */
  readonly makersBase: number;
  readonly makersQuote: number;
  /** Per horizon of the terms: what came due in it. Undefined where nothing did. */
  readonly markoutsQuote: readonly (number | undefined)[];
}

/** An interval that is over, with what followed from its end. */
export interface CompletedInterval extends FlowInterval {
  readonly lvrQuote: number;
  readonly vpin: number | undefined;
}

/** The flow of one feed. Bounded: nothing in it grows with the number of events. */
export interface FlowRow {
  readonly terms: OrderFlowTerms;
  /** What came at or before it was there before the terms. */
  readonly openedUs: bigint;
  readonly price: number | undefined;
  readonly book: TopOfBook | undefined;
  /** Of price changes between trades without a side; undefined before the second. */
  readonly variance: number | undefined;
  readonly buckets: BucketRow;
  readonly current: FlowInterval | undefined;
  readonly completed: readonly CompletedInterval[];
  /** Per horizon, the oldest first. */
  readonly pending: readonly (readonly PendingMarkout[])[];
}

export interface OrderFlowRows {
  /** By `flowKey`. */
  readonly flows: LendingRows<FlowRow>;
  /** The last that was said, by `flowKey`. */
  readonly said: LendingRows<OrderFlowObserved>;
}

export function createOrderFlowRows() {
  const flows = new Table<FlowRow>('order_flows');
  const said = new Table<OrderFlowObserved>('order_flows_said');
  return { tables: [flows, said], flows, said };
}

export function overlayOrderFlowRows(rows: OrderFlowRows): OrderFlowRows {
  return { flows: overlayRows(rows.flows), said: overlayRows(rows.said) };
}

/** A feed of books has many instruments; a pool's events don't name one. */
export function flowKey(feed: string, instrumentId: string, isBook: boolean): string {
  return isBook ? `${feed}|${instrumentId}` : feed;
}
