import type { HeldPosition, StateFact } from './chainFact.js';

/** The row of a position, beside those of protocols. */
export function heldPositionKey(
  position: Pick<HeldPosition | StateFact, 'accountId' | 'instrumentId' | 'source'>,
): string {
  return `position/${position.accountId}|${position.instrumentId}|${position.source}`;
}

/** The row that says that a position's facts have begun, for an account whose opening is `read`. */
export function openedKey(position: Pick<StateFact, 'accountId' | 'instrumentId' | 'source'>): string {
  return `opened/${position.accountId}|${position.instrumentId}|${position.source}`;
}

export function isPositionKey(key: string): boolean {
  return key.startsWith('position/');
}

/** A row of the chain fold's own, not of a protocol. */
export function isOwnKey(key: string): boolean {
  return isPositionKey(key) || key.startsWith('opened/');
}
