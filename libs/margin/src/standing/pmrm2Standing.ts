import { decimalToNumber } from '@gimbal/money';
import { checkParameters } from '../derive-pmrm2/checkParameters.js';
import { movedPmrm2, pmrm2LiquidationPrice } from '../derive-pmrm2/pmrm2LiquidationPrice.js';
import { pmrm2Margin } from '../derive-pmrm2/pmrm2Margin.js';
import type { Pmrm2Market, Pmrm2Portfolio } from '../derive-pmrm2/portfolio.js';
import { optionLegId, optionOfLeg, withOption } from './deriveLegs.js';
import { checkAuctionTerms } from './deriveLoss.js';
import { type DeriveLegView, deriveStandingOf } from './deriveStanding.js';
import { pmrm2AccountShape, pmrm2MarketShape, pmrm2ParametersShape, type Pmrm2Terms } from './pmrm2Shapes.js';
import { CASH_LEG, fromDerive, whatIf } from './standingParts.js';
import type { StandingEngine, StandingResult, StandingTrade } from './standingTypes.js';

export const PERP_LEG = 'PERP';
/** Spot with all that hangs on it. */
export const UNDERLYING_LEG = 'underlying';

const NOTHING: Pmrm2Portfolio = { cashUsd: 0, options: [], collaterals: [] };

/** Derive's portfolio manager as the others. */
export const pmrm2Standing: StandingEngine<Pmrm2Terms, Pmrm2Market, Pmrm2Portfolio> = {
  parameters: pmrm2ParametersShape,
  market: pmrm2MarketShape,
  account: pmrm2AccountShape,
  check(parameters) {
    const failure = checkParameters(parameters);
    return failure === undefined ? checkAuctionTerms(parameters.auction) : { source: 'derive', failure };
  },
  standing(parameters, market, account, searchedLegs) {
    const margin = fromDerive(pmrm2Margin(parameters, market, account));
    if (!margin.ok) return margin;
    const legs = legsOf(parameters, market, account);
    return { ok: true, value: deriveStandingOf(margin.value, legs, parameters.auction, searchedLegs) };
  },
  holdings: (_, { cashUsd, perp, options, collaterals }) => [
    { legId: CASH_LEG, quantity: cashUsd },
    ...(perp === undefined ? [] : [{ legId: PERP_LEG, quantity: perp.amount }]),
    ...options.map((option) => ({ legId: optionLegId(option), quantity: option.amount })),
    ...collaterals.map(({ asset, amount }) => ({ legId: asset, quantity: amount })),
  ],
  severable: () => [],
  without: (_, account) => account,
  afterTrades: tradedAccount,
  atPrices(parameters, market, account, prices) {
    let then = { market, portfolio: account };
    for (const { asset, priceUsd } of prices) {
      const now = priceOf(then.market, asset);
      if (now === undefined) return whatIf('UnknownLeg', asset, 'asset', 'underlying, PERP or a collateral', 'none');
      const leg =
        asset === UNDERLYING_LEG
          ? ({ kind: 'underlying' } as const)
          : asset === PERP_LEG
            ? ({ kind: 'perp' } as const)
            : ({ kind: 'collateral', asset } as const);
      then = movedPmrm2(parameters, then.market, then.portfolio, leg, priceUsd / now);
    }
    return { ok: true, value: { market: then.market, account: then.portfolio } };
  },
};

function priceOf(market: Pmrm2Market, asset: string): number | undefined {
  if (asset === UNDERLYING_LEG) return market.spotUsd;
  if (asset === PERP_LEG) return market.perp?.priceUsd;
  return market.collaterals.find((one) => one.asset === asset)?.priceUsd;
}

