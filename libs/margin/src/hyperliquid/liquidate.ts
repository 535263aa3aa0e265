import { type MarginResult, refuse } from '../marginFailures.js';
import type { HyperliquidAccount, HyperliquidBucket, HyperliquidMarks } from './account.js';
import { isCross, marginOf } from './accountMargin.js';
import { afterTrades } from './afterTrades.js';
import type { HyperliquidParameters } from './parameters.js';
import { type WeighedPosition, weighPositions } from './weighPositions.js';

export interface HyperliquidLiquidationRequest {
  readonly asset: string;
  /** How much worse than the mark the venue's market order is filled, as a share of the mark. */
  readonly slippageShare: number;
  /** The account's taker fee on that order; the venue itself takes no liquidation fee. */
  readonly feeShare: number;
  /** Since the last partial liquidation of this account; undefined when there was none. */
  readonly secondsSincePartial?: number | undefined;
}

/**
 * What one step of a liquidation does. Equity before = equity after + slippage (to the other side) + fee + what the
 * backstop keeps − the bad debt, all at the marks given.
 */
export interface HyperliquidLiquidation {
  readonly stage: 'partial' | 'full' | 'backstop';
  readonly closed: readonly { readonly asset: string; readonly size: number; readonly priceUsd: number }[];
  readonly slippageUsd: number;
  readonly feeUsd: number;
  readonly toBackstopUsd: number;
  readonly badDebtUsd: number;
  readonly after: HyperliquidAccount;
}

/**
 * One step in the liquidation of the bucket that holds a position. Above the backstop's share the venue sends a market
 * order for the position, a part of it if it is large and no cool-down runs; below it the backstop takes the bucket whole.
 */
export function liquidate(
  account: HyperliquidAccount,
  parameters: HyperliquidParameters,
  marksUsd: HyperliquidMarks,
  request: HyperliquidLiquidationRequest,
): MarginResult<HyperliquidLiquidation> {
  const found = findBucket(account, parameters, marksUsd, request.asset);
  if (!found.ok) return found;
  const { bucket, positions } = found.value;
  if (bucket.standing === 'healthy') {
    const { equityUsd, maintenanceUsd } = bucket;
    return refuse({ code: 'NotLiquidatable', asset: request.asset, equityUsd, maintenanceUsd });
  }
  return bucket.standing === 'backstop'
    ? { ok: true, value: takenByBackstop(account, bucket, positions) }
    : closedAtMarket(account, parameters, marksUsd, request);
}

/** The market order alone, whatever the standing: what a position at its very threshold loses. */
export function closedAtMarket(
  account: HyperliquidAccount,
  parameters: HyperliquidParameters,
  marksUsd: HyperliquidMarks,
  request: HyperliquidLiquidationRequest,
): MarginResult<HyperliquidLiquidation> {
  const found = findBucket(account, parameters, marksUsd, request.asset);
  if (!found.ok) return found;
  const { position } = found.value;
  for (const field of ['slippageShare', 'feeShare'] as const) {
    if (request[field] >= 0 && request[field] < 1) continue;
    const expected = 'from 0 to below 1';
    return refuse({ code: 'ValueOutOfRange', subject: request.asset, field, expected, found: request[field] });
  }
  const { asset, size, markUsd, notionalUsd, mode } = position;
  const share = sentShare(notionalUsd, parameters, request.secondsSincePartial);
  const closedSize = size * share;
  const priceUsd = markUsd * (1 - Math.sign(size) * request.slippageShare);
  const feeUsd = Math.abs(closedSize) * priceUsd * request.feeShare;
  const traded = afterTrades(account, [{ asset, sizeChange: -closedSize, priceUsd, feeUsd, mode }]);
  if (!traded.ok) return traded;
  const { after, badDebtUsd } = withoutDebt(traded.value, account, position, share === 1);
  return {
    ok: true,
    value: {
      stage: share === 1 ? 'full' : 'partial',
      closed: [{ asset, size: closedSize, priceUsd }],
      slippageUsd: Math.abs(closedSize) * markUsd * request.slippageShare,
      feeUsd,
      toBackstopUsd: 0,
      badDebtUsd,
      after,
    },
  };
}

interface FoundBucket {
  readonly position: WeighedPosition;
  readonly bucket: HyperliquidBucket;
  readonly positions: readonly WeighedPosition[];
}

function findBucket(
  account: HyperliquidAccount,
  parameters: HyperliquidParameters,
  marksUsd: HyperliquidMarks,
  asset: string,
): MarginResult<FoundBucket> {
  const weighed = weighPositions(account, parameters, marksUsd);
  if (!weighed.ok) return weighed;
  const position = weighed.value.find((one) => one.asset === asset);
  if (position === undefined) return refuse({ code: 'NoPosition', asset });
  const margin = marginOf(account, weighed.value, parameters);
  const value = isCross(position)
    ? { position, bucket: margin.cross, positions: weighed.value.filter(isCross) }
    : { position, bucket: margin.isolated.find((one) => one.isolatedAsset === asset)!, positions: [position] };
  return { ok: true, value };
}

function sentShare(
  notionalUsd: number,
  parameters: HyperliquidParameters,
  secondsSincePartial: number | undefined,
): number {
  const coolingDown = secondsSincePartial !== undefined && secondsSincePartial < parameters.coolDownSeconds;
  // After a partial liquidation the orders of the cool-down are for the whole position.
  return notionalUsd > parameters.partialAboveUsd && !coolingDown ? parameters.partialShare : 1;
}

function takenByBackstop(
  account: HyperliquidAccount,
  bucket: HyperliquidBucket,
  positions: readonly WeighedPosition[],
): HyperliquidLiquidation {
  const taken = new Set(positions.map(({ asset }) => asset));
  return {
    stage: 'backstop',
    closed: positions.map(({ asset, size, markUsd }) => ({ asset, size, priceUsd: markUsd })),
    slippageUsd: 0,
    feeUsd: 0,
    toBackstopUsd: Math.max(0, bucket.equityUsd),
    badDebtUsd: Math.max(0, -bucket.equityUsd),
    after: {
      crossRawUsd: bucket.isolatedAsset === undefined ? 0 : account.crossRawUsd,
      positions: account.positions.filter(({ asset }) => !taken.has(asset)),
    },
  };
}

/** A closed isolated position can't draw on cross, and cross money can't fall below zero without a position: the rest is bad debt. */
function withoutDebt(
  traded: HyperliquidAccount,
  before: HyperliquidAccount,
  position: WeighedPosition,
  whole: boolean,
): { readonly after: HyperliquidAccount; readonly badDebtUsd: number } {
  if (!whole) return { after: traded, badDebtUsd: 0 };
  const crossLeft = traded.positions.some(({ mode }) => mode.kind === 'cross');
  const owedUsd =
    position.mode.kind === 'isolated' ? before.crossRawUsd - traded.crossRawUsd : crossLeft ? 0 : -traded.crossRawUsd;
  const badDebtUsd = Math.max(0, owedUsd);
  return { after: { ...traded, crossRawUsd: traded.crossRawUsd + badDebtUsd }, badDebtUsd };
}
