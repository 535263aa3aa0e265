import { event } from '@gimbal/contracts';
import { OrderFlowObserved, OrderFlowSource, OrderFlowTerms } from '@gimbal/contracts/ingestion/v1/health_events';
import type { LendingRows, LendingPrice } from '@gimbal/margin';
import { decimalFromNumber, formatDecimal } from '@gimbal/money';
import type { StepLedger } from '../stepLedger.js';
import { type CompletedInterval, flowKey } from './flowRows.js';
import type { OrderFlowWatch } from './flowWatch.js';

/** Every figure is an estimate in floating point, said with the digits that mean something. */
const BASE_SCALE = 12;
const VPIN_SCALE = 9;
const USD_SCALE = 6;

/** Opens what is watched and not open on these terms, and says each block or interval that is over. */
export function decideOrderFlow(ledger: StepLedger, watches: readonly OrderFlowWatch[]): void {
  for (const watch of watches) {
    const { feed, instrumentId, terms } = watch;
    const key = flowKey(feed, instrumentId, terms.source === OrderFlowSource.ORDER_FLOW_SOURCE_BOOK);
    const row = ledger.now.orderFlow.flows.get(key);
    if (row === undefined || !isSame(row.terms, terms)) {
      ledger.say('market', feed, event(OrderFlowObserved, opening(watch, ledger.step.timeUs)));
      continue;
    }
    const saidThrough = ledger.now.orderFlow.said.get(key)?.ordinal ?? 0n;
    const quoteUsd = usdOf(watch.quoteFeed, ledger.now.book.prices);
    for (const interval of row.completed) {
      if (BigInt(interval.ordinal) <= saidThrough) continue;
      ledger.say('market', feed, event(OrderFlowObserved, flowOf(watch, interval, quoteUsd)));
    }
  }
}

function isSame(one: OrderFlowTerms, other: OrderFlowTerms): boolean {
  return Buffer.from(OrderFlowTerms.encode(one).finish()).equals(OrderFlowTerms.encode(other).finish());
}

function opening({ feed, instrumentId, terms }: OrderFlowWatch, timeUs: bigint): OrderFlowObserved {
  const figures = { orderFlowImbalance: '', vpin: '', markouts: [], lvrUsd: '', feesUsd: '', volumeUsd: '' };
  return { feed, instrumentId, number: 0n, ...figures, observedAtUs: timeUs, ordinal: 0n, terms };
}

function flowOf(
  { feed, instrumentId, terms }: OrderFlowWatch,
  interval: CompletedInterval,
  quoteUsd: number | undefined,
): OrderFlowObserved {
  const usd = (quote: number): string => (quoteUsd === undefined ? '' : textOf(quote * quoteUsd, USD_SCALE));
  const isBook = terms.source === OrderFlowSource.ORDER_FLOW_SOURCE_BOOK;
  const isByBlock = terms.source === OrderFlowSource.ORDER_FLOW_SOURCE_SWAP_LOGS && terms.intervalSeconds === 0;
  return {
    feed,
    instrumentId,
    number: isByBlock ? interval.id : 0n,
    orderFlowImbalance: textOf(interval.imbalanceBase, BASE_SCALE),
    vpin: interval.vpin === undefined ? '' : textOf(interval.vpin, VPIN_SCALE),
    markouts: terms.markoutSeconds.flatMap((afterSeconds, at) => {
      const quote = interval.markoutsQuote[at];
      return quote === undefined ? [] : { afterSeconds, usd: usd(quote) };
    }),
    lvrUsd: isBook ? '' : usd(interval.lvrQuote),
    feesUsd: isBook ? '' : usd(interval.feesQuote),
    volumeUsd: usd(interval.volumeQuote),
    observedAtUs: interval.lastUs,
    ordinal: BigInt(interval.ordinal),
    terms: undefined,
  };
}

/** 1 for a quote that is counted as a dollar; undefined for one without a price. */
function usdOf(quoteFeed: string, prices: LendingRows<LendingPrice>): number | undefined {
  if (quoteFeed === '') return 1;
  const price = prices.get(quoteFeed);
  return price === undefined ? undefined : Number(price.answer) / 10 ** price.decimals;
}

/** Empty for what overflowed. */
function textOf(value: number, scale: number): string {
  const decimal = decimalFromNumber(value, scale, 'halfEven');
  return decimal.ok ? formatDecimal(decimal.value) : '';
}
