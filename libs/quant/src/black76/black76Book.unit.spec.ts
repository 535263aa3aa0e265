import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { allocateBlack76Inputs, allocateBlack76Outputs } from './allocateBlack76Columns.js';
import { attachBlack76Book, BLACK76_OUTPUT_DOUBLES, createBlack76Book } from './black76Book.js';
import { black76Columns } from './black76Columns.js';
import { black76Twin } from './black76Twin.js';
import { BLACK76_REASONS } from './black76Types.js';
import type { Black76InputColumns, Black76OutputColumns } from './black76Types.js';
import { fastestVariant } from '../kernel/kernelModule.js';

interface Row {
  readonly forward: number;
  readonly strike: number;
  readonly tauYears: number;
  readonly vol: number;
  readonly ratePer1: number;
  readonly isPut: number;
}

const SECOND = 1 / 365 / 86_400;
const between = (low: number, high: number): fc.Arbitrary<number> =>
  fc.double({ min: Math.log(low), max: Math.log(high), noNaN: true }).map(Math.exp);

/** Beyond the whole plane: a second to ten years, vols from nothing to absurd, 40 deviations either way, the money itself. */
const honestRow: fc.Arbitrary<Row> = fc
  .record({
    forward: between(1e-6, 1e9),
    tauYears: between(SECOND, 10),
    vol: fc.oneof({ weight: 9, arbitrary: between(1e-3, 20) }, { weight: 1, arbitrary: between(1e-12, 1e3) }),
    deviations: fc.oneof(fc.double({ min: -40, max: 40, noNaN: true }), fc.constant(0), fc.constant(1e-9)),
    ratePer1: fc.oneof(fc.constant(0), fc.double({ min: -1, max: 1, noNaN: true })),
    isPut: fc.integer({ min: 0, max: 1 }),
  })
  .map(({ deviations, ...row }) => ({
    ...row,
    strike: row.forward * Math.exp(deviations * Math.max(0.01, row.vol * Math.sqrt(row.tauYears))),
  }));

const odd = fc.constantFrom(
  1.7e308,
  Number.NaN,
  Infinity,
  -Infinity,
  0,
  -0,
  -1,
  5e-324,
  1e-300,
  1e300,
  Number.MAX_VALUE,
);
const badRow: fc.Arbitrary<Row> = fc
  .tuple(
    honestRow,
    fc.dictionary(fc.constantFrom('forward', 'strike', 'tauYears', 'vol', 'ratePer1'), odd, { minKeys: 1 }),
  )
  .map(([row, changes]) => ({ ...row, ...changes }));

const rows = fc.array(fc.oneof({ weight: 4, arbitrary: honestRow }, { weight: 1, arbitrary: badRow }), {
  minLength: 1,
  maxLength: 200,
});

function fill(inputs: Black76InputColumns, from: readonly Row[]): void {
  for (const [i, row] of from.entries()) {
    for (const name of ['forward', 'strike', 'tauYears', 'vol', 'ratePer1', 'isPut'] as const) {
      inputs[name][i] = row[name];
    }
  }
}

function twin(from: readonly Row[]): Black76OutputColumns {
  const inputs = allocateBlack76Inputs(from.length);
  const out = allocateBlack76Outputs(from.length);
  fill(inputs, from);
  black76Twin(inputs, out);
  return out;
}

/** The columns' own bytes, in which -0 isn't 0; every NaN is the same, since WebAssembly leaves its sign open. */
function bits(out: Black76OutputColumns): bigint[][] {
  return BLACK76_OUTPUT_DOUBLES.map((name) => {
    const values = Float64Array.from(out[name], (value) => (Number.isNaN(value) ? Number.NaN : value));
    return [...new BigUint64Array(values.buffer)];
  });
}

