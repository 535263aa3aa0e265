import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import { fillFact, NOT_OPEN, orderFact } from '../venueFacts.js';
import { remember } from '../sessionMemory.js';
import { sideOf } from './readMarkets.js';
import { accountOf, type DydxMessage, marketInstrument, ownerOf } from './venueMessage.js';

/** Short-term orders are in mempools alone, so their state is the indexer's best effort. */
const OPEN_STATUSES: ReadonlySet<string> = new Set(['OPEN', 'BEST_EFFORT_OPENED', 'UNTRIGGERED']);
/** Rows that the indexer answers with at most, and so the list that a subscription begins with (`API_LIMIT_V4`). */
const SNAPSHOT_ORDERS_MAX = 1_000;
/** Fills that were forced upon the account; LIQUIDATION is the other side of one. */
const FORCED: ReadonlySet<string> = new Set(['LIQUIDATED', 'DELEVERAGED']);

export function readOrders(message: DydxMessage, id: string, value: RawJson | undefined): void {
  const { fields } = message;
  for (const row of fields.list(value, 'orders')) readOrder(message, id, fields.object(row, 'order'));
}

/** All that are open. One that was and isn't among them ended while nobody listened; how, the answer to a question tells. */
export function readOpenOrders(message: DydxMessage, id: string, value: RawJson | undefined): void {
  const { changes, fields, receivedAtUs, session } = message;
  const listed = new Set(fields.list(value, 'orders').map((row) => fields.text(fields.object(row, 'order'), 'id')));
  // The snapshot's list is cut at this length: a longer one isn't known to be whole.
  if (listed.size >= SNAPSHOT_ORDERS_MAX) return readOrders(message, id, value);
  for (const [orderId, { order, owner }] of session.orders) {
    if (owner !== id || listed.has(orderId)) continue;
    sayOrder(message, id, order, { status: NOT_OPEN, observedAtUs: receivedAtUs });
    changes.push(() => session.orders.delete(orderId));
  }
  readOrders(message, id, value);
  const { complete, source } = message;
  const holder = { accountId: accountOf(message, id), place: source.venue, source: id, cause: 'orders' };
  complete.push({ ...holder, of: 'orders', observedAtUs: receivedAtUs });
}

/** An order as the message and what was said of it before have it. One that is new and in parts can't be said. */
export function readOrder(message: DydxMessage, id: string, change: RawObject): void {
  const { fields, problems, session } = message;
  const orderId = fields.text(change, 'id');
  const order: RawObject = { ...session.orders.get(orderId)?.order, ...change };
  const status = fields.text(order, 'status');
  const ticker = tickerOf(message, order);
  if (ticker === undefined || order['side'] === undefined || order['price'] === undefined) {
    problems.push({
      kind: 'gap',
      subject: `order ${orderId}`,
      detail: 'Expected the order before what changed of it.',
    });
    return;
  }
  message.changes.push(() => {
    if (OPEN_STATUSES.has(status)) remember(session.orders, orderId, { owner: id, order });
    else session.orders.delete(orderId);
  });
  // What was only seen in a mempool has no time yet.
  const isTimed = order['updatedAt'] !== undefined && order['updatedAt'] !== null;
  const observedAtUs = isTimed ? fields.isoTime(order, 'updatedAt') : message.receivedAtUs;
  sayOrder(message, id, order, { status, observedAtUs });
}

function sayOrder(
  message: DydxMessage,
  id: string,
  order: RawObject,
  { observedAtUs, status }: { readonly status: string; readonly observedAtUs: bigint },
): void {
  const { fields, observations, source } = message;
  const ticker = tickerOf(message, order) ?? '';
  const owner = ownerOf(message, id, order);
  const said = {
    accountId: accountOf(message, owner),
    source: owner,
    orderId: fields.text(order, 'id'),
    clientOrderId: fields.optionalText(order, 'clientId'),
    side: sideOf(message, order),
    orderType: fields.text(order, 'type').toLowerCase(),
    price: fields.amount(order, 'price'),
    size: fields.amount(order, 'size'),
    filledSize: fields.optionalDecimal(order, 'totalFilled') || fields.optionalDecimal(order, 'totalOptimisticFilled'),
    status,
    open: OPEN_STATUSES.has(status),
    reduceOnly: fields.optionalFlag(order, 'reduceOnly'),
    observedAtUs,
  };
  const instrumentId = marketInstrument(message, ticker);
  if (instrumentId !== undefined) observations.push(orderFact(source, { instrumentId, ...said }));
}

function tickerOf(message: DydxMessage, order: RawObject): string | undefined {
  return order['ticker'] === undefined
    ? tickerOfPair(message, order['clobPairId'])
    : message.fields.text(order, 'ticker');
}

/** Markets have a number as well, and some messages have it alone. */
function tickerOfPair(message: DydxMessage, clobPairId: RawJson | undefined): string | undefined {
  if (clobPairId === undefined) return undefined;
  message.pairs ??= new Map([...message.session.markets].map(([ticker, market]) => [market.clobPairId, ticker]));
  return message.pairs.get(clobPairId);
}

/** Newest first over REST: said oldest first, as they happened. */
export function readFills(message: DydxMessage, id: string, rows: readonly RawJson[]): void {
  const { fields, observations, source } = message;
  const fills = rows.map((row) => {
    const fill = fields.object(row, 'fill');
    const owner = ownerOf(message, id, fill);
    const said = {
      accountId: accountOf(message, owner),
      source: owner,
      tradeId: fields.text(fill, 'id'),
      orderId: fields.optionalText(fill, 'orderId'),
      side: sideOf(message, fill),
      price: fields.price(fill, 'price'),
      size: fields.amount(fill, 'size'),
      // Negative where the maker is paid; the first testnet didn't say it.
      fee: fields.optionalDecimal(fill, 'fee'),
      feeAsset: 'USDC',
      maker: fields.text(fill, 'liquidity') === 'MAKER',
      liquidation: FORCED.has(fields.text(fill, 'type')),
      observedAtUs: fields.isoTime(fill, 'createdAt'),
    };
    // `market` over REST, `ticker` over the socket.
    const ticker = fill['ticker'] === undefined ? fields.text(fill, 'market') : fields.text(fill, 'ticker');
    return { ticker, said };
  });
  fills.sort((a, b) =>
    a.said.observedAtUs < b.said.observedAtUs ? -1 : a.said.observedAtUs > b.said.observedAtUs ? 1 : 0,
  );
  for (const { ticker, said } of fills) {
    const instrumentId = marketInstrument(message, ticker);
    if (instrumentId !== undefined) observations.push(fillFact(source, { instrumentId, ...said }));
  }
}
