import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { type FeedCatalogue, feedCatalogue } from '../../domain/feedCatalogue.js';
import type { RawFrame } from '../../domain/rawFrame.js';
import { STEPS_MAX } from '../../limits.js';
import { type Day, feedFrames } from './feedFrames.js';
import { parseManifest, type RecordedFeed } from './manifest.js';

/** One virtual instant of a recording and what arrived at it, feeds in the manifest's order. */
export interface RecordedStep {
  readonly timeUs: bigint;
  readonly frames: readonly RawFrame[];
}

/** A recorded day, or a few in a row, as numbered steps: step n is `steps[n - 1]`. */
export interface Recording {
  readonly name: string;
  readonly title: string;
  readonly assumptions: readonly string[];
  readonly catalogue: FeedCatalogue;
  readonly steps: readonly RecordedStep[];
}

const US_PER_DAY = 86_400_000_000n;

/**
 * Loads a folder with `recording.json` and the files that it names. There is one step at every distinct instant; the
 * first also has what the day begins with. Throws for a manifest or a file that is not what it should be; a line that
 * can't be read is no such thing, and goes the way of every frame.
 */
export async function loadRecording(folder: string): Promise<Recording> {
  const path = join(folder, 'recording.json');
  const manifest = parseManifest(await readManifest(folder), path);
  if (manifest.journal !== undefined) throw new Error(`Expected a recording of files in ${folder}, was a journal.`);
  const startUs = BigInt(Date.parse(`${manifest.day}T00:00:00Z`)) * 1000n;
  const day: Day = { startUs, endUs: startUs + BigInt(manifest.days) * US_PER_DAY };
  const present: RecordedFeed[] = [];
  const frames: RawFrame[] = [];
  for (const feed of manifest.feeds) {
    const found = await feedFrames(folder, feed, day);
    if (found === undefined) continue;
    present.push(feed);
    frames.push(...found);
  }
  const byInstant = Map.groupBy(frames, (frame) => frame.receivedAtUs);
  const steps = [...byInstant]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([timeUs, together]) => ({ timeUs, frames: together }));
  if (steps.length > STEPS_MAX)
    throw new Error(`Expected at most ${STEPS_MAX} steps in ${folder}, were ${steps.length}.`);
  return {
    name: basename(resolve(folder)),
    title: manifest.title,
    assumptions: manifest.assumptions,
    catalogue: feedCatalogue(present, manifest.watched),
    steps,
  };
}

/** What is there instead of a recording is named: whoever chose the folder knows it by that name. */
export async function readManifest(folder: string): Promise<string> {
  try {
    return await readFile(join(folder, 'recording.json'), 'utf8');
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw cause;
    throw new Error(`Expected a recording (a folder with recording.json), was ${folder}.`, { cause });
  }
}
