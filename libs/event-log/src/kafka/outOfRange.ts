import { LogFailure, type SubscribeFrom } from '../eventLog.js';
import type { ConnectionLender } from './connectionLender.js';
import type { LeaderDirectory } from './leaderDirectory.js';
import { listOffsets } from './listOffsets.js';

/** Why a broker called an offset out of range: expired, or not yet written. Rejects with LogFailure when it cannot tell. */
export async function outOfRange(
  place: SubscribeFrom,
  directory: LeaderDirectory,
  lender: ConnectionLender,
): Promise<LogFailure> {
  const name = `${place.topic}/${place.partition}`;
  const [first = 0] = await listOffsets([place], 'first', directory, lender);
  if (place.offset < first) {
    return new LogFailure('offset_expired', `Expected an offset of ${name} from ${first} on, was ${place.offset}.`);
  }
  const [head = 0] = await listOffsets([place], 'head', directory, lender);
  if (place.offset > head) {
    return new LogFailure(
      'offset_beyond_head',
      `Expected an offset of ${name} up to its head ${head}, was ${place.offset}.`,
    );
  }
  return new LogFailure(
    'unavailable',
    `Expected to read ${name} from ${place.offset}, which its leader does not hold yet.`,
  );
}
