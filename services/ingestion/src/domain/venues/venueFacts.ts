import { type Event, event } from '@gimbal/contracts';
import { AccountPositionObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import { PerpObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import {
  BookObserved,
  FundingSettled,
  IndexObserved,
  InstrumentSpecified,
  TradeObserved,
  VenueBalanceObserved,
  VenueFillObserved,
  VenueMarginObserved,
  VenueOrderObserved,
} from '@gimbal/contracts/ingestion/v1/venue_events';
import type { Observed } from '../decoded.js';

/** Where a fact comes from; stands in every fact of a message. */
export interface FactSource {
  readonly feed: string;
  readonly venue: string;
}

/** The status of an order that isn't among the open ones any more: that it ended is known, and how isn't. */
export const NOT_OPEN = 'not open';

/** The fields that a venue fills; what it doesn't say stays empty. */
type Said<T> = Partial<Omit<T, 'feed' | 'venue' | '$type'>> & { readonly observedAtUs: bigint };

export function perpFact({ feed, venue }: FactSource, said: Said<PerpObserved>): Observed {
  const value: PerpObserved = {
    instrumentId: said.instrumentId ?? '',
    markPrice: said.markPrice ?? '',
    indexPrice: said.indexPrice ?? '',
    fundingRate: said.fundingRate ?? '',
    fundingIntervalSeconds: said.fundingIntervalSeconds ?? 0,
    assumed: said.assumed ?? false,
    longBorrowRate: said.longBorrowRate ?? '',
    shortBorrowRate: said.shortBorrowRate ?? '',
    fundingBase: said.fundingBase ?? '',
    openInterest: said.openInterest ?? '',
    bidPrice: said.bidPrice ?? '',
    askPrice: said.askPrice ?? '',
    observedAtUs: said.observedAtUs,
    feed,
    venue,
  };
  return market(feed, event(PerpObserved, value), said.observedAtUs);
}

export function bookFact({ feed, venue }: FactSource, said: Said<BookObserved>): Observed {
  const { asks = [], bids = [], instrumentId = '', observedAtUs, sequence = '' } = said;
  const value: BookObserved = { instrumentId, bids, asks, sequence, observedAtUs, feed, venue };
  return market(feed, event(BookObserved, value), said.observedAtUs);
}

export function tradeFact(
  { feed, venue }: FactSource,
  said: Said<TradeObserved> & Pick<TradeObserved, 'side'>,
): Observed {
  const value: TradeObserved = {
    instrumentId: said.instrumentId ?? '',
    tradeId: said.tradeId ?? '',
    sequence: said.sequence ?? '',
    price: said.price ?? '',
    size: said.size ?? '',
    side: said.side,
    liquidation: said.liquidation ?? false,
    vol: said.vol ?? '',
    indexPrice: said.indexPrice ?? '',
    markPrice: said.markPrice ?? '',
    observedAtUs: said.observedAtUs,
    feed,
    venue,
  };
  return market(feed, event(TradeObserved, value), said.observedAtUs);
}

export function indexFact({ feed, venue }: FactSource, said: Said<IndexObserved>): Observed {
  const { asset = '', index = '', observedAtUs, price = '' } = said;
  const value: IndexObserved = { index, asset, price, observedAtUs, feed, venue };
  return market(feed, event(IndexObserved, value), said.observedAtUs);
}

export function fundingFact({ feed, venue }: FactSource, said: Said<FundingSettled>): Observed {
  const value: FundingSettled = {
    instrumentId: '',
    rate: '',
    intervalSeconds: 0,
    base: '',
    basePrice: '',
    ...said,
    feed,
    venue,
  };
  return market(feed, event(FundingSettled, value), said.observedAtUs);
}

export function instrumentFact({ feed, venue }: FactSource, said: Said<InstrumentSpecified>): Observed {
  const value: InstrumentSpecified = {
    instrumentId: '',
    symbol: '',
    tickSize: '',
    lotSize: '',
    minimumSize: '',
    contractSize: '',
    settlementAsset: '',
    quoteAsset: '',
    underlyingAsset: '',
    expiryUs: 0n,
    strike: '',
    makerFee: '',
    takerFee: '',
    maxLeverage: '',
    active: true,
    notModelled: '',
    ...said,
    feed,
    venue,
  };
  const { observedAtUs } = said;
  return { topic: 'protocol', key: venue, event: event(InstrumentSpecified, value), observedAtUs };
}

export function positionFact({ venue }: FactSource, said: Said<AccountPositionObserved>): Observed {
  const value: AccountPositionObserved = {
    accountId: '',
    instrumentId: '',
    quantity: '',
    units: '',
    source: '',
    entryPrice: '',
    markPrice: '',
    liquidationPrice: '',
    unrealisedPnlUsd: '',
    leverage: '',
    owed: [],
    adoption: 0n,
    number: 0n,
    blockHash: '',
    cause: '',
    ...said,
    place: venue,
  };
  return account(value.accountId, event(AccountPositionObserved, value), said.observedAtUs);
}

export function balanceFact({ feed, venue }: FactSource, said: Said<VenueBalanceObserved>): Observed {
  const value: VenueBalanceObserved = {
    accountId: '',
    asset: '',
    total: '',
    available: '',
    cause: '',
    source: '',
    ...said,
    feed,
    venue,
  };
  return account(value.accountId, event(VenueBalanceObserved, value), said.observedAtUs);
}

export function marginFact({ feed, venue }: FactSource, said: Said<VenueMarginObserved>): Observed {
  const value: VenueMarginObserved = {
    accountId: '',
    currency: '',
    equity: '',
    initialMargin: '',
    maintenanceMargin: '',
    available: '',
    mode: '',
    source: '',
    ...said,
    feed,
    venue,
  };
  return account(value.accountId, event(VenueMarginObserved, value), said.observedAtUs);
}

export function orderFact(
  { feed, venue }: FactSource,
  said: Said<VenueOrderObserved> & Pick<VenueOrderObserved, 'side'>,
): Observed {
  const value: VenueOrderObserved = {
    accountId: '',
    orderId: '',
    clientOrderId: '',
    instrumentId: '',
    orderType: '',
    price: '',
    size: '',
    filledSize: '',
    averagePrice: '',
    status: '',
    open: false,
    reduceOnly: false,
    source: '',
    ...said,
    feed,
    venue,
  };
  return account(value.accountId, event(VenueOrderObserved, value), said.observedAtUs);
}

export function fillFact(
  { feed, venue }: FactSource,
  said: Said<VenueFillObserved> & Pick<VenueFillObserved, 'side'>,
): Observed {
  const value: VenueFillObserved = {
    accountId: '',
    tradeId: '',
    orderId: '',
    clientOrderId: '',
    instrumentId: '',
    price: '',
    size: '',
    fee: '',
    feeAsset: '',
    maker: false,
    liquidation: false,
    source: '',
    ...said,
    feed,
    venue,
  };
  return account(value.accountId, event(VenueFillObserved, value), said.observedAtUs);
}

function market(feed: string, event: Event, observedAtUs: bigint): Observed {
  return { topic: 'market', key: feed, event, observedAtUs };
}

function account(accountId: string, event: Event, observedAtUs: bigint): Observed {
  return { topic: 'account', key: accountId, event, observedAtUs };
}
