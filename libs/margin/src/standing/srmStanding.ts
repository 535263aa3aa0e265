import { decimalToNumber } from '@gimbal/money';
import { checkParameters } from '../derive-srm/checkParameters.js';
import type { SrmHolding, SrmMarket, SrmPortfolio } from '../derive-srm/portfolio.js';
import { movedSrm, srmLiquidationPrice } from '../derive-srm/srmLiquidationPrice.js';
import { srmMargin } from '../derive-srm/srmMargin.js';
import { optionLegId, optionOfLeg, withOption } from './deriveLegs.js';
import { checkAuctionTerms } from './deriveLoss.js';
import { type DeriveLegView, deriveStandingOf } from './deriveStanding.js';
import { srmAccountShape, srmMarketShape, srmParametersShape, type SrmTerms } from './srmShapes.js';
import { CASH_LEG, fromDerive, whatIf } from './standingParts.js';
import type { StandingEngine, StandingPrice, StandingResult, StandingTrade } from './standingTypes.js';

/** Derive's standard manager as the others. Legs are named `ETH`, `ETH-PERP` and `ETH-EXPIRY-STRIKE-C`. */
export const srmStanding: StandingEngine<SrmTerms, SrmMarket, SrmPortfolio> = {
  parameters: srmParametersShape,
  market: srmMarketShape,
  account: srmAccountShape,
  check(parameters) {
    const failure = checkParameters(parameters);
    return failure === undefined ? checkAuctionTerms(parameters.auction) : { source: 'derive', failure };
  },
  standing(parameters, market, account, searchedLegs) {
    const margin = fromDerive(srmMargin(parameters, market, account));
    if (!margin.ok) return margin;
    const legs = account.holdings.flatMap((holding) => legsOf(parameters, market, account, holding));
    return { ok: true, value: deriveStandingOf(margin.value, legs, parameters.auction, searchedLegs) };
  },
  holdings: (_, { cashUsd, holdings }) => [
    { legId: CASH_LEG, quantity: cashUsd },
    ...holdings.flatMap(({ underlying, perp, options, baseAmount }) => [
      { legId: underlying, quantity: baseAmount },
      ...(perp === undefined ? [] : [{ legId: perpLeg(underlying), quantity: perp.amount }]),
      ...options.map((option) => ({ legId: `${underlying}-${optionLegId(option)}`, quantity: option.amount })),
    ]),
  ],
  severable: () => [],
  without: (_, account) => account,
  afterTrades(parameters, market, account, trades) {
    let after = account;
    for (const trade of trades) {
      const traded = afterTrade(parameters, market, after, trade);
      if (!traded.ok) return traded;
      after = traded.value;
    }
    return { ok: true, value: after };
  },
  atPrices: (_, market, account, prices) => movedAccount(market, account, prices),
};

function perpLeg(underlying: string): string {
  return `${underlying}-PERP`;
}

const noHolding = (underlying: string): SrmHolding => ({ underlying, options: [], baseAmount: 0 });

function legsOf(
  parameters: SrmTerms,
  market: SrmMarket,
  account: SrmPortfolio,
  holding: SrmHolding,
): readonly DeriveLegView[] {
  const { underlying, perp, options, baseAmount } = holding;
  const feeds = market.underlyings.find((one) => one.underlying === underlying)!;
  const margin = (other: SrmHolding) => () => srmMargin(parameters, market, withHolding(account, other));
  const prices = (leg: Parameters<typeof srmLiquidationPrice>[3]) => () =>
    srmLiquidationPrice(parameters, market, account, leg);
  const spotUsd = feeds.spotUsd ?? 0;
  const legs: DeriveLegView[] = [
    {
      legId: `underlying:${underlying}`,
      quantity: 0,
      priceUsd: spotUsd,
      without: undefined,
      prices: prices({ kind: 'underlying', underlying }),
    },
  ];
  if (baseAmount !== 0) {
    legs.push({
      legId: underlying,
      quantity: baseAmount,
      priceUsd: spotUsd,
      without: margin({ ...holding, baseAmount: 0 }),
      prices: prices({ kind: 'spot', underlying }),
    });
  }
  if (perp !== undefined && perp.amount !== 0) {
    legs.push({
      legId: perpLeg(underlying),
      quantity: perp.amount,
      priceUsd: feeds.perp?.priceUsd ?? 0,
      without: margin({ ...holding, perp: { ...perp, amount: 0 } }),
      prices: prices({ kind: 'perp', underlying }),
    });
  }
  for (const [index, option] of options.entries()) {
    legs.push({
      legId: `${underlying}-${optionLegId(option)}`,
      quantity: option.amount,
      priceUsd: optionPrice(parameters, market, underlying, option) ?? 0,
      without: margin({ ...holding, options: options.filter((_, at) => at !== index) }),
      prices: prices({ kind: 'option', underlying, index }),
    });
  }
  return legs;
}

