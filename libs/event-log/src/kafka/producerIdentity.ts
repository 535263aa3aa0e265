import { LogFailure } from '../eventLog.js';
import { errorCodes } from './errorCodes.js';
import { kafkajsCall } from './kafkajsInternals.js';
import type { LeaderDirectory } from './leaderDirectory.js';

/** A producer as the brokers know it: by its id, and the number of its next record in each partition. */
export interface ProducerIdentity {
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly nextSequence: Map<string, number>;
}

interface InitProducerIdAnswer {
  readonly errorCode: number;
  readonly producerId: string;
  readonly producerEpoch: number;
}

/** Asks the cluster for a new identity, whose numbers begin at 0 everywhere. */
export async function newProducerIdentity(directory: LeaderDirectory): Promise<ProducerIdentity> {
  const fields = { transactionalId: null, transactionTimeout: 60_000 };
  const answer = await directory.askAny(kafkajsCall<InitProducerIdAnswer>('InitProducerId', 1, fields));
  if (answer.errorCode !== errorCodes.none) {
    throw new LogFailure('unavailable', `Expected a producer id, the cluster answered with error ${answer.errorCode}.`);
  }
  const { producerId, producerEpoch } = answer;
  return { producerId: BigInt(producerId), producerEpoch, nextSequence: new Map() };
}

/** The number after so many more records; they begin at 0 again after 2^31 - 1, as the broker counts them. */
export function sequenceAfter(sequence: number, count: number): number {
  return (sequence + count) % 2 ** 31;
}
