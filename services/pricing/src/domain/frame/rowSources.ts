import { SOURCES_PER_FRAME_MAX } from '../../limits.js';
import type { RowSources } from './marksFrame.js';

/** The source of a row; empty when it has none. */
export function sourceOf({ codes, sources }: RowSources, row: number): string {
  const code = codes[row]!;
  return code === 0 ? '' : sources[code - 1]!;
}

/**
 * Codes for the sources of rows, in the order of their first row. Beyond the limit a source has no name: its code is 0.
 */
export function encodeSources(names: readonly string[]): Pick<RowSources, 'codes' | 'sources'> {
  const codeOf = new Map<string, number>();
  const codes = new Uint16Array(names.length);
  for (const [row, name] of names.entries()) {
    if (name === '') continue;
    let code = codeOf.get(name);
    if (code === undefined) {
      if (codeOf.size === SOURCES_PER_FRAME_MAX) continue;
      code = codeOf.size + 1;
      codeOf.set(name, code);
    }
    codes[row] = code;
  }
  return { codes, sources: [...codeOf.keys()] };
}

/** The sources of the given rows alone, with a table of their own. */
export function selectSources(all: RowSources, rows: readonly number[]): RowSources {
  return {
    ...encodeSources(rows.map((row) => sourceOf(all, row))),
    confidence: Uint8Array.from(rows, (row) => all.confidence[row]!),
    agreeing: Uint8Array.from(rows, (row) => all.agreeing[row]!),
  };
}

/** The sources of a frame's rows, then of the chunk that follows it. */
export function joinSources(first: RowSources, second: RowSources): RowSources {
  const names = [first, second].flatMap((part) => Array.from(part.codes, (_, row) => sourceOf(part, row)));
  return {
    ...encodeSources(names),
    confidence: joined(first.confidence, second.confidence),
    agreeing: joined(first.agreeing, second.agreeing),
  };
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}
