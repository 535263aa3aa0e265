import { decimalToNumber } from '@gimbal/money';
import { describeMarginFailure } from '../marginFailures.js';
import { afterTrades } from '../scenario-margin/afterTrades.js';
import { checkPortfolio } from '../scenario-margin/checkPortfolio.js';
import { legValues } from '../scenario-margin/legValues.js';
import { liquidate } from '../scenario-margin/liquidate.js';
import { liquidationLoss } from '../scenario-margin/liquidationLoss.js';
import {
  liquidationPrices,
  type MarginMove,
  movedPortfolio,
  movedSpots,
} from '../scenario-margin/liquidationPrices.js';
import type { ScenarioMarginParameters } from '../scenario-margin/parameters.js';
import type { MarginLeg, MarginPortfolio, MarginSpots } from '../scenario-margin/portfolio.js';
import { portfolioMargin } from '../scenario-margin/portfolioMargin.js';
import {
  scenarioAccountShape,
  type ScenarioMarketData,
  scenarioMarketShape,
  scenarioParametersShape,
} from './scenarioShapes.js';
import {
  CASH_LEG,
  fromEngine,
  nearerPrice,
  nearestLeg,
  NO_LOSS,
  notSearched,
  searchableLegs,
  unknownLoss,
  usageOf,
  whatIf,
} from './standingParts.js';
import type {
  LiquidationLossStanding,
  StandingEngine,
  StandingLeg,
  StandingPrice,
  StandingResult,
  StandingTrade,
} from './standingTypes.js';

/** Scenario margin as the others. Legs are valued at the market's marks where it has newer ones than the account. */
export const scenarioStanding: StandingEngine<ScenarioMarginParameters, ScenarioMarketData, MarginPortfolio> = {
  parameters: scenarioParametersShape,
  market: scenarioMarketShape,
  account: scenarioAccountShape,
  check(parameters) {
    const failure = checkPortfolio(NOTHING, parameters, {});
    return failure === undefined ? undefined : { source: 'engine', failure };
  },
  standing(parameters, market, account, searchedLegs) {
    const portfolio = withMarks(account, market);
    const margin = fromEngine(portfolioMargin(portfolio, parameters, market.spotsUsd));
    if (!margin.ok) return margin;
    const { equityUsd, initialMarginUsd, maintenanceMarginUsd, liquidatable } = margin.value;
    const legs = legsOf(parameters, market.spotsUsd, portfolio, maintenanceMarginUsd, searchedLegs);
    return {
      ok: true,
      value: {
        equityUsd,
        initialMarginUsd,
        maintenanceMarginUsd,
        excessUsd: equityUsd - maintenanceMarginUsd,
        usage: usageOf(equityUsd, maintenanceMarginUsd, liquidatable),
        liquidatable,
        legs: legs.map(({ leg }) => leg),
        loss: lossOf(parameters, market.spotsUsd, portfolio, liquidatable, legs),
        unvalued: [],
      },
    };
  },
  holdings: (_, { cashUsd, legs }) => [
    { legId: CASH_LEG, quantity: cashUsd },
    ...legs.map(({ id, size }) => ({ legId: id, quantity: size })),
  ],
  // What a leg cost is in the cash, so that no equity is left without its price.
  severable: () => [],
  without: (_, account) => account,
  afterTrades: (parameters, market, account, trades) => tradedAccount(parameters, withMarks(account, market), trades),
  atPrices: (_, market, account, prices) => pricedAccount(market, withMarks(account, market), prices),
};

const NOTHING: MarginPortfolio = { cashUsd: 0, legs: [], fundingProvisionUsd: 0, feeProvisionUsd: 0 };

function withMarks(account: MarginPortfolio, { marks }: ScenarioMarketData): MarginPortfolio {
  if (marks === undefined || marks.length === 0) return account;
  const newer = new Map(marks.map((mark) => [`${mark.kind}|${mark.id}`, mark]));
  const legs = account.legs.map((leg): MarginLeg => {
    const mark = newer.get(`${leg.kind}|${leg.id}`);
    return mark === undefined ? leg : ({ ...leg, ...mark } as MarginLeg);
  });
  return { ...account, legs };
}

/** A leg as it is shown, and the move that its price belongs to. */
interface MovedLeg {
  readonly leg: StandingLeg;
  readonly move: MarginMove;
  readonly side: 'below' | 'above' | undefined;
}

function legsOf(
  parameters: ScenarioMarginParameters,
  spotsUsd: MarginSpots,
  portfolio: MarginPortfolio,
  maintenanceUsd: number,
  searchedLegsMax: number,
): readonly MovedLeg[] {
  const held = portfolio.legs.filter(({ size }) => size !== 0);
  const searchedLegs = searchableLegs(held.length, searchedLegsMax);
  const underlyings = [...new Set(held.map(({ underlying }) => underlying))];
  const whole = underlyings.map((underlying): MovedLeg => {
    const move = { kind: 'underlying', underlying } as const;
    const found = nearestPrice(parameters, spotsUsd, portfolio, move, spotsUsd[underlying]!);
    const shown = { legId: `underlying:${underlying}`, quantity: 0, priceUsd: spotsUsd[underlying]! };
    return { leg: { ...shown, maintenanceMarginUsd: 0, ...found.price }, move, side: found.side };
  });
  const single = held.map((leg, at): MovedLeg => {
    const move = { kind: 'leg', id: leg.id } as const;
    const shown = { legId: leg.id, quantity: leg.size, priceUsd: ownPrice(parameters, leg, 1) ?? 0 };
    if (at >= searchedLegs) {
      const unpriced = { liquidationPriceUsd: undefined, noPriceReason: notSearched(searchedLegs) };
      return { leg: { ...shown, maintenanceMarginUsd: 0, ...unpriced }, move, side: undefined };
    }
    const without = { ...portfolio, legs: portfolio.legs.filter(({ id }) => id !== leg.id) };
    const rest = portfolioMargin(without, parameters, spotsUsd);
    const maintenanceMarginUsd = rest.ok ? maintenanceUsd - rest.value.maintenanceMarginUsd : 0;
    const nowUsd = leg.kind === 'linear' ? leg.markUsd : leg.forwardUsd;
    const found = nearestPrice(parameters, spotsUsd, portfolio, move, nowUsd, leg);
    return { leg: { ...shown, maintenanceMarginUsd, ...found.price }, move, side: found.side };
  });
  return [...whole, ...single];
}

