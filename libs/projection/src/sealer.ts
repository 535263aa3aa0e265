import { createHash, type Hash } from 'node:crypto';
import { canonicalBytes, HEADER, headerOf, type LogRecord, type TopicName, toRecord, event } from '@gimbal/contracts';
import { Sealed } from '@gimbal/contracts/log/v1/log';
import type { EventLog, StoredRecord } from '@gimbal/event-log';
import { OWN_READ_MAX_RECORDS } from './limits.js';
import type { OwnAppend } from './ownPartitions.js';
import type { SealStanding } from './projectionStore.js';
import type { SealSigner } from './sealKeys.js';
import { genesisHash, sealStatementBytes, type SealedHeadStatement } from './sealStatement.js';
import { parsePartitionName, partitionName } from './stageFold.js';

interface Unsealed {
  from: number;
  next: number;
  /** Records since the last seal that are not seals themselves. */
  worthSealing: number;
  previousHash: Uint8Array;
  /** Over previousHash and the canonical bytes of [from, next). */
  hash: Hash;
  sealedTo: number;
}

/** Hashes what enters the own partitions and writes a signed seal over it when asked. */
export class Sealer {
  private readonly partitions = new Map<string, Unsealed>();

  constructor(
    private readonly signer: SealSigner,
    private readonly service: string,
  ) {}

  /** Takes up the unsealed tail: hashes again what stands between the last seal and `until`. */
  async takeUp(
    log: EventLog,
    topic: TopicName,
    partition: number,
    standing: SealStanding | undefined,
    until: number,
  ): Promise<void> {
    const previousHash = standing?.previousHash ?? genesisHash(topic, partition);
    const from = standing?.from ?? 0;
    const hash = createHash('sha256').update(previousHash);
    this.partitions.set(partitionName(topic, partition), {
      from,
      next: from,
      worthSealing: 0,
      previousHash,
      hash,
      sealedTo: from - 1,
    });
    for (let offset = from; offset < until;) {
      const batch = await log.read(
        { topic, partition, offset },
        { maxRecords: Math.min(OWN_READ_MAX_RECORDS, until - offset) },
      );
      this.observe(topic, partition, batch.records);
      offset += batch.records.length;
    }
  }

  /** Every record of the partition, in order, once. A seal in it closes the range that it covers. */
  observe(topic: TopicName, partition: number, records: readonly StoredRecord[]): void {
    const unsealed = this.partitions.get(partitionName(topic, partition));
    if (unsealed === undefined) return;
    for (const run of runsUpToSeals(records)) {
      if (run[0]!.offset !== unsealed.next)
        throw new Error(`Expected to hash offset ${unsealed.next}, was ${run[0]!.offset}.`);
      const last = run.at(-1)!;
      if (isSeal(last)) this.closeRange(unsealed, last);
      unsealed.hash.update(canonicalBytes(run));
      unsealed.next = last.offset + 1;
      unsealed.worthSealing += run.filter((record) => !isSeal(record)).length;
    }
  }

  /** A seal for every partition that has something to seal. */
  sealsDue(epoch: bigint, timeUs: bigint): OwnAppend[] {
    const due: OwnAppend[] = [];
    for (const [name, unsealed] of this.partitions) {
      if (unsealed.worthSealing === 0) continue;
      const { topic, partition } = parsePartitionName(name);
      due.push({
        topic: topic as TopicName,
        partition,
        records: [this.sealRecord(topic, partition, unsealed, epoch, timeUs)],
      });
    }
    return due;
  }

  unsealedRecords(): number {
    let count = 0;
    for (const { from, next } of this.partitions.values()) count += next - from;
    return count;
  }

  standings(): SealStanding[] {
    return [...this.partitions].map(([name, { from, previousHash }]) => ({
      ...parsePartitionName(name),
      from,
      previousHash,
    }));
  }

  heads(): SealedHeadStatement[] {
    return [...this.partitions].map(([name, { from, previousHash }]) => ({
      ...parsePartitionName(name),
      sealedToOffset: from - 1,
      endHash: previousHash,
    }));
  }

  private sealRecord(topic: string, partition: number, unsealed: Unsealed, epoch: bigint, timeUs: bigint): LogRecord {
    const endHash = unsealed.hash.copy().digest();
    const statement = {
      topic,
      partition,
      fromOffset: unsealed.from,
      toOffset: unsealed.next - 1,
      recordCount: unsealed.next - unsealed.from,
      previousHash: unsealed.previousHash,
      endHash,
    };
    const seal: Sealed = {
      fromOffset: BigInt(statement.fromOffset),
      toOffset: BigInt(statement.toOffset),
      recordCount: BigInt(statement.recordCount),
      previousHash: Buffer.from(statement.previousHash),
      endHash,
      keyId: this.signer.keyId,
      signature: Buffer.from(this.signer.sign(sealStatementBytes(statement))),
      epoch,
    };
    const envelope = {
      id: `${this.service}/seal/${topic}/${partition}/${statement.toOffset}`,
      source: `gimbal/${this.service}`,
      timeUs,
      key: 'control',
      causationId: 'control',
      epoch,
    };
    return toRecord(envelope, event(Sealed, seal));
  }

  /** After a seal the next range begins behind the sealed one, and the seal is its first record. */
  private closeRange(unsealed: Unsealed, record: StoredRecord): void {
    const seal = Sealed.decode(record.value);
    // A seal of a fenced writer may cover another range than ours; only the one that fits closes it.
    const endHash = unsealed.hash.copy().digest();
    if (Number(seal.fromOffset) !== unsealed.from || Buffer.compare(endHash, seal.endHash) !== 0) return;
    if (Number(seal.toOffset) !== record.offset - 1) return;
    unsealed.from = record.offset;
    unsealed.previousHash = endHash;
    unsealed.hash = createHash('sha256').update(endHash);
    unsealed.worthSealing = 0;
  }
}

function isSeal(record: LogRecord): boolean {
  return headerOf(record, HEADER.type) === Sealed.$type;
}

/** Cuts records so that a seal is always the only record of its run. */
function* runsUpToSeals(records: readonly StoredRecord[]): IterableIterator<StoredRecord[]> {
  let run: StoredRecord[] = [];
  for (const record of records) {
    if (!isSeal(record)) {
      run.push(record);
      continue;
    }
    if (run.length > 0) yield run;
    yield [record];
    run = [];
  }
  if (run.length > 0) yield run;
}
