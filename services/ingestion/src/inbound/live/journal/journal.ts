import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import type { RawFrame } from '../../../domain/rawFrame.js';
import { JOURNAL_SEGMENT_BYTES } from '../limits.js';
import { closeSegment } from './closeSegment.js';
import { encodeLine } from './journalLine.js';
import { leaveJournal, takeJournal } from './journalOwner.js';
import { type JournalStanding, recoverSegments } from './recoverSegments.js';
import { listSegments, openSegmentPath } from './segmentFiles.js';
import { syncFolder } from './syncFolder.js';
import { SessionPlaces } from './sessionPlaces.js';

export interface JournalOptions {
  readonly folder: string;
  /** Segments are dropped, oldest first, when all of them have more bytes than this; their steps' times are kept. */
  readonly keepBytes?: number | undefined;
  readonly segmentBytes?: number | undefined;
  /** Told of what an operator should read. */
  readonly say: (notice: string) => void;
}

interface OpenSegment {
  readonly file: FileHandle;
  readonly number: number;
  readonly firstStep: number;
  readonly timesUs: bigint[];
  bytes: number;
}

/**
 * What connectors delivered, step by step, in segments of a folder: the record that live steps rest on. A step is on the
 * disk (fdatasync) before `append` resolves, one without frames too: the log would hold it otherwise, and nobody else. One
 * process writes a journal: a second one is refused.
 */
export class Journal {
  private segment: OpenSegment | undefined;
  private closing: Promise<void> = Promise.resolve();
  private readonly places = new SessionPlaces();
  private standing: JournalStanding;
  private fresh = true;

  private constructor(
    private readonly options: JournalOptions,
    recovered: JournalStanding,
  ) {
    this.standing = recovered;
  }

  static async open(options: JournalOptions): Promise<Journal> {
    await takeJournal(options.folder);
    return new Journal(options, await recoverSegments(options.folder, options.say));
  }

  get folder(): string {
    return this.options.folder;
  }

  /** 0 before the first. */
  get lastStep(): number {
    return this.standing.lastStep;
  }

  get lastTimeUs(): bigint {
    return this.standing.lastTimeUs;
  }

  /** Connections that the process before this one left without a word. */
  get left(): ReturnType<SessionPlaces['connections']> {
    return this.standing.left.connections();
  }

  /** A failure leaves the journal as it was before; the same step may be tried again. */
  async append(number: number, timeUs: bigint, frames: readonly RawFrame[]): Promise<void> {
    const segment = (this.segment ??= await this.begin(number));
    await this.refuseOthers(segment);
    for (const frame of frames) this.places.note(frame, segment.number);
    const lines = frames.map((frame) => encodeLine({ kind: 'frame', frame }));
    lines.push(encodeLine({ kind: 'step', number, timeUs, frames: frames.length }));
    await this.write(segment, Buffer.concat(lines));
    segment.timesUs.push(timeUs);
    this.standing = { ...this.standing, lastStep: number, lastTimeUs: timeUs };
    if (segment.bytes >= (this.options.segmentBytes ?? JOURNAL_SEGMENT_BYTES)) await this.rotate();
  }

  /** Resolves when no file is about to take another name, so that the journal can be read. */
  async settled(): Promise<void> {
    await this.closing;
  }

  /** Closes the open segment, and waits for what is being compressed. */
  async close(): Promise<void> {
    await this.rotate();
    await this.closing;
    await leaveJournal(this.folder);
  }

  private async begin(firstStep: number): Promise<OpenSegment> {
    const number = this.standing.lastSegment + 1;
    const { fresh } = this;
    const head = encodeLine({ kind: 'segment', number, firstStep, fresh, sessions: this.places.all() });
    const file = await open(openSegmentPath(this.folder, number), 'w');
    const segment = { file, number, firstStep, timesUs: [], bytes: 0 };
    try {
      await this.write(segment, head);
      await syncFolder(this.folder);
    } catch (error) {
      await file.close();
      throw error;
    }
    this.fresh = false;
    this.standing = { ...this.standing, lastSegment: number };
    return segment;
  }

  private async write(segment: OpenSegment, bytes: Buffer): Promise<void> {
    try {
      for (let from = 0; from < bytes.length;) {
        const { bytesWritten } = await segment.file.write(bytes, from, bytes.length - from, segment.bytes + from);
        from += bytesWritten;
      }
      await segment.file.datasync();
      segment.bytes += bytes.length;
    } catch (error) {
      await segment.file.truncate(segment.bytes).catch(() => {});
      throw error;
    }
  }

  /** Another writer's bytes would be overwritten, and its steps with them. */
  private async refuseOthers({ file, bytes, number }: OpenSegment): Promise<void> {
    const { size } = await file.stat();
    if (size !== bytes)
      throw new Error(
        `Expected segment ${number} of ${this.folder} to end at ${bytes}, ends at ${size}: another process writes it.`,
      );
  }

  /** The next segment is written while this one is compressed; two are never compressed at once. */
  private async rotate(): Promise<void> {
    const { segment } = this;
    if (segment === undefined) return;
    this.segment = undefined;
    await this.closing;
    const { file, number, firstStep, timesUs } = segment;
    await file.close();
    if (timesUs.length === 0) return rm(openSegmentPath(this.folder, number));
    this.closing = closeSegment(this.folder, number, { firstStep, timesUs })
      .then(() => this.dropOld(number))
      .catch((error: unknown) => this.options.say(`Segment ${number} of ${this.folder} stays open: ${String(error)}`));
  }

  /** Never the last closed segment, nor one in which a session began that still stands. */
  private async dropOld(closed: number): Promise<void> {
    const { keepBytes } = this.options;
    if (keepBytes === undefined) return;
    const needed = Math.min(closed, ...this.places.all().map(({ segment }) => segment));
    const kept = (await listSegments(this.folder)).filter(({ path, compressed }) => path !== undefined && compressed);
    const sizes = await Promise.all(kept.map(async ({ path }) => (await stat(path!)).size));
    let total = sizes.reduce((sum, size) => sum + size, 0);
    for (const [index, { number, path }] of kept.entries()) {
      if (total <= keepBytes || number >= needed) return;
      await rm(path!);
      total -= sizes[index]!;
      this.options.say(`Dropped the frames of segment ${number} of ${this.folder}: it may keep ${keepBytes} bytes.`);
    }
  }
}
