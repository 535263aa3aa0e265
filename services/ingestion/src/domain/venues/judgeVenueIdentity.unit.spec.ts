import { event } from '@gimbal/contracts';
import { BookObserved, TradeObserved, VenueOrderObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeVenueIdentity } from './judgeVenueIdentity.js';
import { type VenueIdentity, venueIdentity, type VenueSource } from './venueIdentity.js';
import { SNAPSHOT_ITEMS_MAX } from './exactLimits.js';
import { SERIES_HOLES_MAX, SERIES_NAMES_MAX } from './venueLimits.js';
import { createVenueRows, foldVenueIdentity, type VenueRows } from './venueRows.js';

const at = (observedAtUs: number, venue: VenueSource): VenueIdentity => ({
  feed: 'f',
  observedAtUs: BigInt(observedAtUs),
  venue,
});
const counted = (count: number): VenueIdentity => at(0, { kind: 'counted', series: 's', count: BigInt(count) });
const named = (name: string, time: number, state = ''): VenueIdentity =>
  at(time, { kind: 'named', series: 's', name, state });

/** Judges, and folds what isn't held back, as a step does. */
const meet = (rows: VenueRows, identity: VenueIdentity): string => {
  const { kind } = judgeVenueIdentity(rows, identity);
  if (kind === 'new' || kind === 'gap') foldVenueIdentity(rows, identity);
  return kind;
};

describe('a series that the venue counts', () => {
  it('knows what was said, what is missing, and what lies before it', () => {
    const rows = createVenueRows();
    expect([10, 11, 10, 14, 13, 13, 9, 12, 12, 15].map((count) => meet(rows, counted(count)))).toEqual([
      'new',
      'new',
      'duplicate',
      'gap',
      'new',
      'duplicate',
      'late',
      'new',
      'duplicate',
      'new',
    ]);
    expect(rows.counted.get('s')).toEqual({ first: 10n, last: 15n, holes: [] });
  });

  it('never takes twice what it took, and never a duplicate for what it did not', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 120 }), (counts) => {
        const rows = createVenueRows();
        const taken = new Set<number>();
        const first = counts[0] ?? 0;
        for (const count of counts) {
          const verdict = meet(rows, counted(count));
          const expected = count < first ? ['late'] : taken.has(count) ? ['duplicate'] : ['new', 'gap'];
          expect(expected).toContain(verdict);
          if (count >= first) taken.add(count);
        }
      }),
    );
  });

  it('gives the oldest hole up as late when too many are open', () => {
    const rows = createVenueRows();
    for (let count = 0; count <= 2 * (SERIES_HOLES_MAX + 1); count += 2) meet(rows, counted(count));
    expect(rows.counted.get('s')?.holes).toHaveLength(SERIES_HOLES_MAX);
    expect(meet(rows, counted(1))).toBe('late');
    expect(meet(rows, counted(3))).toBe('new');
  });
});

describe('a series of names', () => {
  it('remembers the last of them, and calls late what is older than one that it forgot', () => {
    const rows = createVenueRows();
    for (let index = 0; index <= SERIES_NAMES_MAX; index += 1)
      expect(meet(rows, named(`t${index}`, index))).toBe('new');
    expect(meet(rows, named('t1', 1))).toBe('duplicate');
    // t0 was forgotten: whether another trade of its time was said nobody knows.
    expect(meet(rows, named('t0', 0))).toBe('late');
    expect(meet(rows, named('unknown', 0))).toBe('late');
    // Younger than what was forgotten, and not among what is remembered: it was never said.
    expect(meet(rows, named('between', 5))).toBe('new');
  });

  it('takes what is told again of a hole that is longer than what it remembers', () => {
    const rows = createVenueRows();
    const tell = (from: number, to: number): readonly string[] => {
      const verdicts: string[] = [];
      for (let time = from; time <= to; time++) verdicts.push(meet(rows, named(`t${time}`, time)));
      return verdicts;
    };
    tell(1, SERIES_NAMES_MAX);
    // The newest come first, with the beginning of a connection, and then those between.
    const [holeTo, last] = [SERIES_NAMES_MAX + 700, SERIES_NAMES_MAX + 800];
    tell(holeTo + 1, last);
    expect(new Set(tell(SERIES_NAMES_MAX + 1, holeTo))).toEqual(new Set(['new']));
    expect(new Set(tell(holeTo + 1, last))).toEqual(new Set(['duplicate']));
  });

  it('takes a hole of blocks that have a time each, while others are traded', () => {
    const rows = createVenueRows();
    const [blocks, block] = [250, 10];
    const hole = Array.from({ length: blocks * block }, (_, at) => named(`h${at}`, 1_000 + Math.floor(at / block)));
    for (let at = 0; at < SERIES_NAMES_MAX; at++) meet(rows, named(`t${at}`, at));
    // What a new subscription repeats, and then one after every twenty of the hole.
    for (let at = 0; at < SNAPSHOT_ITEMS_MAX; at++) meet(rows, named(`n${at}`, 2_000 + at));
    const verdicts = hole.map((identity, at) => {
      if (at % 20 === 0) meet(rows, named(`l${at}`, 3_000 + at));
      return meet(rows, identity);
    });
    expect(new Set(verdicts)).toEqual(new Set(['new']));
  });

  it('takes the states of a thing in the order of their times', () => {
    const rows = createVenueRows();
    expect(
      [
        named('order', 5, 'open'),
        named('order', 5, 'open'),
        named('order', 5, 'filled'),
        named('order', 4, 'partly filled'),
        named('order', 9, 'filled'),
      ].map((identity) => meet(rows, identity)),
    ).toEqual(['new', 'duplicate', 'new', 'late', 'duplicate']);
  });

  it('is bounded however much is said', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(2_000), fc.nat(100)), { maxLength: 800 }), (said) => {
        const rows = createVenueRows();
        for (const [name, time] of said) meet(rows, named(String(name), time));
        expect(rows.named.get('s')?.names.length ?? 0).toBeLessThanOrEqual(SERIES_NAMES_MAX);
      }),
      { numRuns: 20 },
    );
  });
});

