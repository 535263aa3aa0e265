import type { Position } from '@gimbal/contracts/log/v1/log';

interface Place {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** The wire's position of a place in the log. */
export function toPosition(place: Place): Position {
  return { topic: place.topic, partition: place.partition, offset: BigInt(place.offset) };
}

/** Offsets fit a double for 2^53 records of one partition; `undefined` for one that can't exist. */
export function fromPosition(position: Position): Place | undefined {
  const offset = Number(position.offset);
  return Number.isSafeInteger(offset) ? { topic: position.topic, partition: position.partition, offset } : undefined;
}
