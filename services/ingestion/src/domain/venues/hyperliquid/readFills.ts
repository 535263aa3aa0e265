import { isRawObject } from '../rawJson/rawFields.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import { SNAPSHOT_ITEMS_MAX } from '../exactLimits.js';
import { fillFact, fundingFact } from '../venueFacts.js';
import { coinInstrument } from './coinInstrument.js';
import { FUNDING_BASE, FUNDING_INTERVAL_SECONDS, priceOf, sideOf } from './readMarkets.js';
import { sayTwapHistory } from './readOrders.js';
import { accountOf, type HyperliquidMessage, soleSubscriber } from './venueMessage.js';

/**
 * Until the eighth of June 2023 00:00 UTC funding was settled every eight hours; the recorded `fundingHistory` of BTC changes
 * from eight to one there.
 */
const HOURLY_SINCE_US = 1_686_182_460_000_000n;

/** `{user, isSnapshot, fills}`. A snapshot is what was before, newest first, and joins what follows: each fill has its own id. */
export function readUserFills(message: HyperliquidMessage, data: RawJson | undefined): void {
  const { fields } = message;
  const outer = fields.object(data, 'data');
  const fills = fields.list(outer['fills'], 'fills');
  const isSnapshot = fields.optionalFlag(outer, 'isSnapshot');
  sayFills(message, fields.text(outer, 'user'), isSnapshot ? fills.slice(0, SNAPSHOT_ITEMS_MAX) : fills);
}

/** `{user, isSnapshot, twapSliceFills: [{fill, twapId}]}`. */
export function readTwapSliceFills(message: HyperliquidMessage, data: RawJson | undefined): void {
  const outer = message.fields.object(data, 'data');
  sayTwapSlices(message, message.fields.text(outer, 'user'), outer['twapSliceFills']);
}

export function sayTwapSlices(message: HyperliquidMessage, user: string, value: RawJson | undefined): void {
  const slices = message.fields.list(value, 'twapSliceFills');
  sayFills(
    message,
    user,
    slices.map((slice) => message.fields.object(slice, 'twapSliceFill')['fill'] ?? null),
  );
}

/** `{fills}`, `{twapSliceFills}`, `{twapHistory}`, `{funding}`, `{liquidation}` or `{nonUserCancel}`, of whom the subscription names. */
export function readUserEvents(message: HyperliquidMessage, data: RawJson | undefined): void {
  const { fields } = message;
  const events = fields.object(data, 'data');
  const { fills, funding, twapHistory, twapSliceFills } = events;
  if (fills !== undefined) {
    const user = soleSubscriber(message, 'userEvents');
    if (user !== undefined) sayFills(message, user, fills);
  } else if (twapSliceFills !== undefined) {
    const user = soleSubscriber(message, 'userEvents');
    if (user !== undefined) sayTwapSlices(message, user, twapSliceFills);
  } else if (twapHistory !== undefined) {
    const user = soleSubscriber(message, 'userEvents');
    if (user !== undefined) sayTwapHistory(message, user, twapHistory);
  } else if (funding !== undefined) {
    sayFunding(message, fields.object(funding, 'funding'));
  } else if (events['liquidation'] === undefined && events['nonUserCancel'] === undefined) {
    fields.fail('data', 'fills, funding, liquidation or nonUserCancel', Object.keys(events).join());
  }
}

/** Oldest first, as they happened: snapshots come newest first. */
export function sayFills(message: HyperliquidMessage, user: string, value: RawJson | undefined): void {
  const { fields, observations } = message;
  const fills = fields.list(value, 'fills').map((fill) => {
    const object = fields.object(fill, 'fill');
    return { object, atUs: fields.epochMs(object, 'time') };
  });
  fills.sort((a, b) => (a.atUs < b.atUs ? -1 : a.atUs > b.atUs ? 1 : 0));
  for (const { object, atUs } of fills) {
    const fill = fillOf(message, user, object, atUs);
    if (fill !== undefined) observations.push(fill);
  }
}

