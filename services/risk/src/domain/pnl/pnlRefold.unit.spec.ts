import { codecOf } from '@gimbal/contracts';
import { allRows, type Draft, rowValue, type Table } from '@gimbal/projection';
import { describe, expect, it } from 'vitest';
import { cutOf, type Desk, PERP, USDC, WETH } from '../desk.sample.js';
import { riskStage } from '../riskStage.js';
import type { RiskState } from '../riskState.js';
import { explainAccrual } from './explainAccrual.js';
import { book, explainedIn, markAt, perpAt, pnlDesk } from './pnlDesk.sample.js';
import { PNL_TERMS } from './pnlColumns.js';
import { pnlSpanStage } from './pnlSpanStage.js';

const priceAt = (step: number): number => 1700 + ((step * 37) % 23) - 11;

/** Trades in some of the steps, up to the step before the hour's end; its marks stand, and nothing is decided of it. */
function busyHour(): Desk {
  const desk = pnlDesk();
  desk.loan('aave:main');
  for (let step = 1; step <= 20; step++) {
    markAt(desk, priceAt(step), perpAt(priceAt(step) + 1, -0.3));
    desk.decide();
    if (step === 1) book(desk, USDC, '90000');
    if (step % 5 === 2) book(desk, PERP, step % 2 === 0 ? '-3' : '2', '1699.5', '0.7');
    if (step % 7 === 3) book(desk, WETH, '1.25');
  }
  markAt(desk, 1712, perpAt(1713, -0.3));
  return desk;
}

/** As a store gives rows back: of equal bytes, and in another order. */
function restored(state: RiskState): RiskState {
  const again = riskStage.createState();
  const tables = new Map((again.tables as readonly Table<unknown>[]).map((table) => [table.name, table]));
  for (const { table, key, value } of allRows(state.tables).toReversed())
    tables.get(table)!.restore(key, rowValue(value!));
  return again;
}

const bytesOf = (drafts: readonly Draft[]): string[] =>
  drafts.map(({ event: { type, value } }) => Buffer.from(codecOf(type)!.encode(value).finish()).toString('hex'));

describe('the P&L’s rows', () => {
  it('decide the same bits after they came back from a store', () => {
    const desk = busyHour();
    const context = { step: desk.step(), cut: cutOf(desk.step(), new Map()), external: undefined };
    const live = riskStage.decide(desk.state, context);
    expect(explainedIn(live)).toBeDefined();
    expect(bytesOf(riskStage.decide(restored(desk.state), context))).toEqual(bytesOf(live));
  });

  it('are the same when the log is folded again, over the end of an hour', () => {
    const desk = busyHour();
    desk.decide();
    markAt(desk, 1715, perpAt(1715, -0.3));
    desk.decide();
    const again = riskStage.createState();
    for (const inbound of desk.folded) riskStage.evolve(again, inbound);
    const texts = (state: RiskState) =>
      allRows(state.tables).map(({ table, key, value }) => `${table} ${key} ${Buffer.from(value!).toString('hex')}`);
    expect(texts(again)).toEqual(texts(desk.state));
  });
});

describe('pnlSpanStage', () => {
  function spanOf(desk: Desk, from: number, to: number) {
    const spanning = pnlSpanStage('desk-a/main', from, to);
    const state = spanning.stage.createState();
    for (const inbound of desk.folded) spanning.stage.evolve(state, inbound);
    return explainAccrual(spanning.span!, { portfolioId: 'main', period: 'span', sequence: 0n, cut: undefined });
  }

  it('explains the hour between its exposures as the hour was explained', () => {
    const desk = busyHour();
    const hour = explainedIn(desk.decide())!;
    const span = spanOf(desk, 1, 21);
    for (const term of PNL_TERMS) expect(span.terms![term]).toBeCloseTo(hour.terms![term], 9);
    expect(span.pnlUsd).toBeCloseTo(hour.pnlUsd, 9);
    expect(span.grossUsd).toBeCloseTo(hour.grossUsd, 6);
  });

  it('adds up over any exposure between: the P&L, the flows and each term', () => {
    const desk = busyHour();
    desk.decide();
    const whole = spanOf(desk, 3, 21);
    for (const middle of [4, 9, 17, 20]) {
      const parts = [spanOf(desk, 3, middle), spanOf(desk, middle, 21)];
      expect(parts[0]!.endValueUsd).toBe(parts[1]!.startValueUsd);
      expect(parts[0]!.pnlUsd + parts[1]!.pnlUsd).toBeCloseTo(whole.pnlUsd, 8);
      expect(parts[0]!.flowsUsd + parts[1]!.flowsUsd).toBeCloseTo(whole.flowsUsd, 8);
      for (const term of PNL_TERMS) {
        expect(parts[0]!.terms![term] + parts[1]!.terms![term]).toBeCloseTo(whole.terms![term], 8);
      }
    }
  });
});
