export {
  type Appended,
  type AppendRequest,
  type Batch,
  type BatchHandler,
  type EventLog,
  LogFailure,
  type LogFailureCode,
  type ReadOptions,
  type StoredRecord,
  type SubscribeFrom,
  type Subscription,
  type TopicPartition,
  type TopicSettings,
} from './eventLog.js';
export { READ_MAX_BYTES, READ_MAX_RECORDS, RECORD_MAX_BYTES } from './limits.js';
export { isSegmentReader, type Segment, type SegmentReader } from './segmentReader.js';
