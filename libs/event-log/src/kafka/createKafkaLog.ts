import type { EventLog } from '../eventLog.js';
import type { SegmentReader } from '../segmentReader.js';
import { KafkaLog } from './kafkaLog.js';
import { quietIdleQueue } from './quietIdleQueue.js';
import type { KafkaLogOptions } from './settings.js';

/** Opens the log over Kafka (2.3 or later). Rejects with LogFailure `unavailable` when no broker answers in time. */
export async function createKafkaLog(options: KafkaLogOptions): Promise<EventLog & SegmentReader> {
  quietIdleQueue();
  const log = new KafkaLog(options);
  await log.greet();
  return log;
}
