import { decimalToNumber } from '@gimbal/money';
import type { HyperliquidAccount, HyperliquidMargin, HyperliquidPosition } from '../hyperliquid/account.js';
import { accountMargin } from '../hyperliquid/accountMargin.js';
import { afterTrades } from '../hyperliquid/afterTrades.js';
import { checkParameters } from '../hyperliquid/checkParameters.js';
import { liquidate } from '../hyperliquid/liquidate.js';
import { liquidationLoss } from '../hyperliquid/liquidationLoss.js';
import { liquidationPrice } from '../hyperliquid/liquidationPrice.js';
import { describeMarginFailure } from '../marginFailures.js';
import {
  hyperliquidAccountShape,
  type HyperliquidMarket,
  hyperliquidMarketShape,
  hyperliquidParametersShape,
  type HyperliquidTerms,
} from './hyperliquidShapes.js';
import { LIQUIDATION_STEPS_MAX } from './limits.js';
import { CASH_LEG, fromEngine, namesText, nearestLeg, NO_LOSS, unknownLoss, usageOf, whatIf } from './standingParts.js';
import type {
  EngineStanding,
  LiquidationLossStanding,
  StandingEngine,
  StandingLeg,
  StandingPart,
  StandingPrice,
  StandingResult,
  StandingTrade,
} from './standingTypes.js';

/** Hyperliquid as the others: the bucket that is nearest to its liquidation gives excess and usage of the account. */
export const hyperliquidStanding: StandingEngine<HyperliquidTerms, HyperliquidMarket, HyperliquidAccount> = {
  parameters: hyperliquidParametersShape,
  market: hyperliquidMarketShape,
  account: hyperliquidAccountShape,
  check(parameters) {
    const failure = checkParameters(parameters);
    return failure === undefined ? undefined : { source: 'engine', failure };
  },
  standing(parameters, market, account) {
    const margin = fromEngine(accountMargin(account, parameters, market.marksUsd));
    return margin.ok ? { ok: true, value: standingOf(parameters, market, account, margin.value) } : margin;
  },
  holdings: (_, { crossRawUsd, positions }) => [
    { legId: CASH_LEG, quantity: crossRawUsd },
    ...positions.map(({ asset, size }) => ({ legId: asset, quantity: size })),
  ],
  // An isolated position is a bucket of its own; the cross balance is what is left of all cross positions together.
  severable: (_, { positions }) => positions.filter(({ mode }) => mode.kind === 'isolated').map(({ asset }) => asset),
  without: (_, account, legIds) => ({
    ...account,
    positions: account.positions.filter(({ asset }) => !legIds.has(asset)),
  }),
  afterTrades: tradedAccount,
  atPrices(parameters, market, account, prices) {
    const known = new Set(parameters.assets.map(({ asset }) => asset));
    const unknown = prices.find(({ asset }) => !known.has(asset));
    if (unknown !== undefined) {
      return whatIf('UnknownLeg', unknown.asset, 'asset', `a market of the venue${namesText([...known])}`, 'none');
    }
    return { ok: true, value: { market: { marksUsd: withMarks(market.marksUsd, prices) }, account } };
  },
};

function standingOf(
  parameters: HyperliquidTerms,
  market: HyperliquidMarket,
  account: HyperliquidAccount,
  margin: HyperliquidMargin,
): EngineStanding {
  const buckets = [margin.cross, ...margin.isolated];
  const legs = margin.positions.map((position): StandingLeg => {
    const { asset, markUsd, maintenanceUsd } = position;
    const price = liquidationPrice(account, parameters, market.marksUsd, asset);
    return {
      legId: asset,
      quantity: account.positions.find((one) => one.asset === asset)!.size,
      priceUsd: markUsd,
      maintenanceMarginUsd: maintenanceUsd,
      liquidationPriceUsd: price.ok ? price.value.priceUsd : undefined,
      noPriceReason: price.ok ? '' : describeMarginFailure(price.failure),
    };
  });
  const liquidatable = buckets.some(({ standing }) => standing !== 'healthy');
  const parts = buckets.map(({ isolatedAsset, equityUsd, maintenanceUsd, standing }): StandingPart => {
    const usage = usageOf(equityUsd, maintenanceUsd, standing !== 'healthy');
    return { isolatedLegId: isolatedAsset, equityUsd, maintenanceMarginUsd: maintenanceUsd, usage };
  });
  return {
    equityUsd: margin.accountValueUsd,
    initialMarginUsd: margin.marginUsedUsd,
    maintenanceMarginUsd: buckets.reduce((sum, { maintenanceUsd }) => sum + maintenanceUsd, 0),
    excessUsd: Math.min(...buckets.map(({ equityUsd, maintenanceUsd }) => equityUsd - maintenanceUsd)),
    usage: Math.max(...parts.map(({ usage }) => usage)),
    liquidatable,
    legs,
    loss: lossOf(parameters, market, account, margin, legs),
    unvalued: [],
    parts,
  };
}

