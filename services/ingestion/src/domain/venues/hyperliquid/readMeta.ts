import { event } from '@gimbal/contracts';
import { MarginParametersConfigured } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { isRawObject } from '../rawJson/rawFields.js';
import type { RawJson, RawObject } from '../rawJson/readRawJson.js';
import { instrumentFact } from '../venueFacts.js';
import { hyperliquidTiers } from '../../decoders/hyperliquidTiers.js';
import { remember } from '../sessionMemory.js';
import { coinInstrument, notModelledCoin, sayNotModelled } from './coinInstrument.js';
import { readContexts } from './readMarkets.js';
import type { HyperliquidMessage } from './venueMessage.js';

/** Prices of perpetuals have at most six decimals less those of the size (Hyperliquid Docs: Tick and lot size). */
const PRICE_DECIMALS = 6;

export function readMeta(message: HyperliquidMessage, data: RawJson | undefined): void {
  const meta = message.fields.object(data, 'meta');
  const dex = dexOf(meta);
  readUniverse(message, dex, meta);
  if (dex === '') sayTiers(message, meta);
}

/** A list of metas, the venue's own exchange first. */
export function readAllPerpMetas(message: HyperliquidMessage, data: RawJson | undefined): void {
  const { fields } = message;
  for (const value of fields.list(data, 'metas')) {
    const meta = fields.object(value, 'meta');
    if (fields.list(meta['universe'], 'universe').length > 0) readUniverse(message, dexOf(meta), meta);
  }
}

export function readMetaAndAssetCtxs(message: HyperliquidMessage, data: RawJson | undefined): void {
  const [meta, contexts] = message.fields.list(data, 'metaAndAssetCtxs');
  readMetaWithContexts(message, meta, contexts);
}

/** The contexts of a message go with the universe beside them, and not with what was known before. */
export function readMetaWithContexts(
  message: HyperliquidMessage,
  meta: RawJson | undefined,
  contexts: RawJson | undefined,
): void {
  const terms = message.fields.object(meta, 'meta');
  const dex = dexOf(terms);
  const universes = new Map([[dex, readUniverse(message, dex, terms)]]);
  if (dex === '') sayTiers(message, terms);
  readContexts({ ...message, session: { ...message.session, universes } }, dex, contexts);
}

/** The exchange of a meta: an answer doesn't name it, and coins of a builder's have it before a colon. */
function dexOf({ universe }: RawObject): string {
  const first = Array.isArray(universe) ? (universe as readonly RawJson[])[0] : undefined;
  const name = isRawObject(first) ? first['name'] : undefined;
  return typeof name === 'string' && name.includes(':') ? name.slice(0, name.indexOf(':')) : '';
}

function readUniverse(message: HyperliquidMessage, dex: string, meta: RawObject): readonly string[] {
  const { fields, session } = message;
  const coins: string[] = [];
  for (const value of fields.list(meta['universe'], 'universe')) {
    const row = fields.object(value, 'universe');
    const coin = fields.text(row, 'name');
    coins.push(coin);
    sayPerp(message, coin, row);
  }
  message.changes.push(() => remember(session.universes, dex, coins));
  return coins;
}

function sayPerp(message: HyperliquidMessage, coin: string, row: RawObject): void {
  const { fields, session, source } = message;
  const sizeDecimals = fields.count(row, 'szDecimals');
  if (sizeDecimals > PRICE_DECIMALS) fields.fail('szDecimals', `at most ${PRICE_DECIMALS}`, row['szDecimals']);
  const maxLeverage = fields.whole(row, 'maxLeverage');
  const active = !fields.optionalFlag(row, 'isDelisted');
  if (fields.failure !== undefined) return;
  const notModelled = notModelledCoin(coin);
  if (notModelled !== undefined) return sayNotModelled(message, coin, notModelled);
  const instrumentId = `perp:hyperliquid:${coin}-USD`;
  const known = `${instrumentId}|${sizeDecimals}|${maxLeverage}|${active}`;
  if (session.specified.get(coin) === known) return;
  message.changes.push(() => remember(session.specified, coin, known));
  message.observations.push(
    instrumentFact(source, {
      instrumentId,
      symbol: coin,
      tickSize: powerOfTenth(PRICE_DECIMALS - sizeDecimals),
      lotSize: powerOfTenth(sizeDecimals),
      contractSize: '1',
      settlementAsset: 'USDC',
      quoteAsset: 'USD',
      underlyingAsset: coin,
      maxLeverage,
      active,
      observedAtUs: message.receivedAtUs,
    }),
  );
}

function powerOfTenth(decimals: number): string {
  return decimals === 0 ? '1' : `0.${'1'.padStart(decimals, '0')}`;
}

/** The tiers for the margin engine, when a deployment of it is watched, and only when they changed. */
function sayTiers(message: HyperliquidMessage, meta: RawObject): void {
  const { fields, options, receivedAtUs, session } = message;
  const { deployment } = options;
  // Without tables a meta is of the time before tiers, or a sample: nothing to configure an engine with.
  if (deployment === undefined || meta['marginTables'] === undefined || fields.failure !== undefined) return;
  const parametersJson = hyperliquidTiers(meta, '2024', undefined);
  if (!parametersJson.ok) return fields.fail('meta', 'tiers', parametersJson.reason);
  if (session.specified.get('margin tiers') === parametersJson.value) return;
  message.changes.push(() => session.specified.set('margin tiers', parametersJson.value));
  message.observations.push({
    topic: 'protocol',
    key: deployment,
    observedAtUs: receivedAtUs,
    event: event(MarginParametersConfigured, {
      deployment,
      ruleset: 'hyperliquid',
      parametersJson: parametersJson.value,
      source: 'meta, with the rules of 2024',
      effectiveAtUs: receivedAtUs,
    }),
  });
}

/** Spot pairs: specified, and not modelled. */
export function readSpotMeta(message: HyperliquidMessage, data: RawJson | undefined): void {
  const { fields } = message;
  for (const value of fields.list(fields.object(data, 'spotMeta')['universe'], 'universe')) {
    coinInstrument(message, fields.text(fields.object(value, 'universe'), 'name'));
  }
}

export function readSpotMetaAndAssetCtxs(message: HyperliquidMessage, data: RawJson | undefined): void {
  readSpotMeta(message, message.fields.list(data, 'spotMetaAndAssetCtxs')[0]);
}
