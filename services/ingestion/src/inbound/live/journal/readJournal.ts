import type { FeedCatalogue } from '../../../domain/feedCatalogue.js';
import type { RawFrame } from '../../../domain/rawFrame.js';
import { createSessionReader, type SessionReader } from '../../../domain/venues/sessionReader.js';
import type { VenueProtocolOf } from '../../../domain/venues/venueProtocols.js';
import type { JournalLine } from './journalLine.js';
import { listSegments, type SegmentFile } from './segmentFiles.js';
import { segmentLines } from './segmentLines.js';
import { readSegmentTimes } from './segmentTimes.js';

/** A step as it was let out. */
export interface JournalStep {
  readonly number: number;
  readonly timeUs: bigint;
  /** With the readings of their sessions; undefined when they were dropped, and the step's time alone was kept. */
  readonly frames: readonly RawFrame[] | undefined;
}

export type SegmentHead = Extract<JournalLine, { readonly kind: 'segment' }>;

/**
 * The whole steps of a journal from one on, with the readings that they had. Sessions are read from where their
 * connections began, which may be some segments before. Throws where a segment other than the last breaks off.
 */
export async function* readJournal(
  folder: string,
  from: number,
  catalogue: FeedCatalogue,
  protocolOf?: VenueProtocolOf,
): AsyncGenerator<JournalStep> {
  const sessions = createSessionReader(catalogue, protocolOf);
  const segments = await listSegments(folder);
  let expected: number | undefined;
  for (const segment of segments.slice(await beginning(segments, from, catalogue))) {
    for await (const step of segmentSteps(segment, sessions)) {
      if (expected !== undefined && step.number !== expected) {
        const place = `segment ${segment.number} of ${folder}`;
        throw new Error(`Expected step ${expected} in ${place}, was ${step.number}: the one before it breaks off.`);
      }
      expected = step.number + 1;
      if (step.number >= from) yield step;
    }
  }
}

async function* segmentSteps(segment: SegmentFile, sessions: SessionReader): AsyncGenerator<JournalStep> {
  if (segment.path === undefined) {
    const { firstStep, timesUs } = await readSegmentTimes(segment.timesPath);
    for (const [index, timeUs] of timesUs.entries()) yield { number: firstStep + index, timeUs, frames: undefined };
    return;
  }
  let frames: RawFrame[] = [];
  for await (const { line } of segmentLines(segment.path, segment.compressed)) {
    if (line.kind === 'segment' && line.fresh) sessions.reset();
    if (line.kind === 'frame') frames.push(line.frame);
    if (line.kind !== 'step') continue;
    if (line.frames !== frames.length) return;
    yield { number: line.number, timeUs: line.timeUs, frames: frames.map((frame) => sessions.read(frame)) };
    frames = [];
  }
}

/** The place of the segment to begin with, so that every session at the step is read from its beginning. */
async function beginning(segments: readonly SegmentFile[], from: number, catalogue: FeedCatalogue): Promise<number> {
  for (let index = segments.length - 1; index >= 0; index--) {
    const segment = segments[index]!;
    const firstStep = await firstStepOf(segment);
    if (firstStep === undefined || firstStep > from) continue;
    const head = await headOf(segment);
    const read = (head?.sessions ?? []).filter(({ feed }) => catalogue.feeds.get(feed)?.decoder === 'venue-session');
    const first = Math.min(segment.number, ...read.map((session) => session.segment));
    return segments.findIndex(({ number }) => number >= first);
  }
  return 0;
}

async function firstStepOf(segment: SegmentFile): Promise<number | undefined> {
  return segment.path === undefined
    ? (await readSegmentTimes(segment.timesPath)).firstStep
    : (await headOf(segment))?.firstStep;
}

/** The first line of a segment; undefined when its frames were dropped. */
export async function headOf({ path, compressed }: SegmentFile): Promise<SegmentHead | undefined> {
  if (path === undefined) return undefined;
  for await (const { line } of segmentLines(path, compressed)) return line.kind === 'segment' ? line : undefined;
  return undefined;
}
