import { joinSources } from './rowSources.js';
import { MARK_COLUMNS, type MarkColumn, type MarksFrame } from './marksFrame.js';

/** The rows of a frame, then the rows of the chunk that follows it. */
export function joinFrames(first: MarksFrame, second: MarksFrame): MarksFrame {
  const columns = Object.fromEntries(
    MARK_COLUMNS.map((name) => [name, joined(first.columns[name], second.columns[name], Float64Array)]),
  );
  return {
    underlying: first.underlying,
    spotUsd: second.spotUsd,
    indexes: joined(first.indexes, second.indexes, Uint32Array),
    columns: columns as Record<MarkColumn, Float64Array>,
    sources: joinSources(first.sources, second.sources),
    spotSource: second.spotSource,
    ageMs: joined(first.ageMs, second.ageMs, Uint32Array),
    failures: new Map([...first.failures, ...second.failures]),
  };
}

function joined<A extends Float64Array | Uint32Array>(first: A, second: A, Column: new (length: number) => A): A {
  const both = new Column(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