function legsOf(parameters: Pmrm2Terms, market: Pmrm2Market, account: Pmrm2Portfolio): readonly DeriveLegView[] {
  const { perp, options, collaterals } = account;
  const margin = (portfolio: Pmrm2Portfolio) => pmrm2Margin(parameters, market, portfolio);
  const prices = (leg: Parameters<typeof pmrm2LiquidationPrice>[3]) =>
    pmrm2LiquidationPrice(parameters, market, account, leg);
  const perps: DeriveLegView[] =
    perp === undefined || perp.amount === 0
      ? []
      : [
          {
            legId: PERP_LEG,
            quantity: perp.amount,
            priceUsd: market.perp?.priceUsd ?? 0,
            without: () => margin({ ...account, perp: { ...perp, amount: 0 } }),
            prices: () => prices({ kind: 'perp' }),
          },
        ];
  return [
    {
      legId: UNDERLYING_LEG,
      quantity: 0,
      priceUsd: market.spotUsd ?? 0,
      without: undefined,
      prices: () => prices({ kind: 'underlying' }),
    },
    ...perps,
    ...options.map((option, index): DeriveLegView => ({
      legId: optionLegId(option),
      quantity: option.amount,
      priceUsd: optionPrice(parameters, market, option) ?? 0,
      without: () => margin({ ...account, options: options.filter((_, at) => at !== index) }),
      prices: () => prices({ kind: 'option', index }),
    })),
    ...collaterals.map(({ asset, amount }): DeriveLegView => ({
      legId: asset,
      quantity: amount,
      priceUsd: priceOf(market, asset) ?? 0,
      without: () => margin({ ...account, collaterals: collaterals.filter((one) => one.asset !== asset) }),
      prices: () => prices({ kind: 'collateral', asset }),
    })),
  ];
}

/** The mark of one contract, or undefined when the feeds can't value it. */
function optionPrice(
  parameters: Pmrm2Terms,
  market: Pmrm2Market,
  option: Omit<Pmrm2Portfolio['options'][number], 'amount'>,
): number | undefined {
  const alone = pmrm2Margin(parameters, market, { ...NOTHING, options: [{ ...option, amount: 1 }] });
  return alone.ok ? alone.value.optionsUsd : undefined;
}

function tradedAccount(
  parameters: Pmrm2Terms,
  market: Pmrm2Market,
  account: Pmrm2Portfolio,
  trades: readonly StandingTrade[],
): StandingResult<Pmrm2Portfolio> {
  let after = account;
  for (const trade of trades) {
    const traded = afterTrade(parameters, market, after, trade);
    if (!traded.ok) return traded;
    after = traded.value;
  }
  return { ok: true, value: after };
}

function afterTrade(
  parameters: Pmrm2Terms,
  market: Pmrm2Market,
  account: Pmrm2Portfolio,
  { legId, quantity, priceUsd }: StandingTrade,
): StandingResult<Pmrm2Portfolio> {
  const change = decimalToNumber(quantity);
  const unknownPrice = () => whatIf('PriceNotKnown', legId, 'price', 'a price, since the venue has none', 'empty');
  if (legId === PERP_LEG) {
    const mark = market.perp?.priceUsd;
    if (mark === undefined) return unknownPrice();
    const held = account.perp ?? { amount: 0, unrealisedPnlUsd: 0, unsettledFundingUsd: 0 };
    const gainUsd = change * (mark - (priceUsd ?? mark));
    const perp = { ...held, amount: held.amount + change, unrealisedPnlUsd: held.unrealisedPnlUsd + gainUsd };
    return { ok: true, value: { ...account, perp } };
  }
  const option = optionOfLeg(legId);
  if (option !== undefined) {
    const price = priceUsd ?? optionPrice(parameters, market, option);
    if (price === undefined) return unknownPrice();
    const options = withOption(account.options, option, change);
    return { ok: true, value: { ...account, options, cashUsd: account.cashUsd - change * price } };
  }
  if (priceUsd !== undefined) {
    return whatIf('PriceNotAsked', legId, 'price', 'no price, since coins move in and out', String(priceUsd));
  }
  if (legId === CASH_LEG) return { ok: true, value: { ...account, cashUsd: account.cashUsd + change } };
  if (!parameters.collaterals.some(({ asset }) => asset === legId)) {
    return whatIf('UnknownLeg', legId, 'leg_id', 'cash, PERP, an option or a collateral of the venue', 'none');
  }
  const held = account.collaterals.find(({ asset }) => asset === legId)?.amount ?? 0;
  const rest = account.collaterals.filter(({ asset }) => asset !== legId);
  const collaterals = held + change === 0 ? rest : [...rest, { asset: legId, amount: held + change }];
  return { ok: true, value: { ...account, collaterals } };
}
