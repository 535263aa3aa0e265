import type { Event } from './eventTypes.js';
import { codecOf } from './eventTypes.js';
import { type LogRecord, headerOf, sortedHeaders } from './record.js';

/**
 * What stands around an event on the wire: CloudEvents 1.0 binary mode (attributes as `ce_` headers), plus ours.
 * Source: https://github.com/cloudevents/spec/blob/v1.0.2/cloudevents/bindings/kafka-protocol-binding.md
 */
export interface Envelope {
  /** Unique per source; derived from producer, cause and ordinal, so that the same decision has the same id. */
  readonly id: string;
  readonly source: string;
  /** Domain time, microseconds since the Unix epoch. */
  readonly timeUs: bigint;
  readonly key: string;
  readonly subject?: string;
  /** Which tenant may see it; absent for public streams. */
  readonly tenant?: string;
  readonly actor?: string;
  /** `step/N` for a decision of a step, `command/TENANT/REQUEST` for an accepted command, `control` for control records. */
  readonly causationId: string;
  readonly correlationId?: string;
  /** SHA-256 of the command's content, on the first fact of an accepted command. */
  readonly requestHash?: string;
  /** The writer's epoch; a record below the highest claim before it is void. */
  readonly epoch: bigint;
  readonly traceparent?: string;
  /** Wall time of the step's first tick, microseconds as text; for telemetry alone. */
  readonly origin?: string;
}

export const HEADER = {
  actor: 'gimbal_actor',
  causationId: 'ce_causationid',
  correlationId: 'ce_correlationid',
  epoch: 'gimbal_epoch',
  id: 'ce_id',
  origin: 'gimbal_origin',
  requestHash: 'gimbal_requesthash',
  source: 'ce_source',
  specVersion: 'ce_specversion',
  subject: 'ce_subject',
  tenant: 'gimbal_tenant',
  time: 'ce_time',
  traceparent: 'traceparent',
  type: 'ce_type',
} as const;

/** The record of an event in its envelope. */
export function toRecord(envelope: Envelope, event: Event): LogRecord {
  const codec = codecOf(event.type);
  if (codec === undefined) throw new Error(`Expected a registered event type, was ${event.type}.`);
  return {
    key: envelope.key,
    headers: sortedHeaders({
      [HEADER.actor]: envelope.actor,
      [HEADER.causationId]: envelope.causationId,
      [HEADER.correlationId]: envelope.correlationId,
      [HEADER.epoch]: envelope.epoch.toString(),
      [HEADER.id]: envelope.id,
      [HEADER.origin]: envelope.origin,
      [HEADER.requestHash]: envelope.requestHash,
      [HEADER.source]: envelope.source,
      [HEADER.specVersion]: '1.0',
      [HEADER.subject]: envelope.subject,
      [HEADER.tenant]: envelope.tenant,
      [HEADER.time]: isoMicros(envelope.timeUs),
      [HEADER.traceparent]: envelope.traceparent,
      [HEADER.type]: event.type,
    }),
    value: codec.encode(event.value).finish(),
  };
}

/** Why a record could not be read: `unknown_type` halts the partition, `malformed` is quarantined. */
export interface UnreadableRecord {
  readonly kind: 'unknown_type' | 'malformed';
  readonly reason: string;
  readonly type: string;
  readonly id: string;
}

export interface ReadRecord {
  readonly kind: 'event';
  readonly envelope: Envelope;
  readonly event: Event;
}

/** Reads envelope and event; never throws. */
export function readRecord(record: LogRecord): ReadRecord | UnreadableRecord {
  const type = headerOf(record, HEADER.type) ?? '';
  const id = headerOf(record, HEADER.id) ?? '';
  const codec = codecOf(type);
  if (codec === undefined) {
    return { kind: 'unknown_type', type, id, reason: `Expected an event type that this build knows, was "${type}".` };
  }
  try {
    return { kind: 'event', envelope: readEnvelope(record, id), event: { type, value: codec.decode(record.value) } };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { kind: 'malformed', type, id, reason: `Expected a ${type} of valid bytes: ${message}` };
  }
}

/** The envelope alone, for readers that skip the value. Throws when a header that must be there is not. */
export function readEnvelope(record: LogRecord, id = headerOf(record, HEADER.id) ?? ''): Envelope {
  const causationId = headerOf(record, HEADER.causationId);
  const epoch = headerOf(record, HEADER.epoch);
  const time = headerOf(record, HEADER.time);
  if (id === '' || causationId === undefined || epoch === undefined || time === undefined) {
    throw new Error('Expected the headers ce_id, ce_causationid, ce_time and gimbal_epoch.');
  }
  return {
    id,
    source: headerOf(record, HEADER.source) ?? '',
    timeUs: microsOf(time),
    key: record.key,
    subject: headerOf(record, HEADER.subject),
    tenant: headerOf(record, HEADER.tenant),
    actor: headerOf(record, HEADER.actor),
    causationId,
    correlationId: headerOf(record, HEADER.correlationId),
    requestHash: headerOf(record, HEADER.requestHash),
    epoch: BigInt(epoch),
    traceparent: headerOf(record, HEADER.traceparent),
  };
}

/** RFC 3339 with microseconds, which a JavaScript Date can't hold. */
export function isoMicros(timeUs: bigint): string {
  const millis = Number(timeUs / 1000n);
  const micros = Number(timeUs % 1000n);
  return new Date(millis).toISOString().replace('Z', `${String(micros).padStart(3, '0')}Z`);
}

export function microsOf(iso: string): bigint {
  const match = /^(.*\.\d{3})(\d{3})Z$/.exec(iso);
  if (match === null)
    throw new Error(`Expected a time with microseconds such as 2023-08-17T21:45:23.000000Z, was "${iso}".`);
  return BigInt(Date.parse(`${match[1]}Z`)) * 1000n + BigInt(match[2]!);
}
