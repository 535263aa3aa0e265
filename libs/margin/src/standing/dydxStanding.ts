import { decimalToNumber } from '@gimbal/money';
import { afterTrades } from '../dydx-v4/afterTrades.js';
import { checkParameters } from '../dydx-v4/checkParameters.js';
import { liquidate } from '../dydx-v4/liquidate.js';
import { liquidationLoss } from '../dydx-v4/liquidationLoss.js';
import { liquidationPrice } from '../dydx-v4/liquidationPrice.js';
import type { DydxParameters } from '../dydx-v4/parameters.js';
import type { DydxMargin, DydxSubaccount } from '../dydx-v4/subaccount.js';
import { subaccountMargin } from '../dydx-v4/subaccountMargin.js';
import { describeMarginFailure } from '../marginFailures.js';
import { dydxAccountShape, type DydxMarketData, dydxMarketShape, dydxParametersShape } from './dydxShapes.js';
import { CASH_LEG, fromEngine, namesText, nearestLeg, NO_LOSS, unknownLoss, usageOf, whatIf } from './standingParts.js';
import type {
  EngineStanding,
  LiquidationLossStanding,
  StandingEngine,
  StandingLeg,
  StandingResult,
  StandingTrade,
} from './standingTypes.js';

/** dYdX v4 as the others. */
export const dydxStanding: StandingEngine<DydxParameters, DydxMarketData, DydxSubaccount> = {
  parameters: dydxParametersShape,
  market: dydxMarketShape,
  account: dydxAccountShape,
  check(parameters) {
    const failure = checkParameters(parameters);
    return failure === undefined ? undefined : { source: 'engine', failure };
  },
  standing(parameters, market, account) {
    const margin = fromEngine(subaccountMargin(account, parameters, market.markets));
    return margin.ok ? { ok: true, value: standingOf(parameters, market, account, margin.value) } : margin;
  },
  holdings: (_, { quoteUsd, positions }) => [
    { legId: CASH_LEG, quantity: quoteUsd },
    ...positions.map(({ market, size }) => ({ legId: market, quantity: size })),
  ],
  // What a position cost is in the quote balance, so that no equity is left without its price.
  severable: () => [],
  without: (_, account) => account,
  afterTrades: tradedAccount,
  atPrices(_, { markets }, account, prices) {
    let then = markets;
    for (const { asset, priceUsd } of prices) {
      const state = Object.hasOwn(then, asset) ? then[asset] : undefined;
      if (state === undefined)
        return whatIf(
          'UnknownLeg',
          asset,
          'asset',
          `a market with open interest${namesText(Object.keys(markets))}`,
          'none',
        );
      then = { ...then, [asset]: { ...state, oraclePriceUsd: priceUsd } };
    }
    return { ok: true, value: { market: { markets: then }, account } };
  },
};

function standingOf(
  parameters: DydxParameters,
  { markets }: DydxMarketData,
  account: DydxSubaccount,
  margin: DydxMargin,
): EngineStanding {
  const { equityUsd, initialMarginUsd, maintenanceMarginUsd, liquidatable } = margin;
  const legs = margin.positions.map((position): StandingLeg => {
    const price = liquidationPrice(account, parameters, markets, position.market);
    return {
      legId: position.market,
      quantity: position.size,
      priceUsd: position.oraclePriceUsd,
      maintenanceMarginUsd: position.maintenanceMarginUsd,
      liquidationPriceUsd: price.ok ? price.value.priceUsd : undefined,
      noPriceReason: price.ok ? '' : describeMarginFailure(price.failure),
    };
  });
  return {
    equityUsd,
    initialMarginUsd,
    maintenanceMarginUsd,
    excessUsd: equityUsd - maintenanceMarginUsd,
    usage: usageOf(equityUsd, maintenanceMarginUsd, liquidatable),
    liquidatable,
    legs,
    loss: liquidatable
      ? lossNow(parameters, markets, account)
      : lossAt(parameters, markets, account, nearestLeg(legs)?.legId),
    unvalued: [],
  };
}

function lossAt(
  parameters: DydxParameters,
  markets: DydxMarketData['markets'],
  account: DydxSubaccount,
  market: string | undefined,
): LiquidationLossStanding {
  if (market === undefined) return NO_LOSS;
  const loss = liquidationLoss(account, parameters, markets, { market, size: 'whole' });
  return loss.ok ? { kind: 'known', lossUsd: loss.value.lossUsd } : unknownLoss(describeMarginFailure(loss.failure));
}

/** Plays the liquidation through at the oracle's prices of now, position after position, until the account holds. */
function lossNow(
  parameters: DydxParameters,
  markets: DydxMarketData['markets'],
  account: DydxSubaccount,
): LiquidationLossStanding {
  let [after, lossUsd] = [account, 0];
  for (;;) {
    const margin = subaccountMargin(after, parameters, markets);
    if (!margin.ok) return unknownLoss(describeMarginFailure(margin.failure));
    const [position] = margin.value.positions;
    if (!margin.value.liquidatable || position === undefined) return { kind: 'known', lossUsd };
    const done = liquidate(after, parameters, markets, { market: position.market, size: 'whole' });
    if (!done.ok) return unknownLoss(describeMarginFailure(done.failure));
    lossUsd += done.value.spreadUsd + done.value.insuranceFeeUsd;
    ({ after } = done.value);
  }
}

function tradedAccount(
  parameters: DydxParameters,
  { markets }: DydxMarketData,
  account: DydxSubaccount,
  trades: readonly StandingTrade[],
): StandingResult<DydxSubaccount> {
  let after = account;
  for (const { legId, quantity, priceUsd } of trades) {
    if (legId === CASH_LEG) {
      after = { ...after, quoteUsd: after.quoteUsd + decimalToNumber(quantity) };
      continue;
    }
    const known = parameters.markets.map(({ market }) => market);
    if (!known.includes(legId)) {
      return whatIf('UnknownLeg', legId, 'leg_id', `cash or a market of the venue${namesText(known)}`, 'none');
    }
    const price = priceUsd ?? (Object.hasOwn(markets, legId) ? markets[legId]?.oraclePriceUsd : undefined);
    if (price === undefined)
      return whatIf('PriceNotKnown', legId, 'price', 'a price, since the venue has none', 'empty');
    const traded = fromEngine(
      afterTrades(after, [{ market: legId, sizeChange: decimalToNumber(quantity), priceUsd: price, feeUsd: 0 }]),
    );
    if (!traded.ok) return traded;
    after = traded.value;
  }
  return { ok: true, value: after };
}
