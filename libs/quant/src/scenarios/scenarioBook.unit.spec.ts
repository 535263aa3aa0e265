import { describe, expect, it } from 'vitest';
import { black76 } from '../black76/black76.js';
import { BLACK76_REASONS } from '../black76/black76Types.js';
import { attachScenarioBook, createScenarioBook } from './scenarioBook.js';
import type { ScenarioBook } from './scenarioBook.js';

interface Line {
  readonly forward: number;
  readonly strike: number;
  readonly tauYears: number;
  readonly vol: number;
  readonly ratePer1: number;
  readonly quantity: number;
  readonly isPut: boolean;
}

const SHOCKS = { spotMoves: [-0.5, -0.16, -0.01, 0, 0.08, 1], volFactors: [0.78, 1, 1.4] };

/** A book of puts and calls, long and short, near and far, days to a year. */
const LINES: readonly Line[] = Array.from({ length: 150 }, (_, i) => ({
  forward: 1_800 + (i % 5),
  strike: 900 + 37 * (i % 50),
  tauYears: (1 + (i % 12) * 30) / 365,
  vol: 0.3 + 0.05 * (i % 9),
  ratePer1: i % 3 === 0 ? 0.04 : 0,
  quantity: (i % 7) - 3,
  isPut: i % 2 === 0,
}));

function fill(book: ScenarioBook, lines: readonly Line[]): ScenarioBook {
  for (const [i, line] of lines.entries()) {
    for (const name of ['forward', 'strike', 'tauYears', 'vol', 'ratePer1', 'quantity'] as const) {
      book.inputs[name][i] = line[name];
    }
    book.inputs.isPut[i] = line.isPut ? 1 : 0;
  }
  return book;
}

/** The same sums one option at a time, by the function that is held to the published tables, and the size of their terms. */
function oneByOne(lines: readonly Line[]): { values: number[]; sizes: number[] } {
  const cells = SHOCKS.volFactors.flatMap((factor) => SHOCKS.spotMoves.map((move) => ({ factor, move })));
  const terms = cells.map(({ factor, move }) =>
    lines.map(({ quantity, isPut, ...line }) => {
      const shocked = { ...line, forward: line.forward * (1 + move), vol: line.vol * factor };
      const valued = black76({ ...shocked, right: isPut ? 'put' : 'call' });
      return valued.kind === 'valued' ? quantity * valued.greeks.price : 0;
    }),
  );
  const sum = (values: number[]): number => values.reduce((total, value) => total + value, 0);
  return { values: terms.map(sum), sizes: terms.map((row) => sum(row.map(Math.abs))) };
}

function expectClose(found: Float64Array, { values, sizes }: { values: number[]; sizes: number[] }): void {
  expect(found.length).toBe(values.length);
  for (const [i, value] of found.entries()) expect(Math.abs(value - values[i]!) / sizes[i]!).toBeLessThan(1e-13);
}

describe('a grid of shocks over a book of options', () => {
  it.each(['plain', 'fused'] as const)('sums what one option at a time gives, with the %s kernel', (variant) => {
    const book = fill(createScenarioBook(LINES.length, variant), LINES);
    expectClose(book.value(SHOCKS), oneByOne(LINES));
  });

  it('leaves a bad row out of every sum, and says why', () => {
    const spoilt = LINES.map((line, i) => {
      if (i === 3) return { ...line, vol: 0 };
      if (i === 70) return { ...line, forward: Number.NaN };
      if (i === 71) return { ...line, tauYears: -1 };
      if (i === 148) return { ...line, quantity: -1e308 };
      return i === 149 ? { ...line, quantity: Infinity } : line;
    });
    const book = fill(createScenarioBook(spoilt.length), spoilt);
    const found = book.value(SHOCKS);
    const bad = new Map([...book.reason.entries()].filter(([, code]) => code !== 0));
    expect([...bad].map(([row, code]) => [row, BLACK76_REASONS[code]])).toEqual([
      [3, 'volNotPositive'],
      [70, 'notFinite'],
      [71, 'expired'],
      [148, 'outOfRange'],
      [149, 'notFinite'],
    ]);
    expectClose(found, oneByOne(LINES.filter((_, i) => !bad.has(i))));
  });

  it('adds up over parts of the rows that other threads have taken', () => {
    const book = fill(createScenarioBook(LINES.length), LINES);
    const other = attachScenarioBook(book.share());
    const first = book.value(SHOCKS, { toRow: 64 });
    const second = other.value(SHOCKS, { fromRow: 64 });
    expectClose(
      first.map((value, i) => value + second[i]!),
      oneByOne(LINES),
    );
  });

  it('loses nothing of a move too small for 1 + move', () => {
    const lines = [{ ...LINES[1]!, strike: 1_800, forward: 1_800, vol: 1e-12, tauYears: 1, quantity: 1, isPut: false }];
    const book = fill(createScenarioBook(1), lines);
    const move = 3e-13;
    const at = book.value({ spotMoves: [move], volFactors: [1] })[0]!;
    // The value is s F (phi(y) + y Phi(y)) at y = move/s, Bachelier's limit; Abramowitz and Stegun: phi(0.3), Phi(0.3).
    expect(at / 1_800e-12).toBeCloseTo(0.3813878155 + 0.3 * 0.6179114222, 4);
  });

  it('refuses shocks that no market can take', () => {
    const book = fill(createScenarioBook(1), LINES.slice(0, 1));
    expect(() => book.value({ spotMoves: [-1], volFactors: [1] })).toThrow(
      'Expected a spot move above -1 and up to 1000000, was -1.',
    );
    expect(() => book.value({ spotMoves: [0], volFactors: [0] })).toThrow('Expected a volatility factor above 0');
    expect(() => book.value({ spotMoves: [Number.NaN], volFactors: [1] })).toThrow(RangeError);
    const many = Array.from({ length: 2_049 }, () => 1);
    expect(() => book.value({ spotMoves: [0], volFactors: many })).toThrow('Expected at most 2048 cells, was 2049.');
    // No cells, but more factors than the scratch page holds: they would be written over another thread's.
    expect(() => book.value({ spotMoves: [], volFactors: many })).toThrow('Expected at most 2048 cells, was 2049.');
    expect(() => book.value({ spotMoves: many, volFactors: [] })).toThrow('Expected at most 2048 cells, was 2049.');
    expect(() => book.value({ spotMoves: [1e308], volFactors: [1] })).toThrow('up to 1000000, was 1e+308.');
    expect([...book.value({ spotMoves: [], volFactors: [1] })]).toEqual([]);
  });
});
