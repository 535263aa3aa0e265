import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import { sayClearinghouseState, saySpotState } from './readAccounts.js';
import { sayFills, sayFundingHistory, sayTwapSlices, sayUserFunding } from './readFills.js';
import { readAllMids, readL2Book, readTrades } from './readMarkets.js';
import {
  readAllPerpMetas,
  readMeta,
  readMetaAndAssetCtxs,
  readSpotMeta,
  readSpotMetaAndAssetCtxs,
} from './readMeta.js';
import { sayOpenOrders, sayOrderStatus, sayOrderUpdates } from './readOrders.js';
import type { HyperliquidMessage, MessageReader } from './venueMessage.js';

type AccountReader = (message: HyperliquidMessage, user: string, value: RawJson | undefined) => void;

const nothing = (): void => undefined;

const PUBLIC: ReadonlyMap<string, MessageReader> = new Map<string, MessageReader>([
  ['meta', readMeta],
  ['allPerpMetas', readAllPerpMetas],
  ['metaAndAssetCtxs', readMetaAndAssetCtxs],
  ['spotMeta', readSpotMeta],
  ['spotMetaAndAssetCtxs', readSpotMetaAndAssetCtxs],
  ['l2Book', readL2Book],
  ['allMids', readAllMids],
  ['recentTrades', readTrades],
  ['fundingHistory', sayFundingHistory],
  ['predictedFundings', nothing],
  ['candleSnapshot', nothing],
  ['perpDexs', nothing],
  ['exchangeStatus', nothing],
]);

const OF_ACCOUNTS: ReadonlyMap<string, AccountReader> = new Map<string, AccountReader>([
  ['clearinghouseState', (message, user, value) => sayClearinghouseState(message, user, '', value)],
  ['spotClearinghouseState', saySpotState],
  ['openOrders', (message, user, value) => sayOpenOrders(message, user, '', value)],
  ['frontendOpenOrders', (message, user, value) => sayOpenOrders(message, user, '', value)],
  ['historicalOrders', sayOrderUpdates],
  ['orderStatus', sayOrderStatus],
  ['userFills', sayFills],
  ['userFillsByTime', sayFills],
  ['userTwapSliceFills', sayTwapSlices],
  ['userFunding', (message, _user, value) => sayUserFunding(message, value)],
  ['userNonFundingLedgerUpdates', nothing],
  ['userRateLimit', readRateLimit],
  ['userFees', nothing],
  ['userRole', nothing],
  ['userVaultEquities', nothing],
  ['portfolio', nothing],
  ['extraAgents', nothing],
  ['subAccounts', nothing],
  ['delegatorHistory', nothing],
  ['delegatorSummary', nothing],
  ['delegations', nothing],
]);

/** Whether the info endpoint's answers to a type of request are read, or known to say nothing. */
export function isInfoType(type: string): boolean {
  return PUBLIC.has(type) || OF_ACCOUNTS.has(type);
}

/** Whether an answer to a type of request is about the account that was asked for. */
export function isOfAccount(type: string): boolean {
  return OF_ACCOUNTS.has(type);
}

/** Answers name neither question nor account, so each is read beside the request that it answers. */
export function readInfoAnswer(message: HyperliquidMessage, request: RawObject, response: RawJson | undefined): void {
  const { fields } = message;
  const type = fields.text(request, 'type');
  const publicReader = PUBLIC.get(type);
  const accountReader = OF_ACCOUNTS.get(type);
  const dex = fields.optionalText(request, 'dex');
  if (publicReader !== undefined) publicReader(message, response);
  else if (accountReader === undefined) fields.fail('request.type', 'a supported kind of request', type);
  // Builders' exchanges have an order of positions and of open orders for themselves.
  else if (dex !== '' && type === 'clearinghouseState') {
    sayClearinghouseState(message, fields.text(request, 'user'), dex, response);
  } else if (dex !== '' && (type === 'openOrders' || type === 'frontendOpenOrders')) {
    sayOpenOrders(message, fields.text(request, 'user'), dex, response);
  } else accountReader(message, fields.text(request, 'user'), response);
}

function readRateLimit(message: HyperliquidMessage, user: string, value: RawJson | undefined): void {
  const { fields, problems } = message;
  const limit = fields.object(value, 'userRateLimit');
  const [used, cap] = [fields.whole(limit, 'nRequestsUsed'), fields.whole(limit, 'nRequestsCap')];
  if (BigInt(used) < BigInt(cap)) return;
  const detail = `Expected fewer than ${cap} requests of the account, were ${used}.`;
  problems.push({ kind: 'venue', subject: `userRateLimit of ${user}`, detail });
}
