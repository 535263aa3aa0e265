import type { GetStatusResponse } from '@gimbal/contracts/ops/v1/ops_service';
import type { OpsPorts } from './opsPorts.js';

/** Where the service stands, with the head of each of its streams, asked at once. */
export async function statusAnswer(ports: OpsPorts): Promise<GetStatusResponse> {
  const status = ports.status();
  const heads = await ports.log.heads(status.streams);
  return {
    service: ports.service,
    owner: status.owner,
    epoch: status.epoch,
    step: BigInt(status.step.number),
    stepTimeUs: status.step.timeUs,
    state: status.state,
    reason: status.reason,
    quarantinedRecords: BigInt(status.quarantinedRecords),
    streams: status.streams.map((stream, i) => ({
      topic: stream.topic,
      partition: stream.partition,
      nextOffset: BigInt(stream.nextOffset),
      // Asked after the status was taken, so never behind it; a stream that isn't in the log yet has head 0.
      headOffset: BigInt(Math.max(heads[i] ?? 0, stream.nextOffset)),
    })),
  };
}
