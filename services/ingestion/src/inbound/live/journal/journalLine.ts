import { crc32 } from 'node:zlib';
import { z } from 'zod';
import type { FrameControl, RawFrame } from '../../../domain/rawFrame.js';

/**
 * A journal is lines of JSON, each behind the CRC-32 of its bytes, so that a line which a crash cut short, or which a
 * disk changed, is told from a whole one, and the rest can still be read with an editor.
 */
export type JournalLine =
  /** The first of a segment. */
  | {
      readonly kind: 'segment';
      readonly number: number;
      /** The step that the segment begins with. */
      readonly firstStep: number;
      /** A process begins with it, and knows nothing of the sessions before. */
      readonly fresh: boolean;
      /** The sessions as they stood when the segment began. */
      readonly sessions: readonly StandingSession[];
    }
  | { readonly kind: 'frame'; readonly frame: RawFrame }
  /** The end of a step. Frames that no such line follows were never let out, and count for nothing. */
  | { readonly kind: 'step'; readonly number: number; readonly timeUs: bigint; readonly frames: number };

export interface StandingSession {
  readonly feed: string;
  /** The segment in which it began: with `connected`, or with the first frame of its process. */
  readonly segment: number;
  /** The connection that stands; undefined after `disconnected`. */
  readonly connection?: Connection | undefined;
}

export interface Connection {
  readonly connector: string;
  readonly session: number;
  readonly endpoint: string;
}

/** The CRC in hexadecimal, and a space. */
const CHECK_BYTES = 9;
const NEWLINE = 0x0a;

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const MICROSECONDS = /^-?\d{1,19}$/;
const us = z.string().regex(MICROSECONDS).transform(BigInt);
const count = z.int().nonnegative();
const text = z.string();

const controlSchema = z.union([
  z.strictObject({
    kind: z.literal('connected'),
    connector: text,
    session: count,
    endpoint: text,
    carried: text.exactOptional(),
  }),
  z.strictObject({ kind: z.literal('disconnected'), connector: text, session: count, endpoint: text, reason: text }),
  z.strictObject({ kind: z.literal('clock'), connector: text, offsetUs: us, roundTripUs: us }),
  z.strictObject({ kind: z.enum(['degraded', 'restored']), connector: text, reason: text, detail: text }),
]);
const segmentSchema = z.strictObject({
  k: z.literal('segment'),
  format: z.literal('gimbal-journal/1'),
  number: count,
  firstStep: count,
  fresh: z.boolean(),
  sessions: z.array(
    z.strictObject({
      feed: text,
      segment: count,
      connection: z.strictObject({ connector: text, session: count, endpoint: text }).optional(),
    }),
  ),
});
const lineSchema = z.union([
  z.strictObject({ f: text, t: us, x: text }),
  z.strictObject({ f: text, t: us, b: z.base64() }),
  z.strictObject({ f: text, t: us, c: controlSchema }),
  z.strictObject({ k: z.literal('step'), n: count, t: us, frames: count }),
  segmentSchema,
]);

/** The line with its end. */
export function encodeLine(line: JournalLine): Buffer {
  const text = JSON.stringify(documentOf(line));
  const bytes = Buffer.allocUnsafe(CHECK_BYTES + Buffer.byteLength(text, 'utf8') + 1);
  bytes.write(text, CHECK_BYTES, 'utf8');
  const check = crc32(bytes.subarray(CHECK_BYTES, -1)).toString(16).padStart(8, '0');
  bytes.write(`${check} `, 0, 'latin1');
  bytes[bytes.length - 1] = NEWLINE;
  return bytes;
}

/** Undefined when the line isn't whole. `bytes` are without the end of the line. */
export function decodeLine(bytes: Uint8Array): JournalLine | undefined {
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const body = line.subarray(CHECK_BYTES);
  if (body.length === 0 || crc32(body) !== parseInt(line.toString('latin1', 0, 8), 16)) return undefined;
  const document = parsedJson(body.toString('utf8'));
  const message = messageOf(document);
  if (message !== undefined) return message;
  const parsed = lineSchema.safeParse(document);
  return parsed.success ? lineOf(parsed.data) : undefined;
}

function documentOf(line: JournalLine): object {
  switch (line.kind) {
    case 'segment':
      return {
        k: 'segment',
        format: 'gimbal-journal/1',
        number: line.number,
        firstStep: line.firstStep,
        fresh: line.fresh,
        sessions: line.sessions,
      };
    case 'step':
      return { k: 'step', n: line.number, t: line.timeUs.toString(), frames: line.frames };
    case 'frame': {
      const { feed, raw, receivedAtUs, control } = line.frame;
      const at = { f: feed, t: receivedAtUs.toString() };
      if (control !== undefined) return { ...at, c: controlDocument(control) };
      const words = utf8(raw);
      return words === undefined ? { ...at, b: Buffer.from(raw).toString('base64') } : { ...at, x: words };
    }
  }
}

function lineOf(document: z.output<typeof lineSchema>): JournalLine {
  if ('k' in document) {
    if (document.k === 'step') {
      return { kind: 'step', number: document.n, timeUs: document.t, frames: document.frames };
    }
    const { number, firstStep, fresh, sessions } = document;
    return { kind: 'segment', number, firstStep, fresh, sessions };
  }
  const at = { feed: document.f, receivedAtUs: document.t };
  if ('c' in document) {
    return { kind: 'frame', frame: { ...at, raw: new Uint8Array(0), control: document.c satisfies FrameControl } };
  }
  const raw = 'x' in document ? Buffer.from(document.x, 'utf8') : Buffer.from(document.b, 'base64');
  return { kind: 'frame', frame: { ...at, raw } };
}

/** Nearly all lines are this one, so it is read without the schema's ceremony. */
function messageOf(document: unknown): JournalLine | undefined {
  const { f, t, x, ...more } = (document ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof f !== 'string' || typeof t !== 'string' || typeof x !== 'string' || !MICROSECONDS.test(t))
    return undefined;
  if (Object.keys(more).length > 0) return undefined;
  return { kind: 'frame', frame: { feed: f, receivedAtUs: BigInt(t), raw: Buffer.from(x, 'utf8') } };
}

function controlDocument(control: FrameControl): object {
  if (control.kind !== 'clock') return control;
  return { ...control, offsetUs: control.offsetUs.toString(), roundTripUs: control.roundTripUs.toString() };
}

function utf8(raw: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(raw);
  } catch {
    return undefined;
  }
}

function parsedJson(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}