/** The mark of one contract, or undefined when the feeds can't value it. */
function optionPrice(
  parameters: SrmTerms,
  market: SrmMarket,
  underlying: string,
  option: Omit<SrmHolding['options'][number], 'amount'>,
): number | undefined {
  const holding = { ...noHolding(underlying), options: [{ ...option, amount: 1 }] };
  const alone = srmMargin(parameters, market, { cashUsd: 0, holdings: [holding] });
  return alone.ok ? alone.value.markToMarketUsd : undefined;
}

function withHolding(account: SrmPortfolio, holding: SrmHolding): SrmPortfolio {
  const isThere = account.holdings.some(({ underlying }) => underlying === holding.underlying);
  if (!isThere) return { ...account, holdings: [...account.holdings, holding] };
  const holdings = account.holdings.map((one) => (one.underlying === holding.underlying ? holding : one));
  return { ...account, holdings };
}

function afterTrade(
  parameters: SrmTerms,
  market: SrmMarket,
  account: SrmPortfolio,
  { legId, quantity, priceUsd }: StandingTrade,
): StandingResult<SrmPortfolio> {
  const change = decimalToNumber(quantity);
  const priceNotAsked = () =>
    whatIf('PriceNotAsked', legId, 'price', 'no price, since coins move in and out', String(priceUsd));
  if (legId === CASH_LEG) {
    if (priceUsd !== undefined) return priceNotAsked();
    return { ok: true, value: { ...account, cashUsd: account.cashUsd + change } };
  }
  const terms = parameters.underlyings.find(
    ({ underlying }) => legId === underlying || legId.startsWith(`${underlying}-`),
  );
  const part = terms === undefined ? '' : legId.slice(terms.underlying.length + 1);
  const option = optionOfLeg(part);
  if (terms === undefined || (part !== '' && part !== 'PERP' && option === undefined)) {
    const expected = 'cash, or a coin, a perp or an option of the venue';
    return whatIf('UnknownLeg', legId, 'leg_id', expected, 'none');
  }
  const { underlying } = terms;
  const holding = account.holdings.find((one) => one.underlying === underlying) ?? noHolding(underlying);
  if (part === '') {
    if (priceUsd !== undefined) return priceNotAsked();
    return { ok: true, value: withHolding(account, { ...holding, baseAmount: holding.baseAmount + change }) };
  }
  const mark =
    option === undefined
      ? market.underlyings.find((one) => one.underlying === underlying)?.perp?.priceUsd
      : optionPrice(parameters, market, underlying, option);
  const paidUsd = priceUsd ?? mark;
  if (paidUsd === undefined || (option === undefined && mark === undefined)) {
    return whatIf('PriceNotKnown', legId, 'price', 'a price, since the venue has none', 'empty');
  }
  if (option === undefined) {
    const held = holding.perp ?? { amount: 0, unrealisedPnlUsd: 0, unsettledFundingUsd: 0 };
    const unrealisedPnlUsd = held.unrealisedPnlUsd + change * (mark! - paidUsd);
    const perp = { ...held, amount: held.amount + change, unrealisedPnlUsd };
    return { ok: true, value: withHolding(account, { ...holding, perp }) };
  }
  const traded = withHolding(account, { ...holding, options: withOption(holding.options, option, change) });
  return { ok: true, value: { ...traded, cashUsd: traded.cashUsd - change * paidUsd } };
}

/** `ETH` moves the underlying with all that hangs on it, `ETH-PERP` its perp alone. */
function movedAccount(
  market: SrmMarket,
  account: SrmPortfolio,
  prices: readonly StandingPrice[],
): StandingResult<{ readonly market: SrmMarket; readonly account: SrmPortfolio }> {
  let then = { market, account };
  for (const { asset, priceUsd } of prices) {
    const feeds = then.market.underlyings.find(
      ({ underlying }) => underlying === asset || perpLeg(underlying) === asset,
    );
    const kind = feeds?.underlying === asset ? 'underlying' : 'perp';
    const nowUsd = kind === 'underlying' ? feeds?.spotUsd : feeds?.perp?.priceUsd;
    if (feeds === undefined || nowUsd === undefined) {
      return whatIf('UnknownLeg', asset, 'asset', 'an underlying or a perp with a price', 'none');
    }
    const isHeld = then.account.holdings.some(({ underlying }) => underlying === feeds.underlying);
    const holding = then.account.holdings.find(({ underlying }) => underlying === feeds.underlying);
    const moved = movedSrm(feeds, holding ?? noHolding(feeds.underlying), kind, priceUsd / nowUsd);
    const underlyings = then.market.underlyings.map((one) => (one === feeds ? moved.feeds : one));
    then = {
      market: { ...then.market, underlyings },
      account: isHeld ? withHolding(then.account, moved.holding) : then.account,
    };
  }
  return { ok: true, value: then };
}
