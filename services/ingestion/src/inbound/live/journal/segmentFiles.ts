import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

/** The files of one segment of a journal. */
export interface SegmentFile {
  readonly number: number;
  /** Undefined when its frames were dropped and the times of its steps alone were kept. */
  readonly path: string | undefined;
  readonly compressed: boolean;
  readonly timesPath: string;
}

const DIGITS = 8;

export function openSegmentPath(folder: string, number: number): string {
  return join(folder, `${named(number)}.ndjson`);
}

export function closedSegmentPath(folder: string, number: number): string {
  return join(folder, `${named(number)}.ndjson.gz`);
}

/** The times of a closed segment's steps, which outlive its frames: a runner that begins from the first step asks for them. */
export function segmentTimesPath(folder: string, number: number): string {
  return join(folder, `${named(number)}.times.json`);
}

/** All segments, by number. A closed file stands for the open one of its number, which a crash left beside it. */
export async function listSegments(folder: string): Promise<readonly SegmentFile[]> {
  const names = new Set(await readdir(folder));
  const numbers = new Set<number>();
  for (const name of names) {
    const found = /^(\d{8})\.(?:ndjson|ndjson\.gz|times\.json)$/.exec(name);
    if (found !== null) numbers.add(Number(found[1]));
  }
  return [...numbers]
    .sort((a, b) => a - b)
    .map((number) => {
      const compressed = names.has(`${named(number)}.ndjson.gz`);
      const path = compressed
        ? closedSegmentPath(folder, number)
        : names.has(`${named(number)}.ndjson`)
          ? openSegmentPath(folder, number)
          : undefined;
      return { number, path, compressed, timesPath: segmentTimesPath(folder, number) };
    });
}

function named(number: number): string {
  return number.toString().padStart(DIGITS, '0');
}
