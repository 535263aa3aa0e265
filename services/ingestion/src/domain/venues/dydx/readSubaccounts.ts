import { differenceOf } from '../decimalDifference.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import { balanceFact, marginFact, positionFact } from '../venueFacts.js';
import { remember } from '../sessionMemory.js';
import { readFills, readOpenOrders, readOrders } from './readOrders.js';
import { accountOf, type DydxMessage, marketInstrument, ownerOf } from './venueMessage.js';

/** `{subaccount, orders}` of a subscription, or `{subaccount}` over REST. A parent has its children in `childSubaccounts`. */
export function readSubaccountSnapshot(message: DydxMessage, id: string, contents: RawObject): void {
  const { fields } = message;
  const subaccount = fields.object(contents['subaccount'], 'subaccount');
  const { childSubaccounts } = subaccount;
  if (childSubaccounts === undefined) readSubaccount(message, subaccount);
  else {
    for (const child of fields.list(childSubaccounts, 'childSubaccounts')) {
      readSubaccount(message, fields.object(child, 'childSubaccount'));
    }
  }
  if (contents['orders'] !== undefined) readOpenOrders(message, id, contents['orders']);
}

/** `{subaccounts}` of an address. */
export function readAddress(message: DydxMessage, contents: RawObject): void {
  const { fields } = message;
  for (const value of fields.list(contents['subaccounts'], 'subaccounts')) {
    readSubaccount(message, fields.object(value, 'subaccount'));
  }
}

function readSubaccount(message: DydxMessage, subaccount: RawObject): void {
  const { fields } = message;
  const id = `${fields.text(subaccount, 'address')}/${fields.whole(subaccount, 'subaccountNumber')}`;
  sayMargin(message, id, subaccount);
  // A child without positions was written without them once; that it has none isn't said then.
  const { openPerpetualPositions } = subaccount;
  if (openPerpetualPositions !== undefined) sayOpenPositions(message, id, openPerpetualPositions);
  for (const value of Object.values(fields.object(subaccount['assetPositions'], 'assetPositions'))) {
    sayBalance(message, id, value);
  }
}

/** All that are open. */
function sayOpenPositions(message: DydxMessage, id: string, value: RawJson): void {
  const positions = message.fields.object(value, 'openPerpetualPositions');
  const open = Object.values(positions).map((position) => sayPosition(message, id, position));
  sayGone(message, id, new Set(open));
  const { receivedAtUs: observedAtUs, source } = message;
  const holder = { accountId: accountOf(message, id), place: source.venue, source: id, cause: 'subaccount' };
  message.complete.push({ ...holder, of: 'positions', observedAtUs });
}

/** What the venue calls free collateral is equity less the initial margin of all positions. It doesn't say maintenance. */
function sayMargin(message: DydxMessage, id: string, subaccount: RawObject): void {
  const { fields, observations, receivedAtUs: observedAtUs, source } = message;
  const equity = fields.decimal(subaccount, 'equity');
  const available = fields.decimal(subaccount, 'freeCollateral');
  if (fields.failure !== undefined) return;
  const initialMargin = differenceOf(equity, available);
  const said = { currency: 'USDC', equity, initialMargin, available, mode: 'cross', source: id, observedAtUs };
  observations.push(marginFact(source, { accountId: accountOf(message, id), ...said }));
}

/** Gives back the market. Side and sign have to agree where the size has one. */
function sayPosition(message: DydxMessage, id: string, value: RawJson): string {
  const { fields, observations, receivedAtUs: observedAtUs, source } = message;
  const position = fields.object(value, 'position');
  const market = fields.text(position, 'market');
  const isOpen = fields.text(position, 'status') === 'OPEN';
  const said = {
    accountId: accountOf(message, id),
    quantity: isOpen ? signedSize(message, position) : '0',
    source: id,
    entryPrice: isOpen ? fields.optionalPrice(position, 'entryPrice') : '',
    unrealisedPnlUsd: isOpen ? fields.optionalDecimal(position, 'unrealizedPnl') : '',
    cause: 'subaccount',
    observedAtUs,
  };
  const instrumentId = marketInstrument(message, market);
  if (instrumentId !== undefined) observations.push(positionFact(source, { instrumentId, ...said }));
  return isOpen ? market : '';
}

function signedSize({ fields }: DydxMessage, position: RawObject): string {
  const size = fields.decimal(position, 'size');
  const { side } = position;
  if (side === 'LONG') {
    if (size.startsWith('-')) fields.fail('size', 'a positive size of a long', size);
    return size;
  }
  if (side !== 'SHORT') fields.fail('side', 'LONG or SHORT', side);
  // Snapshots write a short with its sign, balances without one.
  return size.startsWith('-') ? size : `-${size}`;
}

/** A position that was there and isn't any more is 0; it would stay for ever otherwise. */
function sayGone(message: DydxMessage, id: string, open: ReadonlySet<string>): void {
  const { observations, receivedAtUs: observedAtUs, session, source } = message;
  for (const market of session.held.get(id) ?? []) {
    const instrumentId = open.has(market) ? undefined : marketInstrument(message, market);
    if (instrumentId === undefined) continue;
    const said = { instrumentId, quantity: '0', source: id, cause: 'subaccount', observedAtUs };
    observations.push(positionFact(source, { accountId: accountOf(message, id), ...said }));
  }
  message.changes.push(() => remember(session.held, id, new Set([...open].filter((market) => market !== ''))));
}

function sayBalance(message: DydxMessage, id: string, value: RawJson): void {
  const { fields, observations, receivedAtUs: observedAtUs, source } = message;
  const balance = fields.object(value, 'assetPosition');
  const said = {
    // The first testnet called it a denomination.
    asset: fields.text(balance, balance['symbol'] === undefined && balance['denom'] !== undefined ? 'denom' : 'symbol'),
    total: signedSize(message, balance),
    cause: 'assetPosition',
    source: id,
  };
  observations.push(balanceFact(source, { accountId: accountOf(message, id), ...said, observedAtUs }));
}

/** `{orders, fills, perpetualPositions, assetPositions, transfers, tradingReward}`: what changed, each part where it did. */
export function readSubaccountChanges(message: DydxMessage, id: string, contents: RawObject): void {
  const { fields } = message;
  const { assetPositions, fills, orders, perpetualPositions } = contents;
  if (perpetualPositions !== undefined) readPositions(message, id, perpetualPositions);
  if (assetPositions !== undefined) readBalances(message, id, assetPositions);
  if (orders !== undefined) readOrders(message, id, orders);
  if (fills !== undefined) readFills(message, id, fields.list(fills, 'fills'));
}

export function readPositions(message: DydxMessage, id: string, value: RawJson | undefined): void {
  const { fields, session } = message;
  for (const row of fields.list(value, 'perpetualPositions')) {
    const owner = ownerOf(message, id, fields.object(row, 'position'));
    const market = sayPosition(message, owner, row);
    if (market === '') continue;
    message.changes.push(() => remember(session.held, owner, (session.held.get(owner) ?? new Set()).add(market)));
  }
}

export function readBalances(message: DydxMessage, id: string, value: RawJson | undefined): void {
  const { fields } = message;
  for (const row of fields.list(value, 'assetPositions')) {
    sayBalance(message, ownerOf(message, id, fields.object(row, 'assetPosition')), row);
  }
}