function fillOf(message: HyperliquidMessage, user: string, fill: RawObject, observedAtUs: bigint) {
  const { fields, source } = message;
  const coin = fields.text(fill, 'coin');
  const said = {
    accountId: accountOf(message, user),
    // Fills of 2023 have no id of their own: transaction, order and position before it name them.
    tradeId: fill['tid'] === undefined ? olderFillId(message, fill) : fields.whole(fill, 'tid'),
    orderId: fields.whole(fill, 'oid'),
    clientOrderId: fields.optionalText(fill, 'cloid'),
    side: sideOf(message, fill),
    // An outcome is settled at 0 or 1.
    price: priceOf(message, coin, fill, 'px'),
    size: fields.amount(fill, 'sz'),
    fee: fields.decimal(fill, 'fee'),
    feeAsset: fields.optionalText(fill, 'feeToken') || 'USDC',
    // "Crossed" is who took.
    maker: !fields.flag(fill, 'crossed'),
    liquidation: isOwnLiquidation(message, user, fill),
    observedAtUs,
  };
  const instrumentId = coinInstrument(message, coin);
  return instrumentId === undefined ? undefined : fillFact(source, { instrumentId, ...said });
}

function olderFillId({ fields }: HyperliquidMessage, fill: RawObject): string {
  const [hash, order] = [fields.text(fill, 'hash'), fields.whole(fill, 'oid')];
  return `${hash}/${order}/${fields.decimal(fill, 'startPosition')}/${fields.price(fill, 'px')}`;
}

/** The other side of a liquidation has the same note in its fill. */
function isOwnLiquidation({ fields }: HyperliquidMessage, user: string, fill: RawObject): boolean {
  const { liquidation } = fill;
  if (!isRawObject(liquidation)) return false;
  return fields.optionalText(liquidation, 'liquidatedUser').toLowerCase() === user.toLowerCase();
}

/** `{user, isSnapshot, fundings}`. */
export function readUserFundings(message: HyperliquidMessage, data: RawJson | undefined): void {
  const { fields } = message;
  const outer = fields.object(data, 'data');
  for (const value of fields.list(outer['fundings'], 'fundings')) sayFunding(message, fields.object(value, 'funding'));
}

/** Over REST: `[{time, delta: {coin, fundingRate, …}}]`. */
export function sayUserFunding(message: HyperliquidMessage, value: RawJson | undefined): void {
  const { fields } = message;
  for (const row of fields.list(value, 'userFunding')) {
    const object = fields.object(row, 'userFunding');
    const delta = fields.object(object['delta'], 'delta');
    sayFunding(message, { ...delta, time: object['time'] ?? null });
  }
}

/** `[{coin, fundingRate, premium, time}]`. */
export function sayFundingHistory(message: HyperliquidMessage, value: RawJson | undefined): void {
  const { fields } = message;
  for (const row of fields.list(value, 'fundingHistory')) sayFunding(message, fields.object(row, 'funding'));
}

/** The rate of a coin, which is the same for all: the venue names it in what an account paid as well. */
function sayFunding(message: HyperliquidMessage, row: RawObject): void {
  const { fields, observations, source } = message;
  const rate = fields.decimal(row, 'fundingRate');
  const observedAtUs = fields.epochMs(row, 'time');
  const instrumentId = coinInstrument(message, fields.text(row, 'coin'));
  // Several settlements in one row are their mean, and none of them.
  const samples = fields.optionalDecimal(row, 'nSamples');
  if (instrumentId === undefined || Number(samples) > 1) return;
  const intervalSeconds = FUNDING_INTERVAL_SECONDS * (observedAtUs < HOURLY_SINCE_US ? 8 : 1);
  observations.push(fundingFact(source, { instrumentId, rate, intervalSeconds, base: FUNDING_BASE, observedAtUs }));
}