function lossOf(
  parameters: HyperliquidTerms,
  market: HyperliquidMarket,
  account: HyperliquidAccount,
  margin: HyperliquidMargin,
  legs: readonly StandingLeg[],
): LiquidationLossStanding {
  const isSunk = [margin.cross, ...margin.isolated].some(({ standing }) => standing !== 'healthy');
  const nearest = nearestLeg(legs);
  if (!isSunk && nearest === undefined) return NO_LOSS;
  const { liquidation } = parameters;
  if (liquidation === undefined) return unknownLoss('Expected terms of a liquidation in the parameters, found none.');
  if (isSunk) return lossNow(parameters, market, account, liquidation);
  const loss = liquidationLoss(account, parameters, market.marksUsd, { asset: nearest!.legId, ...liquidation });
  return loss.ok
    ? { kind: 'known', lossUsd: loss.value.atMarketLossUsd }
    : unknownLoss(describeMarginFailure(loss.failure));
}

/** Plays the liquidation through at the marks of now: position after position of each bucket that has sunk. */
function lossNow(
  parameters: HyperliquidTerms,
  { marksUsd }: HyperliquidMarket,
  account: HyperliquidAccount,
  terms: NonNullable<HyperliquidTerms['liquidation']>,
): LiquidationLossStanding {
  let [after, lossUsd, secondsSincePartial] = [account, 0, undefined as number | undefined];
  for (let step = 0; step < LIQUIDATION_STEPS_MAX; step++) {
    const margin = accountMargin(after, parameters, marksUsd);
    if (!margin.ok) return unknownLoss(describeMarginFailure(margin.failure));
    const asset = sunkAsset(after, margin.value);
    if (asset === undefined) return { kind: 'known', lossUsd };
    const done = liquidate(after, parameters, marksUsd, { asset, ...terms, secondsSincePartial });
    if (!done.ok) return unknownLoss(describeMarginFailure(done.failure));
    const { slippageUsd, feeUsd, toBackstopUsd, badDebtUsd, stage } = done.value;
    lossUsd += slippageUsd + feeUsd + toBackstopUsd - badDebtUsd;
    if (stage === 'partial') secondsSincePartial = 0;
    ({ after } = done.value);
  }
  return unknownLoss(`Expected a liquidation of at most ${LIQUIDATION_STEPS_MAX} steps, was longer.`);
}

function sunkAsset(account: HyperliquidAccount, margin: HyperliquidMargin): string | undefined {
  const isolated = margin.isolated.find(({ standing }) => standing !== 'healthy');
  if (isolated !== undefined) return isolated.isolatedAsset;
  if (margin.cross.standing === 'healthy') return undefined;
  return account.positions.find(({ mode, size }) => mode.kind === 'cross' && size !== 0)?.asset;
}

function tradedAccount(
  parameters: HyperliquidTerms,
  market: HyperliquidMarket,
  account: HyperliquidAccount,
  trades: readonly StandingTrade[],
): StandingResult<HyperliquidAccount> {
  let after = account;
  for (const { legId, quantity, priceUsd } of trades) {
    if (legId === CASH_LEG) {
      after = { ...after, crossRawUsd: after.crossRawUsd + decimalToNumber(quantity) };
      continue;
    }
    const asset = parameters.assets.find((one) => one.asset === legId);
    if (asset === undefined) {
      const known = namesText(parameters.assets.map((one) => one.asset));
      return whatIf('UnknownLeg', legId, 'leg_id', `cash or a market of the venue${known}`, 'none');
    }
    const price = priceUsd ?? (Object.hasOwn(market.marksUsd, legId) ? market.marksUsd[legId] : undefined);
    if (price === undefined)
      return whatIf('PriceNotKnown', legId, 'price', 'a price, since the venue has none', 'empty');
    const mode = openedMode(after.positions, legId, asset.tiers[0]?.maxLeverage ?? 1);
    const trade = { asset: legId, sizeChange: decimalToNumber(quantity), priceUsd: price, feeUsd: 0, mode };
    const traded = fromEngine(afterTrades(after, [trade]));
    if (!traded.ok) return traded;
    after = traded.value;
  }
  return { ok: true, value: after };
}

/** A position that is there keeps its mode; a new one is cross, at the most leverage that the venue gives. */
function openedMode(positions: readonly HyperliquidPosition[], asset: string, leverage: number) {
  const { kind, leverage: held } = positions.find((one) => one.asset === asset)?.mode ?? { kind: 'cross', leverage };
  return { kind, leverage: held } as const;
}

function withMarks(
  marksUsd: HyperliquidMarket['marksUsd'],
  prices: readonly StandingPrice[],
): HyperliquidMarket['marksUsd'] {
  return { ...marksUsd, ...Object.fromEntries(prices.map(({ asset, priceUsd }) => [asset, priceUsd])) };
}
