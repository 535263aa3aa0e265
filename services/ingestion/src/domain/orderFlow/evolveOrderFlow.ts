import { isEvent } from '@gimbal/contracts';
import { ChainLogObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import { OrderFlowObserved, OrderFlowSource, type OrderFlowTerms } from '@gimbal/contracts/ingestion/v1/health_events';
import { PoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { BookObserved, TradeObserved, TradeSide } from '@gimbal/contracts/ingestion/v1/venue_events';
import { priceUsdAtTick } from '@gimbal/quant';
import type { TimedEvent } from '../evolveIngestion.js';
import type { TopOfBook } from './bookImbalance.js';
import { NO_BUCKETS } from './bucketVolume.js';
import type { FlowInput } from './flowInput.js';
import { flowKey, type FlowRow, type OrderFlowRows } from './flowRows.js';
import { swapOfLog } from './swapOfLog.js';
import { withFlow } from './withFlow.js';

const PIPS_PER_ONE = 1_000_000;

/**
 * Folds what the flow of opened feeds is made of; a feed that nobody opened costs a look. What a number can't be read
 * from leaves its row as it was. A block that is undone stays counted: the one in its place is counted beside it.
 */
export function evolveOrderFlow(rows: OrderFlowRows, event: TimedEvent): void {
  if (isEvent(event, OrderFlowObserved)) withSaid(rows, event.value, event.timeUs);
  else if (isEvent(event, PoolObserved)) {
    withInput(rows, event.value.feed, event.timeUs, (terms) => poolInterval(event.value, terms));
  } else if (isEvent(event, ChainLogObserved)) {
    withInput(rows, event.value.contract, event.timeUs, (terms) => poolSwap(event.value, terms));
  } else if (isEvent(event, BookObserved)) {
    withInput(rows, bookKey(event.value), event.timeUs, () => bookTop(event.value));
  } else if (isEvent(event, TradeObserved)) {
    withInput(rows, bookKey(event.value), event.timeUs, () => trade(event.value));
  }
}

function withSaid(rows: OrderFlowRows, said: OrderFlowObserved, timeUs: bigint): void {
  const { terms } = said;
  const isBook = (terms ?? rows.flows.get(`${said.feed}|${said.instrumentId}`)?.terms)?.source === BOOK;
  const key = flowKey(said.feed, said.instrumentId, isBook);
  rows.said.set(key, said);
  if (terms !== undefined) rows.flows.set(key, openedFlow(terms, timeUs));
}

const BOOK = OrderFlowSource.ORDER_FLOW_SOURCE_BOOK;

function openedFlow(terms: OrderFlowTerms, openedUs: bigint): FlowRow {
  return {
    terms,
    openedUs,
    price: undefined,
    book: undefined,
    variance: undefined,
    buckets: NO_BUCKETS,
    current: undefined,
    completed: [],
    pending: terms.markoutSeconds.map(() => []),
  };
}

function bookKey({ feed, instrumentId }: { readonly feed: string; readonly instrumentId: string }): string {
  return flowKey(feed, instrumentId, true);
}

function withInput(
  rows: OrderFlowRows,
  key: string,
  timeUs: bigint,
  read: (terms: OrderFlowTerms) => FlowInput | undefined,
): void {
  const row = rows.flows.get(key);
  // What the opening's own step brought stands before or after it in the log, as its partition has it.
  if (row === undefined || timeUs <= row.openedUs) return;
  const input = read(row.terms);
  if (input !== undefined) rows.flows.set(key, withFlow(row, input));
}

function poolSwap(log: ChainLogObserved, terms: OrderFlowTerms): FlowInput | undefined {
  if (terms.source !== OrderFlowSource.ORDER_FLOW_SOURCE_SWAP_LOGS) return undefined;
  const swap = swapOfLog(log.topics, log.data, terms);
  if (swap === undefined || !(swap.price > 0) || !Number.isFinite(swap.price)) return undefined;
  const block = terms.intervalSeconds === 0 ? log.number : undefined;
  return { ...swap, atUs: log.blockTimeUs, block };
}

function poolInterval(pool: PoolObserved, terms: OrderFlowTerms): FlowInput | undefined {
  if (terms.source !== OrderFlowSource.ORDER_FLOW_SOURCE_POOL_INTERVALS) return undefined;
  const { token0Decimals, token1Decimals } = terms;
  const volatileIsToken = terms.baseToken === 1 ? 1 : 0;
  const in0 = Number(pool.amount0In) / 10 ** token0Decimals;
  const in1 = Number(pool.amount1In) / 10 ** token1Decimals;
  const liquidity = Number(pool.liquidity) / 10 ** ((token0Decimals + token1Decimals) / 2);
  if (![in0, in1, liquidity].every((number) => Number.isFinite(number) && number >= 0)) return undefined;
  const [baseIn, quoteIn] = volatileIsToken === 0 ? [in0, in1] : [in1, in0];
  const price = priceUsdAtTick(pool.tick, { token0Decimals, token1Decimals, volatileIsToken });
  const feeShare = (pool.lpFeePips === 0 ? terms.feePips : pool.lpFeePips) / PIPS_PER_ONE;
  return { kind: 'poolInterval', atUs: pool.observedAtUs, price, liquidity, baseIn, quoteIn, feeShare };
}

/** A side without quotes has no best: such a book says nothing of the flow. */
function bookTop({ bids, asks, observedAtUs }: BookObserved): FlowInput | undefined {
  const [bid, ask] = [bids[0], asks[0]];
  if (bid === undefined || ask === undefined) return undefined;
  const top: TopOfBook = {
    bid: Number(bid.price),
    bidSize: Number(bid.size),
    ask: Number(ask.price),
    askSize: Number(ask.size),
  };
  if (!Object.values(top).every(Number.isFinite)) return undefined;
  return { kind: 'book', top, atUs: observedAtUs };
}

function trade({ price, size, side, observedAtUs }: TradeObserved): FlowInput | undefined {
  const [at, base] = [Number(price), Number(size)];
  if (!Number.isFinite(at) || !Number.isFinite(base) || base <= 0) return undefined;
  const bought = side === TradeSide.TRADE_SIDE_UNSPECIFIED ? undefined : side === TradeSide.TRADE_SIDE_BUY;
  return { kind: 'trade', price: at, base, bought, atUs: observedAtUs };
}
