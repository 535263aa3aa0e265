import { SHOWN_CHARS_MAX } from './limits.js';

/** What was made of a log: facts, nothing on purpose, or a refusal that says what was expected. */
export type LogReading<Fact> =
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  /** A known event that says nothing about what is folded here, by its name. */
  | { readonly kind: 'ignored'; readonly event: string }
  | Refusal;

/** What was made of the answer to a call. */
export type CallReading<Value> = { readonly kind: 'value'; readonly value: Value } | Refusal;

export interface Refusal {
  readonly kind: 'refused';
  readonly code: RefusalCode;
  readonly reason: string;
}

export type RefusalCode =
  /** No event of the contract's interface has this first topic. */
  | 'unknown_event'
  /** Not hexadecimal, too long, or a wrong number of topics. */
  | 'malformed_log'
  /** Topics or data aren't what the event's signature says. */
  | 'undecodable_log'
  /** The contract's interface has no such function. */
  | 'unknown_function'
  | 'reverted_call'
  | 'undecodable_result'
  /** It decodes, and can't be: an index of 0, a range that is upside down. */
  | 'impossible_value';

export function refusal(code: RefusalCode, reason: string): Refusal {
  return { kind: 'refused', code, reason };
}

export function facts<Fact>(...said: readonly Fact[]): LogReading<Fact> {
  return { kind: 'facts', facts: said };
}

export function ignored(event: string): { readonly kind: 'ignored'; readonly event: string } {
  return { kind: 'ignored', event };
}

/** A text from outside, cut to a length that a log line bears. */
export function shown(text: string): string {
  return text.length <= SHOWN_CHARS_MAX ? text : `${text.slice(0, SHOWN_CHARS_MAX)}...`;
}