describe('states of a part', () => {
  const state = (time: number, said: string, count?: bigint): VenueIdentity =>
    at(time, { kind: 'state', part: 'p', state: said, count });

  it('takes two states of one instant, and the same one once', () => {
    const rows = createVenueRows();
    const found = [
      state(5, 'a', 7n),
      state(5, 'a', 7n),
      state(5, 'b', 9n),
      state(5, 'c', 8n),
      state(4, 'd'),
      state(6, 'b'),
    ];
    expect(found.map((identity) => meet(rows, identity))).toEqual(['new', 'duplicate', 'new', 'late', 'late', 'new']);
  });

  it('takes terms again only when they are others', () => {
    const rows = createVenueRows();
    const terms = (time: number, said: string): VenueIdentity => at(time, { kind: 'terms', part: 'p', state: said });
    const found = [terms(5, 'a'), terms(9, 'a'), terms(3, 'a'), terms(4, 'b'), terms(9, 'b')];
    expect(found.map((identity) => meet(rows, identity))).toEqual(['new', 'duplicate', 'duplicate', 'late', 'new']);
  });
});

describe('venueIdentity', () => {
  const trade = TradeObserved.fromPartial({
    feed: 'ws',
    venue: 'deribit',
    instrumentId: 'iperp:deribit:BTC-USD:10',
    tradeId: '39355898',
    sequence: '20944815',
    observedAtUs: 1_567_296_022_565_000n,
  });

  it('tells a trade by venue, instrument and count, whichever feed it came over', () => {
    const { venue } = venueIdentity(event(TradeObserved, trade)) ?? {};
    expect(venue).toEqual({ kind: 'counted', series: 'trades|deribit|iperp:deribit:BTC-USD:10', count: 20944815n });
    expect(venueIdentity(event(TradeObserved, { ...trade, feed: 'rest' }))?.venue).toEqual(venue);
  });

  it('tells a trade by its id where the venue does not count', () => {
    expect(venueIdentity(event(TradeObserved, { ...trade, venue: 'derive', sequence: '' }))?.venue).toEqual({
      kind: 'named',
      series: 'trades|derive|iperp:deribit:BTC-USD:10',
      name: '39355898',
      state: '',
    });
  });

  it('orders books of one instant by their sequence', () => {
    const book = BookObserved.fromPartial({ feed: 'f', venue: 'deribit', instrumentId: 'i', sequence: '12' });
    expect(venueIdentity(event(BookObserved, book))?.venue).toMatchObject({ part: 'book|deribit|i', count: 12n });
  });

  it('tells states of an order apart', () => {
    const order = VenueOrderObserved.fromPartial({ venue: 'deribit', accountId: 'a', orderId: 'o', status: 'open' });
    const filled = { ...order, status: 'filled' };
    const [first, second] = [order, filled].map((value) => venueIdentity(event(VenueOrderObserved, value))?.venue);
    expect(first).toMatchObject({ series: 'orders|deribit|a', name: 'o' });
    expect(second).not.toEqual(first);
  });

  it('takes whatever is known of an order for more than that it is listed no more', () => {
    const rows = createVenueRows();
    const said = (status: string, open: boolean, time: number): string => {
      const order = { venue: 'dydx', accountId: 'a', orderId: 'o', status, open, observedAtUs: BigInt(time) };
      return meet(rows, venueIdentity(event(VenueOrderObserved, VenueOrderObserved.fromPartial(order)))!);
    };
    expect(said('OPEN', true, 10)).toBe('new');
    expect(said('not open', false, 30)).toBe('new');
    expect(said('not open', false, 40)).toBe('duplicate');
    // It was filled before it was missed.
    expect(said('FILLED', false, 20)).toBe('new');
    expect(said('not open', false, 50)).toBe('duplicate');
    expect(said('OPEN', true, 10)).toBe('late');
  });
});
