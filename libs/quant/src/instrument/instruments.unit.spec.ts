import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  allocateInstrumentOutputs,
  INSTRUMENT_KERNELS,
  INSTRUMENT_OUTPUTS,
  INSTRUMENT_REASONS,
  type InstrumentKernel,
  type InstrumentKernelKind,
  type InstrumentOutput,
  type InstrumentValues,
  valueColumns,
  valueInstrument,
} from '../index.js';

type Row = Readonly<Record<string, number>>;
type Expected = Readonly<Partial<Record<InstrumentOutput, number>>>;

/** Made by test/bench/pricing/makeInstrumentReference.py with mpmath at 50 digits; test/data/pricing/SOURCE.md. */
const REFERENCE = JSON.parse(
  readFileSync(new URL('../../../../test/data/pricing/instruments.json', import.meta.url), 'utf8'),
) as Readonly<Record<InstrumentKernelKind, readonly (readonly [Row, Expected])[]>>;

const KINDS = Object.keys(INSTRUMENT_KERNELS) as InstrumentKernelKind[];
const kernelOf = (kind: InstrumentKernelKind): InstrumentKernel => INSTRUMENT_KERNELS[kind];

function valued(kind: InstrumentKernelKind, row: Row): InstrumentValues {
  const result = valueInstrument(kernelOf(kind), row);
  if (result.kind === 'failure') throw new Error(`${kind}.${result.field}: ${result.expected}, was ${result.found}`);
  return result.values;
}

/** Relative to what is expected, or to the size that rounding leaves beside a difference of two large numbers. */
function errorOf(found: number, expected: number, floor: number): number {
  return Math.abs(found - expected) / Math.max(Math.abs(expected), floor);
}

/** Sizes below which an output is a difference of larger ones: profits of prices, net deltas of deltas. */
function floorOf(output: InstrumentOutput, row: Row): number {
  const price = Math.max(
    1,
    ...['markUsd', 'forwardUsd', 'priceUsd', 'marketUsd', 'spotUsd'].map((name) => row[name] ?? 0),
  );
  const size = Math.max(1, row['contractSizeUsd'] ?? 0);
  switch (output) {
    case 'priceUsd':
    case 'basisUsd':
      return 1e-4 * price;
    case 'priceCoin':
    case 'netDelta':
      return (1e-3 * size) / Math.max(1, price);
    case 'gammaPerUsd':
    case 'netGammaPerUsd':
      return (1e-3 * size) / price ** 2;
    case 'thetaUsdPerDay':
      return 1e-4 * size;
    default:
      return 1e-9;
  }
}

describe('every instrument', () => {
  it.each(KINDS)('%s: value and Greeks as mpmath has them', (kind) => {
    const rows = REFERENCE[kind];
    expect(rows.length).toBeGreaterThanOrEqual(30);
    for (const [row, expected] of rows) {
      const values = valued(kind, row);
      for (const output of INSTRUMENT_OUTPUTS) {
        const error = errorOf(values[output], expected[output] ?? 0, floorOf(output, row));
        expect(error, `${kind} ${output} ${JSON.stringify(row)} ${values[output]} ${expected[output]}`).toBeLessThan(
          2e-11,
        );
      }
    }
  });

  it.each(KINDS)('%s: columns give the bits of one instrument, at the rows that were asked', (kind) => {
    const rows = REFERENCE[kind];
    const kernel = kernelOf(kind);
    const inputs = Object.fromEntries(
      kernel.names.map((name) => [name, Float64Array.from(rows, ([row]) => row[name] ?? kernel.fields[name]!.unless!)]),
    );
    const out = allocateInstrumentOutputs(2 * rows.length);
    const places = Uint32Array.from(rows, (_row, i) => 2 * rows.length - 1 - 2 * i);
    valueColumns(kernel, inputs, out, { rows: places });
    rows.forEach(([row], i) => {
      const one = valued(kind, row);
      for (const output of INSTRUMENT_OUTPUTS) expect(out[output][places[i]!]).toBe(one[output]);
    });
  });

  it.each(KINDS)('%s: any numbers give finite values or a reason with its field, and the rest go on', (kind) => {
    const kernel = kernelOf(kind);
    const [good] = REFERENCE[kind][0]!;
    const number = fc.oneof(fc.constantFrom(NaN, Infinity, -Infinity, 0, -1, -0, 1e308, 5e-324), fc.double());
    const bad = fc.record(
      Object.fromEntries(kernel.names.map((name) => [name, fc.oneof(fc.constant(good[name]), number)])),
    );
    const expected = valued(kind, good);
    fc.assert(
      fc.property(bad, (row) => {
        const column = (name: string) => {
          return Float64Array.of(row[name] ?? kernel.fields[name]!.unless!, good[name] ?? kernel.fields[name]!.unless!);
        };
        const inputs = Object.fromEntries(kernel.names.map((name) => [name, column(name)]));
        const out = allocateInstrumentOutputs(2);
        valueColumns(kernel, inputs, out);
        const isValued = INSTRUMENT_REASONS[out.reason[0]!] === 'valued';
        for (const output of INSTRUMENT_OUTPUTS) {
          expect(Number.isFinite(out[output][0])).toBe(isValued);
          expect(out[output][1]).toBe(expected[output]);
        }
        const one = valueInstrument(kernel, row as Row);
        expect(one.kind).toBe(isValued ? 'valued' : 'failure');
        if (one.kind === 'failure') expect(one.field === 'result' || kernel.names.includes(one.field)).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it('refuses columns of different length, and one that has to be there', () => {
    const out = allocateInstrumentOutputs(2);
    const two = new Float64Array(2).fill(1);
    const inputs = { underlyingUsd: two, marketUsd: new Float64Array(3) };
    expect(() => valueColumns(INSTRUMENT_KERNELS.wrapped, inputs, out)).toThrow(
      'Expected column marketUsd of 2 rows, was 3.',
    );
    expect(() => valueColumns(INSTRUMENT_KERNELS.wrapped, { underlyingUsd: two }, out)).toThrow(
      'Expected a column marketUsd of wrapped, there is none.',
    );
  });
});
