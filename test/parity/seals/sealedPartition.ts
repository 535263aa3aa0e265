import { HEADER, headerOf, type TopicName } from '@gimbal/contracts';
import { Sealed } from '@gimbal/contracts/log/v1/log';
import type { StoredRecord } from '@gimbal/event-log';
import type { SealedHeadStatement } from '@gimbal/projection';

/** One partition's records with what was exported of it, and how many of them a seal vouches for. */
export interface SealedPartition {
  readonly topic: TopicName;
  readonly partition: number;
  readonly records: readonly StoredRecord[];
  /** Records before the last seal; those behind it are the unsealed tail. */
  readonly tamperable: number;
  /** Offsets of the seals before the last one's end, that seal included. */
  readonly seals: readonly number[];
  readonly head: SealedHeadStatement | undefined;
}

export function isSeal(record: StoredRecord): boolean {
  return headerOf(record, HEADER.type) === Sealed.$type;
}

export function sealedPartition(
  topic: TopicName,
  partition: number,
  records: readonly StoredRecord[],
): SealedPartition {
  const seals = records.filter(isSeal);
  const last = seals.at(-1);
  if (last === undefined) return { topic, partition, records, tamperable: 0, seals: [], head: undefined };
  const { toOffset, endHash } = Sealed.decode(last.value);
  return {
    topic,
    partition,
    records,
    tamperable: last.offset,
    seals: seals.map(({ offset }) => offset),
    head: { topic, partition, sealedToOffset: Number(toOffset), endHash },
  };
}
