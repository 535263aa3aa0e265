import { DEFAULT_PARTITION_COUNT, HEADER, headerOf, type TopicName } from '@gimbal/contracts';
import { recordsOf } from '@gimbal/all-in-one-service';
import type { EventLog } from '@gimbal/event-log';

const CLAIM = 'gimbal.log.v1.WriterClaimed';

export interface PartitionEpochs {
  /** The highest epoch that the partition was claimed with. */
  readonly highest: bigint;
  /** Records below the highest claim before them. */
  readonly void: number;
}

/** What the log itself says of the owners of its partitions, read by nobody's rules but those of the architecture's page. */
export async function recordedEpochs(
  log: EventLog,
  topics: readonly TopicName[],
): Promise<ReadonlyMap<string, PartitionEpochs>> {
  const found = new Map<string, PartitionEpochs>();
  for (const topic of topics) {
    for (let partition = 0; partition < DEFAULT_PARTITION_COUNT; partition++) {
      let highest = 0n;
      let voided = 0;
      for await (const records of recordsOf(log, topic, partition)) {
        for (const record of records) {
          const epoch = BigInt(headerOf(record, HEADER.epoch)!);
          if (epoch < highest) voided++;
          else if (headerOf(record, HEADER.type) === CLAIM) highest = epoch;
        }
      }
      found.set(`${topic}/${partition}`, { highest, void: voided });
    }
  }
  return found;
}
