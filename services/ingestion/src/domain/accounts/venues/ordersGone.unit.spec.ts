import { isEvent } from '@gimbal/contracts';
import { VenueOrderObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { describe, expect, it } from 'vitest';
import { drive } from '../../../ingestion.scenario.js';
import { feedCatalogue } from '../../feedCatalogue.js';
import type { FeedDescription } from '../../feedDescription.js';
import { createSessionReader } from '../../venues/sessionReader.js';
import { at } from './reconcile.scenario.js';

const ADDRESS = '0x1111111111111111111111111111111111111111';

/** The feeds of an account, whose process may begin anew: what its sessions remembered is gone then, and the rows are not. */
function live(venue: string, ...ids: readonly string[]) {
  const feeds = ids.map((id): FeedDescription => ({
    id,
    decoder: 'venue-session',
    venue,
    account: 'desk',
    staleAfterSeconds: null,
    assumed: null,
  }));
  const driven = drive(feeds);
  const reader = createSessionReader(feedCatalogue(feeds));
  const step = (second: number, texts: readonly string[], feed = ids[0]!) => {
    const frames = texts.map((text) => reader.read({ feed, raw: Buffer.from(text), receivedAtUs: at(second) }));
    return driven
      .step(at(second), frames)
      .flatMap((event) => (isEvent(event, VenueOrderObserved) ? [event.value] : []))
      .map(({ orderId, open, status, source }) => [orderId, open, status, source]);
  };
  return { restart: () => reader.reset(), step, open: () => [...driven.state.venueOrders.open.entries()].length };
}

const hyperliquidOrder = (id: number): string =>
  `{"coin":"ETH","side":"B","limitPx":"1800.0","sz":"1.0","oid":${id},"timestamp":5000,"origSz":"1.0"}`;
const listed = (dex: string, ...ids: readonly number[]): string =>
  `{"channel":"openOrders","data":{"dex":"${dex}","user":"${ADDRESS}","orders":[${ids.map(hyperliquidOrder).join()}]}}`;
const answered = (...ids: readonly number[]): string =>
  `{"request":{"type":"frontendOpenOrders","user":"${ADDRESS}"},"response":[${ids.map(hyperliquidOrder).join()}]}`;
const opened = (id: number, ms: number): string =>
  `{"channel":"orderUpdates","data":[{"order":${hyperliquidOrder(id)},"status":"open","statusTimestamp":${ms}}]}`;

describe('a list of all orders of Hyperliquid that are open', () => {
  it('says of an order that was open before the process began anew that the venue lists it no more', () => {
    const { restart, step } = live('hyperliquid', 'socket');
    expect(step(10, [listed('', 1, 2)])).toEqual([
      ['1', true, 'open', 'clearinghouse'],
      ['2', true, 'open', 'clearinghouse'],
    ]);
    restart();
    expect(step(20, [listed('', 2)])).toEqual([['1', false, 'not open', 'clearinghouse']]);
    expect(step(30, [listed('', 2)])).toEqual([]);
  });

  it('leaves what another exchange lists', () => {
    const { open, restart, step } = live('hyperliquid', 'socket');
    step(10, [listed('', 1)]);
    restart();
    expect(step(20, [listed('xyz')])).toEqual([]);
    expect(open()).toBe(1);
  });

  it('waits with an order that opened while the answer was on its way', () => {
    const { restart, step } = live('hyperliquid', 'socket', 'rest');
    step(10, [opened(1, 10_000)]);
    restart();
    // Asked before second 10 at the latest, answered within ten seconds.
    expect(step(19, [answered()], 'rest')).toEqual([]);
    expect(step(40, [answered()], 'rest')).toEqual([['1', false, 'not open', 'clearinghouse']]);
  });

  it('opens again what a later list has', () => {
    const { restart, step } = live('hyperliquid', 'socket');
    step(10, [listed('', 1)]);
    restart();
    step(20, [listed('')]);
    expect(step(30, [listed('', 1)])).toEqual([['1', true, 'open', 'clearinghouse']]);
  });

  it('tells how it ended when the venue does', () => {
    const { restart, step } = live('hyperliquid', 'socket');
    step(10, [listed('', 1)]);
    restart();
    step(20, [listed('')]);
    const filled = opened(1, 15_000).replace('"status":"open"', '"status":"filled"');
    expect(step(30, [filled])).toEqual([['1', false, 'filled', 'clearinghouse']]);
    expect(step(40, [listed('')])).toEqual([]);
  });
});

const deribitOrder = (id: string): string =>
  `{"order_id":"${id}","instrument_name":"ETH_USDC-PERPETUAL","direction":"buy","amount":1,"price":1800,"order_type":"limit","order_state":"open","filled_amount":0,"reduce_only":false,"last_update_timestamp":5000}`;
const deribitOpen = (query: string, ...ids: readonly string[]): string =>
  `{"id":"private/get_open_orders${query}","result":[${ids.map(deribitOrder).join()}],"usOut":1}`;

describe('the answer of Deribit to get_open_orders', () => {
  it('says of an order that was open before and is not in it that the venue lists it no more', () => {
    const { restart, step } = live('deribit', 'socket');
    step(10, [deribitOpen('', 'A', 'B')]);
    restart();
    expect(step(20, [deribitOpen('', 'B')])).toEqual([['A', false, 'not open', 'deribit']]);
  });

  it('is not whole where it lists one kind, was not named, or has a name that nobody knows', () => {
    const { open, restart, step } = live('deribit', 'socket');
    step(10, [deribitOpen('', 'A')]);
    restart();
    step(20, [deribitOpen('?kind=option'), '{"id":7,"result":[],"usOut":1}']);
    step(30, [deribitOpen('', 'B').replace('ETH_USDC-PERPETUAL', '?')]);
    expect(open()).toBe(1);
  });
});

const deriveOrder = (id: string): string =>
  `{"order_id":"${id}","instrument_name":"ETH-PERP","direction":"buy","order_type":"limit","limit_price":"1800","amount":"1","filled_amount":"0","average_price":"0","order_status":"open","reduce_only":false,"label":"","last_update_timestamp":5000}`;
const subaccount = (number: number, ...ids: readonly string[]): string =>
  `{"id":"private/get_subaccount?subaccount_id=${number}","result":{"subaccount_id":${number},"currency":"all","margin_type":"SM","subaccount_value":"1","initial_margin":"1","maintenance_margin":"1","collaterals":[],"positions":[],"open_orders":[${ids.map(deriveOrder).join()}]}}`;

describe('the open orders of a sub-account of Derive', () => {
  it('are all that it has, and nothing of another one', () => {
    const { restart, step } = live('derive', 'socket');
    step(10, [subaccount(1, 'A', 'B'), subaccount(2, 'C')]);
    restart();
    expect(step(20, [subaccount(1, 'B')])).toEqual([['A', false, 'not open', 'derive/1']]);
    expect(step(30, [subaccount(2)])).toEqual([['C', false, 'not open', 'derive/2']]);
  });
});

const dydxOrder = (id: string): string =>
  `{"id":"${id}","clientId":"1","clobPairId":"1","ticker":"ETH-USD","side":"BUY","size":"1","totalFilled":"0","price":"1800","type":"LIMIT","status":"OPEN","reduceOnly":false,"updatedAt":"1970-01-01T00:00:05.000Z","subaccountNumber":0}`;
const subscribed = (number: number, ...ids: readonly string[]): string =>
  `{"type":"subscribed","connection_id":"c","message_id":${number},"channel":"v4_subaccounts","id":"dydx1desk/0","contents":{"subaccount":{"address":"dydx1desk","subaccountNumber":0,"equity":"1","freeCollateral":"1","openPerpetualPositions":{},"assetPositions":{}},"orders":[${ids.map(dydxOrder).join()}]}}`;

describe('the orders that a subscription to a subaccount of dYdX begins with', () => {
  it('are all that are open', () => {
    const { restart, step } = live('dydx', 'socket');
    step(10, [subscribed(1, 'A', 'B')]);
    restart();
    expect(step(20, [subscribed(1, 'B')])).toEqual([['A', false, 'not open', 'dydx1desk/0']]);
  });

  it('are not known to be all where there are as many as the indexer gives at most', () => {
    const { restart, step } = live('dydx', 'socket');
    step(10, [subscribed(1, 'A')]);
    restart();
    const many = Array.from({ length: 1_000 }, (_, at) => `other-${at}`);
    expect(step(20, [subscribed(1, ...many)]).filter(([, open]) => open === false)).toEqual([]);
  });

  it('are not known to be all either where the connection itself knew of one that is missing', () => {
    const { step } = live('dydx', 'socket');
    step(10, [subscribed(1, 'A')]);
    const many = Array.from({ length: 1_000 }, (_, at) => `other-${at}`);
    expect(step(20, [subscribed(2, ...many)]).filter(([, open]) => open === false)).toEqual([]);
    expect(step(30, [subscribed(3, ...many.slice(1))]).filter(([, open]) => open === false)).toHaveLength(2);
  });
});
