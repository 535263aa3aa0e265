import { type Decimal, decimalToNumber, formatDecimal, fromUnits } from '@gimbal/money';
import { absorb } from '../compound-v3/absorb.js';
import { accountStanding, type WeighedCollateral, weighCollateral } from '../compound-v3/accountStanding.js';
import { afterMoves } from '../compound-v3/afterMoves.js';
import { checkMarket } from '../compound-v3/checkMarket.js';
import { mulFactor, mulPrice, unitOf } from '../compound-v3/cometMath.js';
import { INDEX_SCALE } from '../compound-v3/limits.js';
import { liquidationLoss } from '../compound-v3/liquidationLoss.js';
import { liquidationPrice } from '../compound-v3/liquidationPrice.js';
import type { CometAccount, CometMarket, CometStanding } from '../compound-v3/market.js';
import { describeMarginFailure } from '../marginFailures.js';
import {
  compoundAccountShape,
  type CometMarketData,
  compoundMarketShape,
  type CometParameters,
  compoundParametersShape,
} from './compoundShapes.js';
import { fromEngine, namesText, nearestLeg, NO_LOSS, unknownLoss, usageOf, whatIf } from './standingParts.js';
import type {
  EngineStanding,
  LiquidationLossStanding,
  StandingEngine,
  StandingLeg,
  StandingResult,
  StandingTrade,
} from './standingTypes.js';

const PRICE_DECIMALS = 8;

/**
 * One Comet as the others. What an account needs is what its collateral doesn't count for: equity less that is Comet's own
 * liquidity, which is below zero exactly when it is liquidated.
 */
export const compoundStanding: StandingEngine<CometParameters, CometMarketData, CometAccount> = {
  parameters: compoundParametersShape,
  market: compoundMarketShape,
  account: compoundAccountShape,
  check(parameters) {
    const failure = checkMarket(cometMarket(parameters, UNMOVED), NOTHING);
    return failure === undefined ? undefined : { source: 'engine', failure };
  },
  standing(parameters, market, account) {
    const comet = cometMarket(parameters, market);
    const weighed = fromEngine(weighCollateral(account, comet));
    if (!weighed.ok) return weighed;
    const standing = fromEngine(accountStanding(account, comet));
    return standing.ok
      ? { ok: true, value: standingOf(parameters, comet, account, weighed.value, standing.value) }
      : standing;
  },
  holdings: (parameters, { principal, collateral }) => [
    { legId: parameters.baseAsset, quantity: units(principal, parameters.baseDecimals), bearsInterest: true },
    ...collateral.map(({ asset, amount }) => ({
      legId: asset,
      quantity: units(amount, decimalsOf(parameters, asset)),
    })),
  ],
  // Collateral without a price counts for nothing, as Comet itself couldn't count it.
  severable: (_, { collateral }) => collateral.map(({ asset }) => asset),
  without: (_, account, legIds) => ({
    ...account,
    collateral: account.collateral.filter(({ asset }) => !legIds.has(asset)),
  }),
  afterTrades: movedAccount,
  atPrices(parameters, market, account, prices) {
    let then = market;
    for (const { asset, priceUsd } of prices) {
      const priceE8 = BigInt(Math.round(priceUsd * 10 ** PRICE_DECIMALS));
      if (asset === parameters.baseAsset) then = { ...then, basePriceE8: priceE8 };
      else if (!parameters.assets.some((one) => one.asset === asset)) {
        return whatIf('UnknownLeg', asset, 'asset', coinsText(parameters), 'none');
      } else then = { ...then, prices: [...then.prices.filter((one) => one.asset !== asset), { asset, priceE8 }] };
    }
    return { ok: true, value: { market: then, account } };
  },
};

const NOTHING: CometAccount = { principal: 0n, collateral: [] };
const UNMOVED: CometMarketData = { baseSupplyIndexE15: INDEX_SCALE, baseBorrowIndexE15: INDEX_SCALE, prices: [] };

/** The engine's market: what governance set, with what moved. Prices of what isn't listed are passed over. */
export function cometMarket(parameters: CometParameters, market: CometMarketData): CometMarket {
  const { baseDecimals, storeFrontPriceFactorE18 } = parameters;
  const { basePriceE8, baseSupplyIndexE15, baseBorrowIndexE15 } = market;
  const prices = new Map(market.prices.map(({ asset, priceE8 }) => [asset, priceE8]));
  return {
    baseDecimals,
    storeFrontPriceFactorE18,
    basePriceE8,
    baseSupplyIndexE15,
    baseBorrowIndexE15,
    assets: parameters.assets.map((terms) => ({ ...terms, priceE8: prices.get(terms.asset) })),
  };
}

