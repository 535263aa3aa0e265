import type { SrmHolding, SrmMarket, SrmPortfolio, SrmUnderlying } from '@gimbal/margin';
import { type JsonObject, MalformedCase, numberAt, objectsAt, textAt } from './readCases.ts';
import { expiriesOfPortfolioCases, marketOfPortfolioCase } from './srmPortfolioMarket.ts';

const UNDERLYINGS = ['eth', 'btc'] as const;

/** Amounts and prices of these cases carry 8 decimals, strikes none. */
const UNIT = 1e8;

/** A published SRM portfolio in the engine's terms. Throws MalformedCase on what it can't read. */
export function readSrmPortfolioCase(
  name: string,
  data: JsonObject,
): { readonly market: SrmMarket; readonly portfolio: SrmPortfolio } {
  for (const list of ['options', 'perps', 'bases']) {
    for (const leg of objectsAt(data, list)) {
      if (!UNDERLYINGS.some((known) => known === leg['underlying'])) {
        throw new MalformedCase(`${list} name an unknown underlying: ${JSON.stringify(leg['underlying'])}`);
      }
    }
  }
  const { stableUsd, underlyings } = marketOfPortfolioCase(name);
  return {
    market: {
      stableUsd,
      underlyings: underlyings.map((feeds) => ({
        ...feeds,
        expiries: withStrikes(feeds, legs(data, feeds, 'options')),
      })),
    },
    portfolio: {
      cashUsd: numberAt(data, 'cash') / UNIT,
      holdings: underlyings.map((feeds) => readHolding(data, feeds)),
    },
  };
}

function legs(data: JsonObject, { underlying }: SrmUnderlying, list: string): readonly JsonObject[] {
  return objectsAt(data, list).filter((leg) => leg['underlying'] === underlying);
}

/** Every strike has one volatility in these cases. */
function withStrikes({ expiries }: SrmUnderlying, options: readonly JsonObject[]): SrmUnderlying['expiries'] {
  const strikes = options.map((option) => numberAt(option, 'strike'));
  const vol = 0.5;
  return expiries.map((expiry) => ({ ...expiry, markVols: strikes.map((strikeUsd) => ({ strikeUsd, vol })) }));
}

function readHolding(data: JsonObject, feeds: SrmUnderlying): SrmHolding {
  const perps = legs(data, feeds, 'perps');
  const priceUsd = feeds.perp!.priceUsd!;
  return {
    underlying: feeds.underlying,
    baseAmount: sum(legs(data, feeds, 'bases').map((base) => numberAt(base, 'amount') / UNIT)),
    perp: {
      amount: sum(perps.map((perp) => numberAt(perp, 'amount') / UNIT)),
      unrealisedPnlUsd: sum(
        perps.map((perp) => (numberAt(perp, 'amount') / UNIT) * (priceUsd - numberAt(perp, 'entryPrice') / UNIT)),
      ),
      unsettledFundingUsd: 0,
    },
    options: legs(data, feeds, 'options').map((option) => ({
      expiryS: expiryOf(textAt(option, 'expiry')),
      strikeUsd: numberAt(option, 'strike'),
      right: textAt(option, 'type') === 'call' ? 'call' : 'put',
      amount: numberAt(option, 'amount') / UNIT,
    })),
  };
}

function expiryOf(date: string): number {
  const seconds = expiriesOfPortfolioCases.get(date);
  if (seconds === undefined) throw new MalformedCase(`an option names an unknown expiry: ${date}`);
  return seconds;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
