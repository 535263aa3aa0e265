import { codecOf, type EventCodec } from '@gimbal/contracts';
import {
  AccountPositionObserved,
  BridgeTransferObserved,
  PositionBreakClosed,
  PositionBreakFound,
} from '@gimbal/contracts/ingestion/v1/chain_events';
import { VenueBalanceObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { formatDecimal } from '@gimbal/money';
import { allRows, type Draft, rowValue, type Table } from '@gimbal/projection';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { asOfStage } from '../asOf/asOfStage.js';
import { cutOf, type Desk, exposuresIn, MINUTE_US, PERP, RANGE, T0_US, USDC, WETH } from '../desk.sample.js';
import { portfolioBasis } from '../exposure/portfolioBasis.js';
import { explainedIn, incidentsIn } from '../pnl/pnlDesk.sample.js';
import { riskStage } from '../riskStage.js';
import type { RiskState } from '../riskState.js';
import { AT_VENUE, holds, markAll, transfers, VENUE_PERP, watchedDesk } from './observed.sample.js';
import { observedHoldings } from './observedHoldings.js';

const PLACES = ['polygon', 'arbitrum', 'hyperliquid'];
const INSTRUMENTS = [WETH, USDC, PERP];
const statements = fc.record({
  place: fc.constantFrom(...PLACES),
  instrumentId: fc.constantFrom(...INSTRUMENTS),
  source: fc.constantFrom('a', 'b'),
  milli: fc.integer({ min: -5_000, max: 5_000 }),
  // Statements rest on blocks of any time: what a reorganisation leaves may be older.
  agoUs: fc.integer({ min: 0, max: 100_000_000 }),
});

function quantitiesOf(state: RiskState): Record<string, string> {
  const account = state.accounts.get('desk-a/main|wallet')!;
  return Object.fromEntries(
    observedHoldings(state, account).flatMap(({ account: { place = 'polygon' }, columns }) =>
      columns.instrumentIds.map((id, at) => [`${place} ${id}`, formatDecimal(columns.positions[at]!.quantity)]),
    ),
  );
}

describe('statements of what an account holds', () => {
  it('come to the sum of the last ones, in any succession', () => {
    fc.assert(
      fc.property(fc.array(statements, { maxLength: 60 }), (said) => {
        const desk = watchedDesk();
        const last = new Map<string, { at: string; milli: number }>();
        for (const { place, instrumentId, source, milli, agoUs } of said) {
          const quantity = `${milli < 0 ? '-' : ''}${Math.trunc(Math.abs(milli) / 1_000)}.${String(Math.abs(milli) % 1_000).padStart(3, '0')}`;
          const more = place === 'hyperliquid' ? AT_VENUE : {};
          const observedAtUs = T0_US - BigInt(agoUs);
          holds(desk, place, instrumentId, quantity, { ...more, source, observedAtUs, entryPrice: '' });
          last.set(`${place} ${instrumentId} ${source}`, { at: `${place} ${instrumentId}`, milli });
        }
        const sums = new Map<string, number>();
        for (const { at, milli } of last.values()) sums.set(at, (sums.get(at) ?? 0) + milli);
        const held = quantitiesOf(desk.state);
        for (const [at, milli] of sums) expect(Number(held[at] ?? '0') * 1_000).toBeCloseTo(milli, 6);
        expect(Object.keys(held).sort()).toEqual([...sums].flatMap(([at, milli]) => (milli === 0 ? [] : [at])).sort());
        expect(desk.state.observedPositions.size).toBe([...last.values()].filter(({ milli }) => milli !== 0).length);
      }),
      { numRuns: 200 },
    );
  });

  it('change rows or nothing, whatever their texts hold', () => {
    const text = fc.oneof(
      fc.string(),
      fc.constantFrom('1', '-1.5', '1e9', `0.${'1'.repeat(90)}`, '9'.repeat(150), '0'),
    );
    const kinds = fc.constantFrom<EventCodec<unknown>>(
      AccountPositionObserved as EventCodec<unknown>,
      BridgeTransferObserved as EventCodec<unknown>,
      PositionBreakFound as EventCodec<unknown>,
      PositionBreakClosed as EventCodec<unknown>,
      VenueBalanceObserved as EventCodec<unknown>,
    );
    const fields = fc.record({
      place: text,
      venue: text,
      source: text,
      quantity: text,
      units: text,
      entryPrice: text,
      total: text,
      asset: text,
      amountSent: text,
      amountReceived: text,
      bridge: text,
      instrumentId: fc.oneof(text, fc.constantFrom(WETH, RANGE, VENUE_PERP, 'iperp:deribit:ETH-USD:10')),
      state: fc.integer({ min: -1, max: 5 }),
      blockHash: fc.constantFrom('', '0xabc'),
    });
    fc.assert(
      fc.property(fc.array(fc.tuple(kinds, fields), { maxLength: 12 }), (said) => {
        const desk = watchedDesk();
        for (const [codec, more] of said) {
          const value = { ...(codec.fromJSON({}) as object), accountId: 'wallet', ...more };
          desk.fold('account', 'wallet', codec, value);
        }
        markAll(desk);
        const total = exposuresIn(desk.decide())[0]!.total!;
        expect(Object.values(total).every(Number.isFinite)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });
});

/** Twenty minutes in which a wallet is filled, swaps, bridges, and a block of it is undone. */
function busyDesk(): Desk {
  const desk = watchedDesk();
  const step = (spotUsd: number): void => {
    markAll(desk, spotUsd);
    desk.decide();
  };
  holds(desk, 'polygon', USDC, '10000');
  holds(desk, 'polygon', RANGE, '100', { units: '100000000000000', source: 'uniswap-v3:polygon/nft/9' });
  step(1_700);
  // A swap: 3,400 USDC for 2 WETH.
  holds(desk, 'polygon', USDC, '6600');
  holds(desk, 'polygon', WETH, '2');
  step(1_700);
  holds(desk, 'polygon', USDC, '4100');
  transfers(desk, 'IN_TRANSIT');
  holds(desk, 'hyperliquid', VENUE_PERP, '-1', { ...AT_VENUE, entryPrice: '1708' });
  step(1_710);
  transfers(desk, 'ARRIVED');
  holds(desk, 'arbitrum', USDC, '2499.75');
  step(1_705);
  transfers(desk, 'IN_TRANSIT');
  holds(desk, 'arbitrum', USDC, '0', { cause: 'reorganisation/0xdef' });
  step(1_690);
  for (let quiet = 6; quiet <= 20; quiet++) step(1_690 + quiet);
  return desk;
}

const textsOf = (state: RiskState): string[] =>
  allRows(state.tables).map(({ table, key, value }) => `${table} ${key} ${Buffer.from(value!).toString('hex')}`);

const bytesOf = (drafts: readonly Draft[]): string[] =>
  drafts.map(({ event: { type, value } }) => Buffer.from(codecOf(type)!.encode(value).finish()).toString('hex'));

describe('the rows of a watched account', () => {
  it('are the same when the log is folded again', () => {
    const desk = busyDesk();
    const again = riskStage.createState();
    for (const inbound of desk.folded) riskStage.evolve(again, inbound);
    expect(textsOf(again)).toEqual(textsOf(desk.state));
  });

  it('decide the same bits after they came back from a store, in another order', () => {
    const desk = busyDesk();
    markAll(desk, 1_720);
    const again = riskStage.createState();
    const tables = new Map((again.tables as readonly Table<unknown>[]).map((table) => [table.name, table]));
    for (const { table, key, value } of allRows(desk.state.tables).toReversed())
      tables.get(table)!.restore(key, rowValue(value!));
    const context = { step: desk.step(), cut: cutOf(desk.step(), new Map()), external: undefined };
    expect(bytesOf(riskStage.decide(again, context))).toEqual(bytesOf(riskStage.decide(desk.state, context)));
  });

  it('hold as of a time what was said of it up to then', () => {
    const desk = busyDesk();
    const valueAt = (minute: number): number | undefined => {
      const asOf = asOfStage(T0_US + BigInt(minute) * MINUTE_US);
      const state = asOf.stage.createState();
      for (const inbound of desk.folded) asOf.stage.evolve(state, inbound);
      const basis = portfolioBasis(state, 'desk-a/main', { number: 1, timeUs: T0_US })!;
      const usdc = basis.accounts.flatMap(({ columns }) =>
        columns.instrumentIds.flatMap((id, at) => (id === USDC ? [columns.quantities[at]!] : [])),
      );
      return usdc.reduce((sum, quantity) => sum + quantity, 0);
    };
    expect(valueAt(0)).toBe(10_000);
    expect(valueAt(1)).toBe(6_600);
    // 4,100 left, 2,499.75 on their way, and the 1,708 at which the short was entered.
    expect(valueAt(2)).toBe(4_100 + 2_499.75 + 1_708);
    expect(valueAt(3)).toBe(4_100 + 2_499.75 + 1_708);
    expect(valueAt(4)).toBe(4_100 + 2_499.75 + 1_708);
  });
});

describe('the P&L of a watched account', () => {
  it('is what prices did to what was held; what moved is a flow, wherever it went', () => {
    const desk = busyDesk();
    markAll(desk, 1_700);
    const drafts = desk.decide();
    // 22:00, the last step before it at 1,710.
    markAll(desk, 1_700);
    const explained = explainedIn(drafts) ?? explainedIn(desk.decide())!;
    // From 1,700 to 1,700 with the swap at 1,700: 2 WETH in it all the way, a short of 1 from 1,715 (its mark) on to 1,705,
    // bought at no flow of its own: 1,708 USDC at 0.999 came in against −1,715. The range's mark stands.
    expect(explained.pnlUsd).toBeCloseTo(1_715 - 1_705, 6);
    expect(explained.terms!.deltaUsd).toBeCloseTo(10, 6);
    expect(explained.residualUsd).toBeCloseTo(0, 6);
    // Flows: the swap gave 3,400 · 0.999 for 3,400, the bridge kept 0.25, and the short's two legs.
    expect(explained.flowsUsd).toBeCloseTo(3_400 - 3_400 * 0.999 - 0.25 * 0.999 + 1_708 * 0.999 - 1_715, 6);
    expect(incidentsIn(drafts)).toEqual([]);
  });
});
