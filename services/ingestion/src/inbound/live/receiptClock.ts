import { CLOCK_SET_BACK_US } from './limits.js';
import type { LiveIo } from './liveIo.js';

/**
 * When what one client received was received, microseconds: each after the one before it. A venue's state that bears no time of its own
 * is as old as its receipt, and of two states of one moment the second would be taken for the first again. Only a clock that was set
 * back goes back.
 */
export function receiptClock({ nowUs }: Pick<LiveIo, 'nowUs'>): () => bigint {
  let lastUs: bigint | undefined;
  return () => {
    const foundUs = nowUs();
    const isSetBack = lastUs !== undefined && lastUs - foundUs > CLOCK_SET_BACK_US;
    lastUs = lastUs === undefined || isSetBack || foundUs > lastUs ? foundUs : lastUs + 1n;
    return lastUs;
  };
}
