import { selectSources } from './rowSources.js';
import { MARK_COLUMNS, type MarkColumn, type MarksFrame } from './marksFrame.js';

/** The frame of the given rows alone, in the given order. */
export function selectRows(frame: MarksFrame, rows: readonly number[]): MarksFrame {
  const indexes = Uint32Array.from(rows, (row) => frame.indexes[row]!);
  const columns = Object.fromEntries(
    MARK_COLUMNS.map((name) => [name, Float64Array.from(rows, (row) => frame.columns[name][row]!)]),
  );
  return {
    underlying: frame.underlying,
    spotUsd: frame.spotUsd,
    indexes,
    columns: columns as Record<MarkColumn, Float64Array>,
    sources: selectSources(frame.sources, rows),
    spotSource: frame.spotSource,
    ageMs: Uint32Array.from(rows, (row) => frame.ageMs[row]!),
    failures: new Map(
      [...indexes].flatMap((index) => {
        const failure = frame.failures.get(index);
        return failure === undefined ? [] : [[index, failure] as const];
      }),
    ),
  };
}
