import { isEvent } from '@gimbal/contracts';
import { PerpObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { IndexObserved, TradeObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBothWays } from './readBothWays.scenario.js';
import { Members, members, type Written, written } from './writtenJson.scenario.js';

const FIXED = { numRuns: 100, seed: 20_261_129 };
const ways = fc.array(fc.nat(), { minLength: 1, maxLength: 20 });
/** A name that no instrument has, and that as a key of an object stands before all others. */
const NUMBER = '12';
const TIME = '2023-11-14T22:13:19.5Z';

/** What changes of a market, by the venue's names. */
interface MarketTold {
  readonly oraclePrice?: string;
  readonly nextFundingRate?: string;
  readonly openInterest?: string;
}

interface Change {
  readonly ticker: string;
  readonly told: MarketTold;
}

const ticker = fc.constantFrom('ETH-USD', 'BTC-USD', 'SOL-USD', '1INCH-USD', NUMBER);
const price = fc.integer({ min: 1, max: 99 }).map((units) => `${units}.5`);
const rate = fc.integer({ min: -9, max: 9 }).map((units) => `0.0000${Math.abs(units)}`);
const openInterest = fc.integer({ min: 0, max: 99 }).map(String);
const unlike = { selector: ({ ticker: of }: Change) => of, maxLength: 3 };

const oraclePrices = fc.uniqueArray(fc.record({ ticker, told: fc.record({ oraclePrice: price }) }), unlike);
const trading = fc.uniqueArray(
  fc.record({ ticker, told: fc.record({ nextFundingRate: rate, openInterest }, { requiredKeys: [] }) }),
  unlike,
);
const listing = fc.uniqueArray(
  fc.record({ ticker, told: fc.record({ oraclePrice: price, nextFundingRate: rate, openInterest }) }),
  unlike,
);

interface Move {
  readonly kind: 'markets' | 'oraclePrices' | 'trading';
  readonly parts: readonly (readonly Change[])[];
}

const moveOf = (kind: Move['kind'], parts: fc.Arbitrary<Move['parts']>): fc.Arbitrary<Move> =>
  fc.record({ kind: fc.constant(kind), parts });
const move = fc.oneof(
  { weight: 2, arbitrary: moveOf('markets', fc.tuple(listing)) },
  { weight: 8, arbitrary: moveOf('oraclePrices', fc.tuple(oraclePrices)) },
  { weight: 3, arbitrary: moveOf('oraclePrices', fc.array(oraclePrices, { minLength: 2, maxLength: 3 })) },
  { weight: 3, arbitrary: moveOf('trading', fc.array(trading, { minLength: 1, maxLength: 3 })) },
);

function textOf({ kind, parts }: Move, number: number): string {
  const said = parts.map((part) => {
    const named = part.map(({ ticker: of, told }): [string, Written] => [
      of,
      members({ ...told, ...(kind === 'oraclePrices' && { effectiveAt: TIME }) }),
    ]);
    return new Members([[kind, new Members(named)]]);
  });
  const isBatch = parts.length > 1;
  const type = kind === 'markets' ? 'subscribed' : isBatch ? 'channel_batch_data' : 'channel_data';
  const contents = isBatch ? said : said[0]!;
  return written(members({ type, message_id: `#${number}`, channel: 'v4_markets', contents }));
}

function inOrder(part: readonly Change[]): readonly Change[] {
  return part.toSorted((a, b) => Number(b.ticker === NUMBER) - Number(a.ticker === NUMBER));
}

/** The perpetuals of a message: each that it changes once, in the order in which it names them, as its last change leaves it. */
function perpsAfter(markets: Map<string, MarketTold>, changes: readonly Change[]): readonly unknown[] {
  for (const { ticker: of, told } of changes) markets.set(of, { ...markets.get(of), ...told });
  return [...new Set(changes.map(({ ticker: of }) => of))].flatMap((of) => {
    const { oraclePrice, nextFundingRate, openInterest: open } = markets.get(of)!;
    const isKnown = oraclePrice !== undefined && nextFundingRate !== undefined && open !== undefined;
    return isKnown && of !== NUMBER ? [[`perp:dydx:${of}`, oraclePrice, nextFundingRate, open]] : [];
  });
}

describe('what is said of the markets of dYdX', () => {
  it('is what the messages leave of each, and each price of an oracle', () => {
    let said = 0;
    fc.assert(
      fc.property(fc.array(move, { minLength: 3, maxLength: 30, size: 'max' }), ways, (moves, chosen) => {
        const markets = new Map<string, MarketTold>();
        const readings = readBothWays(
          { venue: 'dydx' },
          moves.map((one, at) => ({ text: textOf(one, at) })),
          chosen,
        );
        for (const [at, { parts }] of moves.entries()) {
          const changes = parts.flatMap(inOrder);
          const events = readings[at]!.observations.map(({ event }) => event);
          const perps = events.filter((event) => isEvent(event, PerpObserved)).map(({ value }) => value);
          const found = perps.map((perp) => [perp.instrumentId, perp.markPrice, perp.fundingRate, perp.openInterest]);
          expect(found).toEqual(perpsAfter(markets, changes));
          const indexes = events.filter((event) => isEvent(event, IndexObserved)).map(({ value }) => value);
          expect(indexes.map((index) => [index.index, index.price])).toEqual(
            changes.flatMap(({ ticker: of, told }) => (told.oraclePrice === undefined ? [] : [[of, told.oraclePrice]])),
          );
          said += found.length;
        }
      }),
      FIXED,
    );
    expect(said).toBeGreaterThan(1_000);
  });

  it('has the trades of a message in the order of their times, and of one time as they stand', () => {
    const trade = fc.record({ id: fc.nat({ max: 9 }), second: fc.nat({ max: 3 }) });
    fc.assert(
      fc.property(fc.array(fc.array(trade, { maxLength: 8 }), { maxLength: 10 }), ways, (messages, chosen) => {
        const deliveries = messages.map((made, at) => {
          const trades = made.map(({ id, second }) =>
            members({ id: `t${id}`, side: 'BUY', size: '1', price: '3000', createdAt: `2023-11-14T22:13:0${second}Z` }),
          );
          const contents = members({ trades });
          const told = { type: 'channel_data', message_id: `#${at}`, channel: 'v4_trades', id: 'ETH-USD', contents };
          return { text: written(members(told)) };
        });
        const readings = readBothWays({ venue: 'dydx' }, deliveries, chosen);
        const said = readings.map((reading) =>
          reading!.observations.map(({ event }) => isEvent(event, TradeObserved) && event.value.tradeId),
        );
        const inTime = messages.map((made) => [0, 1, 2, 3].flatMap((at) => made.filter(({ second }) => second === at)));
        expect(said).toEqual(inTime.map((made) => made.map(({ id }) => `t${id}`)));
      }),
      FIXED,
    );
  });
});
