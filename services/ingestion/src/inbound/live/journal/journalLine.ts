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

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const us = z
  .string()
  .regex(/^-?\d{1,19}$/)
  .transform(BigInt);
const count = z.int().nonnegative();
const text = z.string();

const controlSchema = z.union([
  z.strictObject({ kind: z.literal('connected'), connector: text, session: count, endpoint: text }),
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
  const body = Buffer.from(JSON.stringify(documentOf(line), bigintText), 'utf8');
  const check = crc32(body).toString(16).padStart(8, '0');
  return Buffer.concat([Buffer.from(`${check} `, 'latin1'), body, NEWLINE]);
}

/** Undefined when the line isn't whole. `bytes` are without the end of the line. */
export function decodeLine(bytes: Uint8Array): JournalLine | undefined {
  const line = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const body = line.subarray(9);
  if (line.length < 10 || crc32(body) !== parseInt(line.toString('latin1', 0, 8), 16)) return undefined;
  const parsed = lineSchema.safeParse(parsedJson(body.toString('utf8')));
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
      return { k: 'step', n: line.number, t: line.timeUs, frames: line.frames };
    case 'frame': {
      const { feed, raw, receivedAtUs, control } = line.frame;
      if (control !== undefined) return { f: feed, t: receivedAtUs, c: control };
      const words = utf8(raw);
      return words === undefined
        ? { f: feed, t: receivedAtUs, b: Buffer.from(raw).toString('base64') }
        : { f: feed, t: receivedAtUs, x: words };
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

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
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

const NEWLINE = Buffer.from('\n', 'latin1');