/** An option is moved by its forward; the price that is told is its own there. */
function nearestPrice(
  parameters: ScenarioMarginParameters,
  spotsUsd: MarginSpots,
  portfolio: MarginPortfolio,
  move: MarginMove,
  nowUsd: number,
  leg?: MarginLeg,
): { readonly price: Pick<StandingLeg, 'liquidationPriceUsd' | 'noPriceReason'>; readonly side: MovedLeg['side'] } {
  const prices = liquidationPrices(portfolio, parameters, spotsUsd, move);
  if (!prices.ok) {
    const noPriceReason = describeMarginFailure(prices.failure);
    return { price: { liquidationPriceUsd: undefined, noPriceReason }, side: undefined };
  }
  const { belowUsd, aboveUsd } = prices.value;
  const nearer = nearerPrice(nowUsd, belowUsd, aboveUsd)!;
  const liquidationPriceUsd = leg?.kind === 'option' ? ownPrice(parameters, leg, nearer / nowUsd) : nearer;
  return {
    price: { liquidationPriceUsd, noPriceReason: '' },
    side: nearer === belowUsd ? 'below' : 'above',
  };
}

/** The price of one of a leg with its forward or mark at a multiple of now. */
function ownPrice(parameters: ScenarioMarginParameters, leg: MarginLeg, ratio: number): number | undefined {
  if (leg.kind === 'linear') return leg.markUsd * ratio;
  const valued = legValues([{ ...leg, size: 1, forwardUsd: leg.forwardUsd * ratio }], parameters);
  return valued.ok ? valued.value[0]?.valueUsd : undefined;
}

function lossOf(
  parameters: ScenarioMarginParameters,
  spotsUsd: MarginSpots,
  portfolio: MarginPortfolio,
  liquidatable: boolean,
  legs: readonly MovedLeg[],
): LiquidationLossStanding {
  if (liquidatable) {
    const done = liquidate(portfolio, parameters, spotsUsd);
    return done.ok
      ? { kind: 'known', lossUsd: done.value.penaltyUsd - done.value.badDebtUsd }
      : unknownLoss(describeMarginFailure(done.failure));
  }
  const nearest = nearestLeg(legs.map(({ leg }) => leg));
  const found = legs.find(({ leg }) => leg === nearest);
  if (found?.side === undefined) return NO_LOSS;
  const loss = liquidationLoss(portfolio, parameters, spotsUsd, found.move, found.side);
  return loss.ok ? { kind: 'known', lossUsd: loss.value.lossUsd } : unknownLoss(describeMarginFailure(loss.failure));
}

function tradedAccount(
  parameters: ScenarioMarginParameters,
  portfolio: MarginPortfolio,
  trades: readonly StandingTrade[],
): StandingResult<MarginPortfolio> {
  let after = portfolio;
  for (const { legId, quantity, priceUsd } of trades) {
    const size = decimalToNumber(quantity);
    if (legId === CASH_LEG) {
      after = { ...after, cashUsd: after.cashUsd + size };
      continue;
    }
    const leg = portfolio.legs.find(({ id }) => id === legId);
    if (leg === undefined) return whatIf('UnknownLeg', legId, 'leg_id', 'cash or a leg of the account', 'none');
    const price = priceUsd ?? ownPrice(parameters, leg, 1);
    if (price === undefined) return whatIf('PriceNotKnown', legId, 'price', 'a price, since there is none', 'empty');
    const traded = fromEngine(afterTrades(after, [{ leg: { ...leg, size }, priceUsd: price, feeUsd: 0 }]));
    if (!traded.ok) return traded;
    after = traded.value;
  }
  return { ok: true, value: after };
}

/** An underlying moves with everything on it; a leg's id moves its own mark or forward. */
function pricedAccount(
  market: ScenarioMarketData,
  portfolio: MarginPortfolio,
  prices: readonly StandingPrice[],
): StandingResult<{ readonly market: ScenarioMarketData; readonly account: MarginPortfolio }> {
  let [after, spotsUsd] = [portfolio, market.spotsUsd];
  for (const { asset, priceUsd } of prices) {
    const leg = after.legs.find(({ id }) => id === asset);
    const isSpot = Object.hasOwn(spotsUsd, asset);
    const nowUsd = isSpot ? spotsUsd[asset] : leg?.kind === 'option' ? leg.forwardUsd : leg?.markUsd;
    if (nowUsd === undefined) return whatIf('UnknownLeg', asset, 'asset', 'an underlying or a leg', 'none');
    const move: MarginMove = isSpot ? { kind: 'underlying', underlying: asset } : { kind: 'leg', id: asset };
    after = movedPortfolio(after, move, priceUsd / nowUsd);
    spotsUsd = movedSpots(spotsUsd, move, priceUsd / nowUsd);
  }
  return { ok: true, value: { market: { spotsUsd }, account: after } };
}
