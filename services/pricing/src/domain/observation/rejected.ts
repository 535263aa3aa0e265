import type { Rejected } from './observation.js';

/** A value that was not taken, with what was expected of it. */
export function rejected(feed: string, expected: string, found: string | number): Rejected {
  return { kind: 'rejected', feed, reason: `Expected ${expected}, was ${found === '' ? 'nothing' : found}.` };
}
