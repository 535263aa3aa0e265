import { MarksPublished } from '@gimbal/contracts/pricing/v1/mark_events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { joinFrames } from './joinFrames.js';
import { type Failure, MARK_COLUMNS, type MarkColumn, type MarksFrame, type RowSources } from './marksFrame.js';
import { fromFrame, toFrame } from './marksMessage.js';
import { movedRows } from './movedRows.js';
import { rowOf } from './rowOf.js';
import { encodeSources } from './rowSources.js';
import { splitFrame } from './splitFrame.js';

const failure = fc.record<Failure>({
  code: fc.constantFrom('stale', 'missing_input', 'expired', 'out_of_range'),
  reason: fc.string({ maxLength: 60 }),
  valueKept: fc.boolean(),
});

/** Any sources, as they are written: names in the order of their first row. */
function anySources(length: number): fc.Arbitrary<RowSources> {
  const name = fc.constantFrom('', 'pool:a', 'venue_mark:b', 'surface:deribit:ETH', 'flat_vol:ü');
  const bytes = fc.uint8Array({ minLength: length, maxLength: length });
  return fc
    .tuple(fc.array(name, { minLength: length, maxLength: length }), bytes, bytes)
    .map(([names, confidence, agreeing]) => ({ ...encodeSources(names), confidence, agreeing }));
}

/** Any frame: sparse ascending indexes, any doubles (one NaN), failures on some rows. */
const anyFrame: fc.Arbitrary<MarksFrame> = fc
  .uniqueArray(fc.nat({ max: 100_000 }), { maxLength: 40 })
  .map((indexes) => indexes.sort((a, b) => a - b))
  .chain((indexes) => {
    const { length } = indexes;
    const column = fc
      .array(fc.double(), { minLength: length, maxLength: length })
      .map((values) => Float64Array.from(values));
    const columns = Object.fromEntries(MARK_COLUMNS.map((name) => [name, column])) as Record<MarkColumn, typeof column>;
    return fc.record<MarksFrame>({
      underlying: fc.constant('ETH'),
      spotUsd: fc.double({ min: 0, max: 1e6, noNaN: true }),
      indexes: fc.constant(Uint32Array.from(indexes)),
      columns: fc.record(columns),
      ageMs: fc.array(fc.nat(), { minLength: length, maxLength: length }).map((ages) => Uint32Array.from(ages)),
      sources: anySources(length),
      spotSource: fc.constantFrom('', 'pool:a'),
      failures: fc
        .array(fc.option(failure, { nil: undefined }), { minLength: length, maxLength: length })
        .map((all) => new Map(all.flatMap((one, i) => (one === undefined ? [] : [[indexes[i]!, one] as const])))),
    });
  });

const publication = { step: 7, timeUs: 1_692_308_760_000_000n, kept: true, keyFrameOffset: 0 };

describe('a frame of marks', () => {
  it('from before there were smiles, losses, what is tracked and charges reads as it was meant', () => {
    const column = Float64Array.of(0.5, Number.NaN);
    const columns = Object.fromEntries(MARK_COLUMNS.map((name) => [name, column])) as MarksFrame['columns'];
    const sources = { ...encodeSources(['', '']), confidence: new Uint8Array(2), agreeing: new Uint8Array(2) };
    const indexes = Uint32Array.of(3, 7);
    const ageMs = new Uint32Array(2);
    const frame = {
      underlying: 'ETH',
      spotUsd: 1,
      indexes,
      columns,
      ageMs,
      sources,
      spotSource: '',
      failures: new Map(),
    };
    const empty = Buffer.alloc(0);
    const older = { deltaStickyDelta: empty, lvrUsdPerDay: empty, trackedUsd: empty, shortChargeUsdPerDay: empty };
    const read = toFrame({ ...fromFrame(frame, publication), ...older }).columns;
    expect([...read.deltaStickyDelta]).toEqual([0.5, Number.NaN]);
    expect([...read.lvrUsdPerDay, ...read.shortChargeUsdPerDay]).toEqual([0, 0, 0, 0]);
    expect([...read.trackedUsd]).toEqual([Number.NaN, Number.NaN]);
  });

  it('comes back from its message bit for bit', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const bytes = MarksPublished.encode(fromFrame(frame, publication)).finish();
        expect(toFrame(MarksPublished.decode(bytes))).toEqual(frame);
      }),
    );
  });

  it('cut into chunks of any size joins to itself, in chunks that are small enough', () => {
    fc.assert(
      fc.property(anyFrame, fc.integer({ min: 1_000, max: 4_000 }), (frame, bytesMax) => {
        const chunks = splitFrame(frame, bytesMax);
        expect(chunks.reduce(joinFrames)).toEqual(frame);
        for (const chunk of chunks) {
          const { length } = MarksPublished.encode(fromFrame(chunk, publication)).finish();
          expect(length).toBeLessThanOrEqual(bytesMax);
        }
      }),
    );
  });

  it('reads a frame from before there were sources, none named and nothing to be trusted', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        const none = {
          sourceCode: Buffer.alloc(0),
          sources: [],
          confidence: Buffer.alloc(0),
          agreeing: Buffer.alloc(0),
        };
        const { sources } = toFrame({ ...fromFrame(frame, publication), ...none });
        const zeros = new Uint8Array(frame.indexes.length);
        const codes = new Uint16Array(frame.indexes.length);
        expect(sources).toEqual({ codes, sources: [], confidence: zeros, agreeing: zeros });
      }),
    );
  });

  it('has moved against itself nowhere, and finds each index in its row', () => {
    fc.assert(
      fc.property(anyFrame, (frame) => {
        expect(movedRows(frame, frame)).toEqual([]);
        for (const [row, index] of frame.indexes.entries()) expect(rowOf(frame, index)).toBe(row);
        expect(rowOf(frame, 100_001)).toBe(-1);
      }),
    );
  });
});
