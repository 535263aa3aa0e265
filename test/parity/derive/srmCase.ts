import type { DeriveExpiry, SrmHolding, SrmMarket, SrmPortfolio, SrmUnderlying } from '@gimbal/margin';
import { type JsonObject, listAt, MalformedCase, numberAt, objectAt, toNumber } from './readCases.ts';

export interface SrmCase {
  readonly market: SrmMarket;
  readonly portfolio: SrmPortfolio;
  readonly expected: JsonObject;
}

/** The publisher's order in lists that hold one entry for each underlying, and what its coin is called. */
const UNDERLYINGS = ['ETH', 'BTC'] as const;
type Underlying = (typeof UNDERLYINGS)[number];

/** In these cases the settlement price stands in for the forward through the last hour (handbook, 1.5). */
const SETTLEMENT_SECONDS = 3_600;

const WAD = 1e18;

/** A published SRM case, in 18-decimal fixed point, in the engine's terms. Throws MalformedCase on what it can't read. */
export function readSrmCase(data: JsonObject): SrmCase {
  const scenario = objectAt(data, 'Scenario');
  return {
    market: {
      stableUsd: wadAt(scenario, 'USDCValue'),
      underlyings: UNDERLYINGS.map((underlying, i) => readUnderlying(scenario, underlying, i)),
    },
    portfolio: {
      cashUsd: wadAt(scenario, 'Cash'),
      holdings: UNDERLYINGS.map((underlying, i) => readHolding(scenario, underlying, i)),
    },
    expected: objectAt(data, 'Result'),
  };
}

/** A figure of a case's result, out of fixed point. */
export function wadAt(from: JsonObject, key: string): number {
  return numberAt(from, key) / WAD;
}

function wadsAt(from: JsonObject, key: string): readonly number[] {
  return listAt(from, key).map((value, i) => toNumber(value, `${key}[${i}]`) / WAD);
}

function at<T>(list: readonly T[], i: number, what: string): T {
  const value = list[i];
  if (value === undefined) throw new MalformedCase(`${what} has no entry ${i}`);
  return value;
}

/** The places in the option lists that belong to an underlying. */
function placesOf(scenario: JsonObject, underlying: Underlying): readonly number[] {
  return listAt(scenario, 'OptionUnderlying').flatMap((name, i) => {
    if (!UNDERLYINGS.some((known) => known === name)) {
      throw new MalformedCase(`OptionUnderlying[${i}] is unknown: ${JSON.stringify(name)}`);
    }
    return name === underlying ? [i] : [];
  });
}

function readHolding(scenario: JsonObject, underlying: Underlying, place: number): SrmHolding {
  const strikes = wadsAt(scenario, 'OptionStrikes');
  const amounts = wadsAt(scenario, 'OptionAmounts');
  const amount = wadAt(scenario, `Perps_${underlying}`);
  const orZero = (key: string): number => (scenario[key] === null ? 0 : wadAt(scenario, key));
  const perpUsd = at(wadsAt(scenario, 'PerpPrice'), place, 'PerpPrice');
  const fundingPerCoin = orZero(`Account${underlying}FundingIndex`) - orZero(`${underlying}GlobalFundingIndex`);
  return {
    underlying,
    baseAmount: wadAt(scenario, `w${underlying}`),
    perp: {
      amount,
      unrealisedPnlUsd: amount === 0 ? 0 : amount * (perpUsd - wadAt(scenario, `LastEntry${underlying}`)),
      unsettledFundingUsd: amount * fundingPerCoin,
    },
    options: placesOf(scenario, underlying).map((i) => ({
      expiryS: toNumber(at(listAt(scenario, 'OptionExpiries'), i, 'OptionExpiries'), 'OptionExpiries'),
      strikeUsd: at(strikes, i, 'OptionStrikes'),
      right: at(listAt(scenario, 'OptionIsCall'), i, 'OptionIsCall') === 1 ? 'call' : 'put',
      amount: at(amounts, i, 'OptionAmounts'),
    })),
  };
}

function readUnderlying(scenario: JsonObject, underlying: Underlying, place: number): SrmUnderlying {
  const confidences = at(listAt(scenario, 'SpotPerpConfidences'), place, 'SpotPerpConfidences');
  if (!Array.isArray(confidences)) throw new MalformedCase('SpotPerpConfidences holds no lists');
  return {
    underlying,
    spotUsd: wadAt(scenario, `${underlying}SpotPrice`),
    spotConfidence: toNumber(confidences[0], 'a spot confidence') / WAD,
    perp: {
      priceUsd: at(wadsAt(scenario, 'PerpPrice'), place, 'PerpPrice'),
      confidence: toNumber(confidences[1], 'a perp confidence') / WAD,
    },
    expiries: readExpiries(scenario, underlying),
  };
}

/** One expiry for each that options name: the file has one feed for each option, and repeats them. */
function readExpiries(scenario: JsonObject, underlying: Underlying): readonly DeriveExpiry[] {
  const places = placesOf(scenario, underlying);
  const seconds = places.map((i) => toNumber(at(listAt(scenario, 'FeedExpiries'), i, 'FeedExpiries'), 'FeedExpiries'));
  return [...new Set(seconds)].map((secondsToExpiry) => {
    const here = places.filter((_, p) => seconds[p] === secondsToExpiry);
    const first = here[0]!;
    const of = (key: string): number => at(wadsAt(scenario, key), first, key);
    const settlement = scenario[`SettlementPrice${underlying}`];
    const isSettling = secondsToExpiry < SETTLEMENT_SECONDS;
    const settlementPriceUsd = isSettling ? toNumber(settlement, 'SettlementPrice') / WAD : undefined;
    return {
      expiryS: secondsToExpiry,
      secondsToExpiry,
      forwardUsd: settlementPriceUsd ?? of('Forwards'),
      settlementPriceUsd,
      forwardConfidence: of('ForwardConfidences'),
      ratePer1: of('Discounts'),
      rateConfidence: of('DiscountConfidences'),
      volConfidence: Math.min(
        ...here.map((i) => at(wadsAt(scenario, 'OptionVolConfidences'), i, 'OptionVolConfidences')),
      ),
      markVols: here.map((i) => ({
        strikeUsd: at(wadsAt(scenario, 'OptionStrikes'), i, 'OptionStrikes'),
        vol: at(wadsAt(scenario, 'OptionVols'), i, 'OptionVols'),
      })),
    };
  });
}
