import { BATCH_MESSAGE_BYTES_MAX, MESSAGE_BYTES_MAX } from '../limits.js';

/** Methods that carry batches in columns. Each other keeps to the common limit, also where it is hosted beside one of these. */
const BATCH_METHODS: ReadonlySet<string> = new Set([
  '/gimbal.pricing.v1.PricingService/PriceBatch',
  '/gimbal.pricing.v1.PricingService/ImpliedVolatilityBatch',
]);

/** Bytes of one message of a method, either way. */
export function messageBytesMaxOf(path: string): number {
  return BATCH_METHODS.has(path) ? BATCH_MESSAGE_BYTES_MAX : MESSAGE_BYTES_MAX;
}

/** What a server or a client has to let through for all of its methods: gRPC knows one limit for a whole connection. */
export function messageBytesMaxOfAll(paths: Iterable<string>): number {
  return Math.max(MESSAGE_BYTES_MAX, ...[...paths].map(messageBytesMaxOf));
}
