import { HEADER, headerOf, type LogRecord, microsOf, readRecord, type ReadRecord } from '@gimbal/contracts';
import { RecordQuarantined, Sealed, StepEnded, WriterClaimed } from '@gimbal/contracts/log/v1/log';
import { stepOf } from '../partitionFilter.js';
import { ByteInterner, NOT_ASCII } from './byteInterner.js';
import { EPOCH_END, EPOCH_START, ID_END, ID_START, TIME_END, TIME_START } from './tradeRows.js';

/** `pass`: fold it. `drop`: void or a duplicate. `slow`: nothing was noted, the record has to be decoded. */
export type Gate = 'pass' | 'drop' | 'slow';

export type SlowGate =
  | { readonly kind: 'event'; readonly read: ReadRecord }
  | { readonly kind: 'drop' | 'malformed' }
  | { readonly kind: 'unknown_type'; readonly type: string };

const SKIPPED: ReadonlySet<string> = new Set([Sealed.$type, RecordQuarantined.$type]);
/** 2023-08-17T21:45:23.000000Z */
const TIME_LENGTH = 27;
const TIME_WORDS = 7;

/**
 * The rules of PartitionFilter over bytes: voids what is not of the highest claim, then drops an id that was seen since
 * the last marker. Both are kept exactly, without a string for a record of the usual shape.
 */
export class EventGate {
  private claimedEpoch = 0n;
  private epochText = Buffer.from('0');
  private endedStep = 0;
  /** Ids since the last marker, as UTF-8. */
  private readonly openIds = new ByteInterner();
  /** As words; the last one overlaps the one before. */
  private readonly lastTime = new Int32Array(TIME_WORDS);

  /** For a trade of the usual shape whose causation is a command. */
  admit(view: DataView, bytes: Buffer, words: Int32Array, row: number): Gate {
    if (!this.isClaimed(bytes, words[row + EPOCH_START]!, words[row + EPOCH_END]!)) return 'slow';
    if (!this.isTime(view, bytes, words[row + TIME_START]!, words[row + TIME_END]!)) return 'slow';
    const known = this.openIds.size;
    const id = this.openIds.intern(view, words[row + ID_START]!, words[row + ID_END]!, 0, true);
    if (id === NOT_ASCII) return 'slow';
    return id < known ? 'drop' : 'pass';
  }

  /** For any record, decoded. */
  admitSlowly(record: LogRecord): SlowGate {
    const type = headerOf(record, HEADER.type) ?? '';
    const text = headerOf(record, HEADER.epoch);
    if (text === undefined || !/^\d{1,18}$/.test(text)) return { kind: 'malformed' };
    const epoch = BigInt(text);
    const isClaim = type === WriterClaimed.$type;
    if (epoch < this.claimedEpoch || (!isClaim && epoch > this.claimedEpoch)) return { kind: 'drop' };
    if (isClaim) {
      this.claimedEpoch = epoch;
      this.epochText = Buffer.from(epoch.toString());
      return { kind: 'drop' };
    }
    if (SKIPPED.has(type)) return { kind: 'drop' };
    const read = readRecord(record);
    if (read.kind !== 'event')
      return read.kind === 'malformed' ? { kind: 'malformed' } : { kind: 'unknown_type', type };
    if (type === StepEnded.$type) {
      this.endStep(Number((read.event.value as StepEnded).step));
      return { kind: 'drop' };
    }
    return this.isDuplicate(read.envelope.id, read.envelope.causationId) ? { kind: 'drop' } : { kind: 'event', read };
  }

  private endStep(number: number): void {
    if (number <= this.endedStep) return;
    this.endedStep = number;
    this.openIds.clear();
  }

  private isDuplicate(id: string, causationId: string): boolean {
    const bytes = Buffer.from(id);
    const known = this.openIds.size;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    if (this.openIds.intern(view, 0, bytes.length, 0, false) < known) return true;
    const step = stepOf(causationId);
    if (step === undefined || step > this.endedStep) return false;
    this.openIds.forgetLast();
    return true;
  }

  private isClaimed(bytes: Buffer, epochStart: number, epochEnd: number): boolean {
    const { epochText } = this;
    if (epochEnd - epochStart !== epochText.length) return false;
    for (let i = 0; i < epochText.length; i++) if (bytes[epochStart + i] !== epochText[i]) return false;
    return true;
  }

  /** Commands of one step carry the step's time, so it is mostly the one before. */
  private isTime(view: DataView, bytes: Buffer, start: number, end: number): boolean {
    if (end - start !== TIME_LENGTH) return false;
    const { lastTime } = this;
    let differs = view.getInt32(start + TIME_LENGTH - 4, true) ^ lastTime[TIME_WORDS - 1]!;
    for (let i = 0; i < TIME_WORDS - 1; i++) differs |= view.getInt32(start + i * 4, true) ^ lastTime[i]!;
    if (differs === 0) return true;
    try {
      microsOf(bytes.toString('utf8', start, end));
    } catch {
      return false;
    }
    for (let i = 0; i < TIME_WORDS - 1; i++) lastTime[i] = view.getInt32(start + i * 4, true);
    lastTime[TIME_WORDS - 1] = view.getInt32(start + TIME_LENGTH - 4, true);
    return true;
  }
}
