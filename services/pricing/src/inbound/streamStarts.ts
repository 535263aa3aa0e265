import type { Position } from '@gimbal/contracts/log/v1/log';
import type { EventLog } from '@gimbal/event-log';
import { fromPosition, RpcFailure } from '@gimbal/runtime';

/** A place in the log from which a stream goes on. */
export interface StreamStart {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/**
 * The positions that a stream goes on from. `partitionsOf` has the partitions that the stream reads by topic. Throws
 * INVALID_ARGUMENT for a position of no such topic or partition and OUT_OF_RANGE for one that is not kept (yet or any
 * more), each naming its place in the request: a stream from nowhere would be silent for ever.
 */
export async function streamStarts(
  log: EventLog,
  from: readonly Position[],
  partitionsOf: ReadonlyMap<string, readonly number[]>,
): Promise<StreamStart[]> {
  return Promise.all(
    from.map(async (position, i) => {
      const field = `from[${i}]`;
      const partitions = partitionsOf.get(position.topic);
      const place = fromPosition(position);
      if (partitions === undefined || place === undefined || place.offset < 0) {
        const expected = `a position of ${[...partitionsOf.keys()].join(' or ')} in ${field}`;
        const message = `Expected ${expected}, was ${position.topic}@${position.offset}.`;
        throw new RpcFailure('INVALID_ARGUMENT', message, { field });
      }
      const { topic, partition, offset } = place;
      if (!partitions.includes(partition)) {
        const expected = `a partition of ${topic} that the stream reads (${partitions.join(', ')}) in ${field}`;
        throw new RpcFailure('INVALID_ARGUMENT', `Expected ${expected}, was ${partition}.`, { field });
      }
      const [first, head] = await Promise.all([log.firstOffset(place), log.head(place)]);
      if (offset < first || offset > head) {
        const expected = `an offset of ${first} to ${head} of ${topic} partition ${partition} in ${field}`;
        throw new RpcFailure('OUT_OF_RANGE', `Expected ${expected}, was ${offset}.`, { field });
      }
      return place;
    }),
  );
}
