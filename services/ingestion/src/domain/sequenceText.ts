import type { Continuity } from './feedDescription.js';

const MS_PER_MINUTE = 60_000;

/** A sequence as people and the log read it: a round by its number, a minute as its time. */
export function sequenceText(sequence: bigint, continuity: Continuity): string {
  return continuity === 'minutes' || continuity === 'minutes-carried'
    ? new Date(Number(sequence) * MS_PER_MINUTE).toISOString()
    : sequence.toString();
}

/** The sequence that a text of `sequenceText` stands for; undefined for any other text. */
export function sequenceOfText(text: string): bigint | undefined {
  if (/^[0-9]{1,30}$/.test(text)) return BigInt(text);
  const millis = Date.parse(text);
  return Number.isNaN(millis) ? undefined : BigInt(Math.floor(millis / MS_PER_MINUTE));
}
