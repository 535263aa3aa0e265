import type { Event } from '@gimbal/contracts';
import type { LendingAction } from './paperChain/lendingAction.js';

/** Something that a frame tells, on its way to the log. */
export interface Observed {
  readonly topic: 'market' | 'protocol' | 'account';
  readonly key: string;
  readonly event: Event;
  readonly observedAtUs: bigint;
}

/** What a decoder made of a frame. A decoder may refuse; it never throws. */
export type Decoded =
  | ({ readonly kind: 'observation' } & Observed)
  /** A row that repeats the state because nothing happened. It proves that the source is there, and says nothing. */
  | { readonly kind: 'carried'; readonly sequence: bigint; readonly observedAtUs: bigint }
  /** Something that a paper account does on the paper chain. */
  | { readonly kind: 'lending_action'; readonly action: LendingAction }
  | { readonly kind: 'refused'; readonly reason: string };

export function refused(reason: string): { readonly kind: 'refused'; readonly reason: string } {
  return { kind: 'refused', reason };
}