function standingOf(
  parameters: CometParameters,
  market: CometMarket,
  account: CometAccount,
  weighed: readonly WeighedCollateral[],
  standing: CometStanding,
): EngineStanding {
  const owes = account.principal < 0n;
  const baseUsdE8 = mulPrice(standing.presentValue, market.basePriceE8 ?? 0n, unitOf(market.baseDecimals));
  const equityUsdE8 = standing.collateralUsdE8 + baseUsdE8;
  const requiredE8 = (liquidityUsdE8: bigint): bigint => (owes ? equityUsdE8 - liquidityUsdE8 : 0n);
  const maintenanceMarginUsd = usd(requiredE8(standing.liquidationLiquidityUsdE8));
  const base: StandingLeg = {
    legId: parameters.baseAsset,
    quantity: units(standing.presentValue, market.baseDecimals),
    priceUsd: usd(market.basePriceE8 ?? 0n),
    maintenanceMarginUsd: 0,
    ...priceOf(account, market, undefined),
  };
  const legs = [
    ...(account.principal === 0n ? [] : [base]),
    ...weighed.map(({ terms, amount, priceE8, valueUsdE8 }) => ({
      legId: terms.asset,
      quantity: units(amount, terms.decimals),
      priceUsd: usd(priceE8),
      maintenanceMarginUsd: owes ? usd(valueUsdE8 - mulFactor(valueUsdE8, terms.liquidateCollateralFactorE18)) : 0,
      ...priceOf(account, market, terms.asset),
    })),
  ];
  return {
    equityUsd: usd(equityUsdE8),
    initialMarginUsd: usd(requiredE8(standing.borrowLiquidityUsdE8)),
    maintenanceMarginUsd,
    excessUsd: usd(owes ? standing.liquidationLiquidityUsdE8 : equityUsdE8),
    usage: usageOf(usd(equityUsdE8), maintenanceMarginUsd, standing.liquidatable),
    liquidatable: standing.liquidatable,
    legs,
    loss: lossOf(parameters, market, account, standing, nearestLeg(legs)),
    unvalued: standing.unpriced.map((asset) => ({
      legId: asset === 'the base' ? parameters.baseAsset : asset,
      failure: { source: 'engine', failure: { code: 'MissingPrice', asset, found: undefined } },
    })),
  };
}

function priceOf(
  account: CometAccount,
  market: CometMarket,
  asset: string | undefined,
): Pick<StandingLeg, 'liquidationPriceUsd' | 'noPriceReason'> {
  const price = liquidationPrice(account, market, asset);
  return price.ok
    ? { liquidationPriceUsd: usd(price.value.priceE8), noPriceReason: '' }
    : { liquidationPriceUsd: undefined, noPriceReason: describeMarginFailure(price.failure) };
}

function lossOf(
  parameters: CometParameters,
  market: CometMarket,
  account: CometAccount,
  standing: CometStanding,
  nearest: StandingLeg | undefined,
): LiquidationLossStanding {
  if (standing.liquidatable) {
    const absorbed = absorb(account, market);
    if (!absorbed.ok) return unknownLoss(describeMarginFailure(absorbed.failure));
    const { penaltyUsdE8, badDebt } = absorbed.value;
    // What the reserves write off isn't the borrower's loss.
    const writtenOffE8 = mulPrice(badDebt, market.basePriceE8!, unitOf(market.baseDecimals));
    return { kind: 'known', lossUsd: usd(penaltyUsdE8 - writtenOffE8) };
  }
  if (nearest === undefined) return NO_LOSS;
  const asset = nearest.legId === parameters.baseAsset ? undefined : nearest.legId;
  const loss = liquidationLoss(account, market, asset);
  return loss.ok
    ? { kind: 'known', lossUsd: usd(loss.value.lossUsdE8) }
    : unknownLoss(describeMarginFailure(loss.failure));
}

function coinsText({ baseAsset, assets }: CometParameters): string {
  return `the base or a collateral of the market${namesText([baseAsset, ...assets.map(({ asset }) => asset)])}`;
}

/** Coins in and out: a supply of the base repays what is owed first, a withdrawal of more than is there borrows. */
function movedAccount(
  parameters: CometParameters,
  market: CometMarketData,
  account: CometAccount,
  trades: readonly StandingTrade[],
): StandingResult<CometAccount> {
  const comet = cometMarket(parameters, market);
  let after = account;
  for (const { legId, quantity, priceUsd } of trades) {
    const isBase = legId === parameters.baseAsset;
    if (!isBase && !parameters.assets.some(({ asset }) => asset === legId)) {
      return whatIf('UnknownLeg', legId, 'leg_id', coinsText(parameters), 'none');
    }
    if (priceUsd !== undefined) {
      return whatIf('PriceNotAsked', legId, 'price', 'no price, since coins move in and out', String(priceUsd));
    }
    const change = wholeUnits(quantity, isBase ? parameters.baseDecimals : decimalsOf(parameters, legId));
    if (change === undefined) {
      return whatIf('AmountNotWhole', legId, 'quantity', 'no more decimals than the coin has', formatDecimal(quantity));
    }
    const moves = isBase
      ? { baseChange: change, collateralChanges: [] }
      : { baseChange: 0n, collateralChanges: [{ asset: legId, change }] };
    const moved = fromEngine(afterMoves(after, comet, moves));
    if (!moved.ok) return moved;
    after = moved.value;
  }
  return { ok: true, value: after };
}

function decimalsOf(parameters: CometParameters, asset: string): number {
  return parameters.assets.find((one) => one.asset === asset)?.decimals ?? 0;
}

/** The coin's integer of a quantity; undefined when it has more decimals than the coin. */
function wholeUnits({ unscaled, scale }: Decimal, decimals: number): bigint | undefined {
  if (scale <= decimals) return unscaled * 10n ** BigInt(decimals - scale);
  const divisor = 10n ** BigInt(scale - decimals);
  return unscaled % divisor === 0n ? unscaled / divisor : undefined;
}

function units(amount: bigint, decimals: number): number {
  return decimalToNumber(fromUnits(amount, decimals));
}

function usd(amountE8: bigint): number {
  return decimalToNumber(fromUnits(amountE8, PRICE_DECIMALS));
}
