import { open, readFile, rm } from 'node:fs/promises';
import { decodeLine } from './journalLine.js';
import { headOf } from './readJournal.js';
import { closeSegment } from './closeSegment.js';
import { listSegments, openSegmentPath, type SegmentFile } from './segmentFiles.js';
import { segmentLines } from './segmentLines.js';
import { readSegmentTimes } from './segmentTimes.js';
import { SessionPlaces } from './sessionPlaces.js';

/** Where a journal stands. */
export interface JournalStanding {
  readonly lastSegment: number;
  /** 0 before the first. */
  readonly lastStep: number;
  readonly lastTimeUs: bigint;
  /** Connections that the last process left without a word. */
  readonly left: SessionPlaces;
}

/**
 * Takes up a journal as the last process left it, whole or killed: cuts off what no step ended, and closes what is open.
 * Throws when more than the last write is damaged, as steps that the log holds would be gone.
 */
export async function recoverSegments(folder: string, say: (notice: string) => void): Promise<JournalStanding> {
  for (const segment of await listSegments(folder)) {
    // A crash between the renaming and the removal leaves both; the closed one is whole.
    if (segment.compressed) await rm(openSegmentPath(folder, segment.number), { force: true });
    else if (segment.path !== undefined) await cutAndClose(folder, segment, segment.path, say);
  }
  return standingOf(await listSegments(folder));
}

async function cutAndClose(
  folder: string,
  { number }: SegmentFile,
  path: string,
  say: (notice: string) => void,
): Promise<void> {
  let firstStep: number | undefined;
  const timesUs: bigint[] = [];
  let keptBytes = 0;
  let frames = 0;
  for await (const { line, endsAt } of segmentLines(path, false)) {
    if (line.kind === 'frame') frames++;
    if (line.kind !== 'step') continue;
    if (line.frames !== frames) break;
    frames = 0;
    firstStep ??= line.number;
    timesUs.push(line.timeUs);
    keptBytes = endsAt;
  }
  const bytes = await readFile(path);
  if (bytes.length > keptBytes) {
    refuseDamage(bytes.subarray(keptBytes), path);
    say(`Cut ${bytes.length - keptBytes} bytes off ${path}, which no step had ended: they were never let out.`);
  }
  if (firstStep === undefined) return rm(path);
  const file = await open(path, 'r+');
  try {
    await file.truncate(keptBytes);
    await file.datasync();
  } finally {
    await file.close();
  }
  await closeSegment(folder, number, { firstStep, timesUs });
}

/** A step is on the disk before the next is written, so behind a bad line the end of one step may stand, and no more. */
function refuseDamage(tail: Buffer, path: string): void {
  let steps = 0;
  for (let from = 0; ;) {
    const newline = tail.indexOf(0x0a, from);
    if (newline < 0) break;
    if (decodeLine(tail.subarray(from, newline))?.kind === 'step') steps++;
    from = newline + 1;
  }
  if (steps > 1) throw new Error(`Expected ${path} to break off in its last step, ${steps} steps follow a bad line.`);
}

async function standingOf(segments: readonly SegmentFile[]): Promise<JournalStanding> {
  const left = new SessionPlaces();
  const last = segments.at(-1);
  if (last === undefined) return { lastSegment: 0, lastStep: 0, lastTimeUs: 0n, left };
  const { firstStep, timesUs } = await readSegmentTimes(last.timesPath);
  left.restore((await headOf(last))?.sessions ?? []);
  if (last.path !== undefined) {
    for await (const { line } of segmentLines(last.path, last.compressed)) {
      if (line.kind === 'frame') left.note(line.frame, last.number);
    }
  }
  return {
    lastSegment: last.number,
    lastStep: firstStep + timesUs.length - 1,
    lastTimeUs: timesUs.at(-1) ?? 0n,
    left,
  };
}
