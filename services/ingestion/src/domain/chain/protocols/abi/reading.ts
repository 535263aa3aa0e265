import { SHOWN_CHARS_MAX } from './limits.js';

/** What was made of a log: facts, nothing on purpose, or a refusal that says what was expected. */
export type LogReading<Fact> =
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  /** A known event that says nothing about what is folded here, by its name. */
  | { readonly kind: 'ignored'; readonly event: string }
  | Refusal;

export interface Refusal {
  readonly kind: 'refused';
  readonly code: RefusalCode;
  readonly reason: string;
}

export type RefusalCode =
  /** No event of the contract's interface has this first topic. */
  | 'unknown_event'
  /** Too long, or a wrong number of topics. */
  | 'malformed_log'
  /** Topics or data aren't what the event's signature says. */
  | 'undecodable_log'
  | 'malformed_call'
  /** No function of the contract's interface has this selector. */
  | 'unknown_function'
  | 'undecodable_call'
  | 'reverted_call'
  | 'undecodable_result'
  /** It decodes, and can't be: a share that is worth 0, a symbol of control characters. */
  | 'impossible_value'
  /** What it is about isn't in the catalogue: a market, a token, a chain. */
  | 'not_in_catalogue';

export function refusal(code: RefusalCode, reason: string): Refusal {
  return { kind: 'refused', code, reason };
}

export function facts<Fact>(...said: readonly Fact[]): {
  readonly kind: 'facts';
  readonly facts: readonly Fact[];
} {
  return { kind: 'facts', facts: said };
}

export function ignored(event: string): { readonly kind: 'ignored'; readonly event: string } {
  return { kind: 'ignored', event };
}

/** A text from outside, cut to a length that a log line bears. */
export function shown(text: string): string {
  return text.length <= SHOWN_CHARS_MAX ? text : `${text.slice(0, SHOWN_CHARS_MAX)}...`;
}