describe('the plain kernel and its TypeScript twin', () => {
  it('give the same bits and the same reasons over the whole plane, bad rows among good ones', () => {
    fc.assert(
      fc.property(rows, (given) => {
        const book = createBlack76Book(given.length, 'plain');
        fill(book.inputs, given);
        book.price();
        const expected = twin(given);
        expect([...book.outputs.reason]).toEqual([...expected.reason]);
        expect(bits(book.outputs)).toEqual(bits(expected));
      }),
      { numRuns: 150 },
    );
  });

  it('never give a negative price, a negative gamma or a delta outside its side', () => {
    fc.assert(
      fc.property(honestRow, (row) => {
        const out = twin([row]);
        if (out.reason[0] !== 0) return;
        expect(out.price[0]).toBeGreaterThanOrEqual(0);
        expect(out.gammaPerUsd[0]).toBeGreaterThanOrEqual(0);
        expect((row.isPut === 1 ? -1 : 1) * out.delta[0]!).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 3_000 },
    );
  });

  it('give a row the same bits whatever stands beside it', () => {
    fc.assert(
      fc.property(honestRow, rows, (row, others) => {
        const alone = twin([row]);
        const book = createBlack76Book(others.length + 1, 'plain');
        fill(book.inputs, [...others, row]);
        book.price();
        const last = BLACK76_OUTPUT_DOUBLES.map((name) => book.outputs[name][others.length]);
        expect(last).toEqual(BLACK76_OUTPUT_DOUBLES.map((name) => alone[name][0]));
      }),
      { numRuns: 50 },
    );
  });

  it('stand behind black76Columns, for foreign columns of any length', () => {
    const given = fc.sample(fc.oneof(honestRow, badRow), { numRuns: 2_500, seed: 7 });
    const column = (name: Exclude<keyof Row, 'isPut'>): Float64Array => Float64Array.from(given, (row) => row[name]);
    for (const length of [1, 15, 16, 63, 64, 65, 1_024, 1_025, given.length]) {
      const out = allocateBlack76Outputs(length);
      const inputs = {
        forward: column('forward').subarray(0, length),
        strike: column('strike').subarray(0, length),
        tauYears: column('tauYears').subarray(0, length),
        vol: column('vol').subarray(0, length),
        ratePer1: column('ratePer1').subarray(0, length),
        isPut: Uint8Array.from(given, (row) => row.isPut).subarray(0, length),
      };
      black76Columns(inputs, out);
      const expected = twin(given.slice(0, length));
      expect([...out.reason]).toEqual([...expected.reason]);
      expect(bits(out)).toEqual(bits(expected));
    }
  });
});

/** Below it the mode makes no claim: in fast, 1e-12 of the forward, of 1, of 1/(F s) and of F sqrt(tau). */
function smallest(mode: 'precise' | 'fast', name: string, { forward, tauYears, vol }: Row): number {
  if (mode === 'precise') return 1e-280;
  const root = Math.sqrt(tauYears);
  const scales: Record<string, number> = { price: forward, delta: 1, gammaPerUsd: 1 / (forward * vol * root) };
  return 1e-12 * (scales[name] ?? forward * root * 0.01);
}

describe('the far wings', () => {
  // mpmath at 120 digits: at 35 deviations the density is 1e-265, and an error of 2e-17 in ln(F/K) would be one of 2.5e-14.
  it.each([
    {
      row: { forward: 192.77442824381873, strike: 260.2004301325303, tauYears: 0.00022252004698710253, isPut: 0 },
      vol: 0.5761188049749987,
      exact: { price: 2.046694263543179e-268, delta: 4.31913249752483e-267, gammaPerUsd: 9.104966488982672e-266 },
    },
  ])('keep the accuracy of the middle, %#', ({ row, vol, exact }) => {
    const out = twin([{ ...row, vol, ratePer1: 0 }]);
    for (const [name, value] of Object.entries(exact)) {
      expect(Math.abs(out[name as 'price'][0]! / value - 1)).toBeLessThan(1e-14);
    }
  });
});

describe('a book of options', () => {
  it('is close to the plain kernel with the fused one, in both modes', () => {
    const given = fc.sample(honestRow, { numRuns: 3_000, seed: 11 });
    const exact = twin(given);
    for (const mode of ['precise', 'fast'] as const) {
      const book = createBlack76Book(given.length);
      fill(book.inputs, given);
      book.price({ mode });
      // Fast is held where a number is above 1e-12 of its natural scale, precise wherever a double holds it.
      const tolerance = mode === 'precise' ? 2e-14 : 3e-14;
      for (const name of ['price', 'delta', 'gammaPerUsd', 'vegaPerVolPoint'] as const) {
        for (let i = 0; i < given.length; i++) {
          const expected = exact[name][i]!;
          if (exact.reason[i] !== 0 || Math.abs(expected) < smallest(mode, name, given[i]!)) continue;
          expect(Math.abs(book.outputs[name][i]! / expected - 1)).toBeLessThan(tolerance);
        }
      }
    }
  });

  it('gives each bad row its reason and values the rest of its block', () => {
    const good: Row = { forward: 100, strike: 100, tauYears: 1, vol: 0.2, ratePer1: 0, isPut: 0 };
    const bad: readonly [Partial<Row>, string][] = [
      [{ forward: Number.NaN }, 'notFinite'],
      [{ ratePer1: Infinity }, 'notFinite'],
      [{ forward: 0 }, 'forwardNotPositive'],
      [{ forward: -5 }, 'forwardNotPositive'],
      [{ strike: 0 }, 'strikeNotPositive'],
      [{ tauYears: 0 }, 'expired'],
      [{ tauYears: -1 }, 'expired'],
      [{ vol: 0 }, 'volNotPositive'],
      [{ vol: -0.2 }, 'volNotPositive'],
      [{ forward: 1e300 }, 'outOfRange'],
      [{ strike: 1e-300 }, 'outOfRange'],
      [{ ratePer1: -1e6 }, 'outOfRange'],
    ];
    const book = createBlack76Book(bad.length + 1);
    fill(book.inputs, [...bad.map(([change]) => ({ ...good, ...change })), good]);
    book.price();
    const reasons = [...book.outputs.reason].map((code) => BLACK76_REASONS[code]);
    expect(reasons).toEqual([...bad.map(([, reason]) => reason), 'valued']);
    expect([...book.outputs.price.subarray(0, bad.length)].every(Number.isNaN)).toBe(true);
    // F 100 (2 N(0.1) - 1): Abramowitz and Stegun, table 26.1, N(0.1) = 0.53982 78372 77028 98.
    expect(book.outputs.price[bad.length]).toBeCloseTo(7.965567455405796, 13);
  });

  it('is worked on by two attachments over the same memory, which give what one gives', () => {
    const given = fc.sample(honestRow, { numRuns: 640, seed: 3 });
    const one = createBlack76Book(given.length);
    fill(one.inputs, given);
    one.price();
    const two = createBlack76Book(given.length);
    fill(two.inputs, given);
    const other = attachBlack76Book(two.share());
    two.price({ toRow: 320 });
    other.price({ fromRow: 320 });
    expect(bits(two.outputs)).toEqual(bits(one.outputs));
  });

  it('takes only whole blocks of its own rows', () => {
    const book = createBlack76Book(130);
    expect(() => book.price({ fromRow: 1 })).toThrow('Expected rows in whole blocks of 64 below 130, was 1 to 130.');
    expect(() => book.price({ toRow: 192 })).toThrow(RangeError);
    expect(() => createBlack76Book(0)).toThrow('Expected a whole number of rows above 0, was 0.');
    expect(() => createBlack76Book(1e9)).toThrow('Expected columns of at most 4 GiB');
  });

  it('takes the fused kernel only where multiply-add rounds once', () => {
    expect(['plain', 'fused']).toContain(fastestVariant());
  });
});
