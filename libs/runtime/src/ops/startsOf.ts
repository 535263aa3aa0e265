import type { TailTopicRequest } from '@gimbal/contracts/ops/v1/ops_service';
import { fromPosition } from '../commands/position.js';
import { RpcFailure } from '../grpc/rpcFailure.js';
import type { TailStart } from '../streams/tailTopic.js';

/** Where a tail begins. Throws INVALID_ARGUMENT for a place that the topic doesn't have, or a partition named twice. */
export function startsOf(request: TailTopicRequest, partitionCount: number): TailStart[] {
  const seen = new Set<number>();
  return request.from.map((position) => {
    const place = fromPosition(position);
    const fits = position.topic === '' || position.topic === request.topic;
    if (place === undefined || !fits || position.partition >= partitionCount || seen.has(position.partition)) {
      const found = `${position.topic}/${position.partition}@${position.offset}`;
      const message = `Expected one place for each of the ${partitionCount} partitions of ${request.topic}, was ${found}.`;
      throw new RpcFailure('INVALID_ARGUMENT', message, { field: 'from' });
    }
    seen.add(position.partition);
    return { partition: place.partition, offset: place.offset };
  });
}
