import { basename, resolve } from 'node:path';
import { type FeedCatalogue, feedCatalogue } from '../../../domain/feedCatalogue.js';
import type { RawFrame } from '../../../domain/rawFrame.js';
import type { VenueProtocolOf } from '../../../domain/venues/venueProtocols.js';
import { JOURNAL_STEPS_MAX } from '../../../limits.js';
import type { RecordingManifest } from '../../recording/manifest.js';
import type { StepTimes, StreamedRecording } from '../../replay/replay.js';
import { type JournalStep, readJournal } from './readJournal.js';
import { listSegments, type SegmentFile } from './segmentFiles.js';
import { segmentLines } from './segmentLines.js';
import { readSegmentTimes } from './segmentTimes.js';

/**
 * A journal as a recording: step n is the n-th whose frames are there. It is read from segment to segment as steps are
 * asked for, in their order; nothing of the folder is changed, and a torn tail counts for nothing.
 */
export async function openJournalRecording(
  folder: string,
  manifest: RecordingManifest,
  protocolOf?: VenueProtocolOf,
): Promise<StreamedRecording> {
  const catalogue = feedCatalogue(manifest.feeds, manifest.watched);
  const { firstStep, stepTimesUs } = await stepsOf(folder);
  if (stepTimesUs.length > JOURNAL_STEPS_MAX)
    throw new Error(`Expected at most ${JOURNAL_STEPS_MAX} steps in ${folder}, were ${stepTimesUs.length}.`);
  const reader = new StepReader(folder, catalogue, protocolOf);
  return {
    name: basename(resolve(folder)),
    title: manifest.title,
    assumptions: manifest.assumptions,
    catalogue,
    stepTimesUs,
    framesOf: (step) => reader.framesOf(firstStep + step - 1),
    close: () => reader.close(),
  };
}

class StepReader {
  private steps: AsyncGenerator<JournalStep> | undefined;
  private next = 0;

  constructor(
    private readonly folder: string,
    private readonly catalogue: FeedCatalogue,
    private readonly protocolOf: VenueProtocolOf | undefined,
  ) {}

  async framesOf(number: number): Promise<readonly RawFrame[]> {
    if (this.steps === undefined || this.next !== number) {
      await this.close();
      this.steps = readJournal(this.folder, number, this.catalogue, this.protocolOf);
    }
    const { value, done } = await this.steps.next();
    this.next = number + 1;
    if (done === true || value.number !== number || value.frames === undefined) {
      throw new Error(`Expected step ${number} in the journal ${this.folder}, it isn't there any more.`);
    }
    return value.frames;
  }

  async close(): Promise<void> {
    await this.steps?.return(undefined);
    this.steps = undefined;
  }
}

async function stepsOf(folder: string): Promise<{ firstStep: number; stepTimesUs: StepTimes }> {
  // Eight bytes each: as a list of bigints they would take four times as much.
  const segments: BigInt64Array[] = [];
  let firstStep = 1;
  for (const segment of await listSegments(folder)) {
    if (segment.path === undefined) continue;
    const times = await timesOf(segment, segment.path);
    if (segments.length === 0) ({ firstStep } = times);
    segments.push(BigInt64Array.from(times.timesUs));
  }
  const stepTimesUs = new BigInt64Array(segments.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const times of segments) {
    stepTimesUs.set(times, at);
    at += times.length;
  }
  return { firstStep, stepTimesUs };
}

async function timesOf(
  { compressed, timesPath }: SegmentFile,
  path: string,
): Promise<{ readonly firstStep: number; readonly timesUs: readonly bigint[] }> {
  if (compressed) return readSegmentTimes(timesPath);
  const timesUs: bigint[] = [];
  let firstStep = 1;
  for await (const { line } of segmentLines(path, compressed)) {
    if (line.kind === 'segment') ({ firstStep } = line);
    if (line.kind === 'step') timesUs.push(line.timeUs);
  }
  return { firstStep, timesUs };
}
