import { event } from '@gimbal/contracts';
import { MarginAccountObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { describeStandingFailure, readMarginAccount, writeMarginData } from '@gimbal/margin';
import { hyperliquidState } from '../../decoders/hyperliquidState.js';
import { differenceOf } from '../decimalDifference.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import { balanceFact, marginFact, positionFact } from '../venueFacts.js';
import { remember } from '../sessionMemory.js';
import { coinInstrument } from './coinInstrument.js';
import { readMetaWithContexts } from './readMeta.js';
import { sayOpenOrders, sayTwapStates } from './readOrders.js';
import { accountOf, type HyperliquidMessage } from './venueMessage.js';

/** `{dex, user, clearinghouseState}`. */
export function readClearinghouseState(message: HyperliquidMessage, data: RawJson | undefined): void {
  const { fields } = message;
  const outer = fields.object(data, 'data');
  const dex = fields.optionalText(outer, 'dex');
  sayClearinghouseState(message, fields.text(outer, 'user'), dex, outer['clearinghouseState']);
}

/** `{user, clearinghouseStates: [[dex, state], …]}`. */
export function readAllDexsClearinghouseState(message: HyperliquidMessage, data: RawJson | undefined): void {
  const { fields } = message;
  const outer = fields.object(data, 'data');
  const user = fields.text(outer, 'user');
  for (const row of fields.list(outer['clearinghouseStates'], 'clearinghouseStates')) {
    const [dex, state] = fields.list(row, 'clearinghouseState');
    if (typeof dex === 'string') sayClearinghouseState(message, user, dex, state);
    else fields.fail('clearinghouseStates', 'the name of an exchange', dex);
  }
}

/** Positions, margin and the account of the margin engine. A coin that was held before and isn't listed now is held no more. */
export function sayClearinghouseState(
  message: HyperliquidMessage,
  user: string,
  dex: string,
  value: RawJson | undefined,
): void {
  const { fields, session } = message;
  const state = fields.object(value, 'clearinghouseState');
  const observedAtUs = state['time'] === undefined ? message.receivedAtUs : fields.epochMs(state, 'time');
  const key = `${user.toLowerCase()}|${dex}`;
  const held = new Set<string>();
  for (const row of fields.list(state['assetPositions'], 'assetPositions')) {
    const position = fields.object(fields.object(row, 'assetPosition')['position'], 'position');
    held.add(fields.text(position, 'coin'));
    sayPosition(message, user, dex, position, observedAtUs);
  }
  for (const coin of session.held.get(key) ?? []) if (!held.has(coin)) sayGone(message, user, dex, coin, observedAtUs);
  message.changes.push(() => remember(session.held, key, held));
  const { venue: place } = message.source;
  const holder = { accountId: accountOf(message, user), place, source: sourceOf(dex), cause: 'clearinghouseState' };
  message.complete.push({ ...holder, observedAtUs });
  sayMargin(message, user, dex, state, observedAtUs);
  if (dex === '') sayMarginAccount(message, user, state, observedAtUs);
}

function sayPosition(
  message: HyperliquidMessage,
  user: string,
  dex: string,
  position: RawObject,
  observedAtUs: bigint,
): void {
  const { fields, observations, source } = message;
  const said = {
    accountId: accountOf(message, user),
    quantity: fields.decimal(position, 'szi'),
    source: sourceOf(dex),
    entryPrice: fields.optionalPrice(position, 'entryPx'),
    liquidationPrice: fields.optionalDecimal(position, 'liquidationPx'),
    unrealisedPnlUsd: fields.decimal(position, 'unrealizedPnl'),
    leverage: fields.decimal(fields.object(position['leverage'], 'leverage'), 'value'),
    cause: 'clearinghouseState',
    observedAtUs,
  };
  const instrumentId = coinInstrument(message, fields.text(position, 'coin'));
  if (instrumentId !== undefined) observations.push(positionFact(source, { instrumentId, ...said }));
}

function sayGone(message: HyperliquidMessage, user: string, dex: string, coin: string, observedAtUs: bigint): void {
  const instrumentId = coinInstrument(message, coin);
  if (instrumentId === undefined) return;
  const accountId = accountOf(message, user);
  const said = { accountId, instrumentId, quantity: '0', source: sourceOf(dex), cause: 'clearinghouseState' };
  message.observations.push(positionFact(message.source, { ...said, observedAtUs }));
}

function sourceOf(dex: string): string {
  return dex === '' ? 'clearinghouse' : `clearinghouse/${dex}`;
}

function sayMargin(
  message: HyperliquidMessage,
  user: string,
  dex: string,
  state: RawObject,
  observedAtUs: bigint,
): void {
  const { fields, observations, source } = message;
  // Builders' exchanges have collateral of their own, which the message doesn't name.
  if (dex !== '') return;
  const summary = fields.object(state['marginSummary'] ?? state['crossMarginSummary'], 'marginSummary');
  observations.push(
    marginFact(source, {
      accountId: accountOf(message, user),
      currency: 'USDC',
      equity: fields.decimal(summary, 'accountValue'),
      initialMargin: fields.amount(summary, 'totalMarginUsed'),
      maintenanceMargin: fields.optionalDecimal(state, 'crossMaintenanceMarginUsed'),
      available: fields.decimal(state, 'withdrawable'),
      mode: 'cross',
      observedAtUs,
    }),
  );
}

function sayMarginAccount(message: HyperliquidMessage, user: string, state: RawObject, observedAtUs: bigint): void {
  const { fields, options, observations } = message;
  const { deployment } = options;
  if (deployment === undefined || fields.failure !== undefined) return;
  const read = hyperliquidState(state);
  if (!read.ok) return fields.fail('clearinghouseState', 'an account', read.reason);
  const account = readMarginAccount('hyperliquid', JSON.stringify(read.value.account));
  if (!account.ok) return fields.fail('clearinghouseState', 'an account', describeStandingFailure(account.failure));
  const accountId = accountOf(message, user);
  const accountJson = writeMarginData(account.value);
  const said = { accountId, deployment, accountJson, cause: 'clearinghouseState', observedAtUs };
  observations.push({ topic: 'account', key: accountId, event: event(MarginAccountObserved, said), observedAtUs });
}

/** `{user, spotState}`. */
export function readSpotState(message: HyperliquidMessage, data: RawJson | undefined): void {
  const outer = message.fields.object(data, 'data');
  saySpotState(message, message.fields.text(outer, 'user'), outer['spotState']);
}

export function saySpotState(message: HyperliquidMessage, user: string, value: RawJson | undefined): void {
  const { fields, observations, receivedAtUs: observedAtUs, source } = message;
  for (const row of fields.list(fields.object(value, 'spotState')['balances'], 'balances')) {
    const balance = fields.object(row, 'balance');
    const asset = fields.text(balance, 'coin');
    const total = fields.decimal(balance, 'total');
    const available = lessHold(message, total, fields.amount(balance, 'hold'));
    const accountId = accountOf(message, user);
    observations.push(balanceFact(source, { accountId, asset, total, available, cause: 'spot', observedAtUs }));
  }
}

function lessHold({ fields }: HyperliquidMessage, total: string, hold: string): string {
  return fields.failure === undefined ? differenceOf(total, hold) : '';
}

/** Everything about an account and the market in one message: read as if its parts had come alone. */
export function readWebData2(message: HyperliquidMessage, data: RawJson | undefined): void {
  const { fields } = message;
  const web = fields.object(data, 'data');
  const user = fields.text(web, 'user');
  if (web['meta'] !== undefined) readMetaWithContexts(message, web['meta'], web['assetCtxs']);
  sayClearinghouseState(message, user, '', web['clearinghouseState']);
  sayOpenOrders(message, user, '', web['openOrders']);
  if (web['twapStates'] !== undefined) sayTwapStates(message, user, web['twapStates']);
  if (web['spotState'] !== undefined) saySpotState(message, user, web['spotState']);
}
