export { canonicalBytes, canonicalLength, parseCanonical } from './canonicalBytes.js';
export {
  type Envelope,
  HEADER,
  isoMicros,
  microsOf,
  readEnvelope,
  readRecord,
  type ReadRecord,
  toRecord,
  type UnreadableRecord,
} from './envelope.js';
export {
  type AnyCodec,
  codecOf,
  controlEventTypes,
  type Event,
  event,
  type EventCodec,
  eventTypesOf,
  isEvent,
} from './eventTypes.js';
export {
  degradationOf,
  type FeedDegradation,
  type FeedDoubt,
  type FeedDoubtRows,
  foldFeedDoubt,
  isUntrustedReason,
} from './feedDoubts.js';
export { unheardReasons, type WatchedPlace } from './unheardAccount.js';
export { packDoubles, packUint16, packUint32, unpackDoubles, unpackUint16, unpackUint32 } from './marksColumns.js';
export { partitionOf } from './partitionOf.js';
export { headerOf, type LogRecord, sortedHeaders } from './record.js';
export {
  DEFAULT_PARTITION_COUNT,
  isTopicName,
  type Plane,
  type ServiceName,
  type Topic,
  type TopicName,
  topicNames,
  topics,
  topicsOwnedBy,
} from './topics.js';
