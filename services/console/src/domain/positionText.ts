import { invalidField } from './apiFailure.js';

/** A place in a stream of the log. */
export interface StreamPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
}

/** The streams of /api/stream that stand in the log, and so can be resumed. */
const RESUMABLE_TOPICS: ReadonlySet<string> = new Set([
  'exposure',
  'execution',
  'governance',
  'marks.kept',
  'marks.live',
]);

const POSITION = /^([a-z][a-z.]{0,31})\/(\d{1,4})@(\d{1,16})$/;

/** For example exposure/2@3017. */
export function positionText({ topic, partition, offset }: StreamPosition): string {
  return `${topic}/${partition}@${offset}`;
}

/** Reads what `positionText` writes; throws ApiFailure 400 naming the field. */
export function parsePosition(text: string, field: string): StreamPosition {
  const match = POSITION.exec(text);
  const topic = match?.[1] ?? '';
  if (match === null || !RESUMABLE_TOPICS.has(topic)) {
    const shown = JSON.stringify(text.slice(0, 64));
    throw invalidField(field, `Expected a position such as exposure/2@3017 of a stream of the page, was ${shown}.`);
  }
  return { topic, partition: Number(match[2]), offset: BigInt(match[3]!) };
}
