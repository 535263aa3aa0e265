import { LogFailure, type LogFailureCode } from '../eventLog.js';

/** Error codes of the Kafka protocol that mean something to us (https://kafka.apache.org/protocol#protocol_error_codes). */
export const errorCodes = {
  none: 0,
  offsetOutOfRange: 1,
  unknownTopicOrPartition: 3,
  leaderNotAvailable: 5,
  messageTooLarge: 10,
  recordListTooLarge: 18,
  outOfOrderSequence: 45,
  invalidProducerEpoch: 47,
  unknownProducerId: 59,
} as const;

/** The broker has forgotten or never knew this producer's sequence: a new producer id is needed. */
export function asksForNewProducer(code: number): boolean {
  return (
    code === errorCodes.outOfOrderSequence ||
    code === errorCodes.invalidProducerEpoch ||
    code === errorCodes.unknownProducerId
  );
}

/** What the broker refused for good, or undefined for what may be tried again. */
export function refusalOf(code: number): LogFailureCode | undefined {
  return code === errorCodes.messageTooLarge || code === errorCodes.recordListTooLarge ? 'too_large' : undefined;
}

/** Whatever kafkajs or a socket threw, as a failure of the port. */
export function asLogFailure(error: unknown): LogFailure {
  if (error instanceof LogFailure) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new LogFailure('unavailable', `Expected an answer of the broker. ${reason}`, { cause: error });
}

export function closedFailure(): LogFailure {
  return new LogFailure('closed', 'Expected an open log, it was closed.');
}
