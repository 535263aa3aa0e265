import { CHAIN_DATA_BYTES_MAX, CHAIN_READS_MAX } from '../../../limits.js';
import { READ_CHARS_MAX } from '../limits.js';
import type { AnsweredRead } from './heldPositions.js';

/** What a read takes in a frame beside its call, its answer and its name: the address, the account and the names of the fields. */
const OTHER_CHARS = 200;
/** Two digits a byte, and 0x. */
const ANSWER_CHARS_MAX = 2 + 2 * CHAIN_DATA_BYTES_MAX;

/**
 * The reads of a block that its frame has room for, the first ones first, as they were given: a frame with more is refused whole, and
 * the chain stands still. An answer that the fold would refuse for its length is left out.
 */
export function fittingReads(reads: readonly AnsweredRead[]): readonly AnsweredRead[] {
  const fitting: AnsweredRead[] = [];
  let chars = 0;
  for (const read of reads) {
    const [planned, { returnData }] = read;
    if (returnData.length > ANSWER_CHARS_MAX) continue;
    chars += planned.callData.length + returnData.length + planned.function.length + OTHER_CHARS;
    if (chars > READ_CHARS_MAX || fitting.length === CHAIN_READS_MAX) break;
    fitting.push(read);
  }
  return fitting;
}
