import { createHash, generateKeyPairSync } from 'node:crypto';
import { canonicalLength, event, type LogRecord, partitionOf, type TopicName, toRecord } from '@gimbal/contracts';
import { StepEnded, WriterClaimed } from '@gimbal/contracts/log/v1/log';
import type { EventLog } from '@gimbal/event-log';
import { createSealSigner, type PinnedKeys, pinnedKeys, Sealer } from '@gimbal/projection';
import { bookOpening, TENANT, type TradeFact, tradeStream } from './tradeStream.ts';

export const TOPIC: TopicName = 'portfolio';
export const PARTITIONS = 4;
const EPOCH = 7n;
const STEP_US = 1_000_000n;
const FIRST_STEP_US = 1_692_230_400_000_000n;
/** Facts of one step, over all partitions: what a busy desk books between two markers. */
const FACTS_PER_STEP = 4_000;
/** A desk at this rate would seal every four seconds; more often is to our disadvantage. */
const STEPS_PER_SEAL = 5;

export interface WrittenTrades {
  /** Facts, without markers, claims and seals. */
  readonly facts: number;
  readonly records: number;
  readonly valueBytes: number;
  /** Canonical bytes of all records. */
  readonly recordBytes: number;
  readonly keys: PinnedKeys;
}

/**
 * Writes facts as the owner of the partitions does: a claim first, every fact in its whole envelope, a marker in every
 * partition at the end of every step, signed seals over what was read back. Every log gets the same bytes.
 */
export async function writeTrades(logs: readonly EventLog[], facts: number): Promise<WrittenTrades> {
  const pair = generateKeyPairSync('ed25519');
  const sealer = new Sealer(createSealSigner(pair.privateKey), 'risk');
  const source = logs[0]!;
  for (const log of logs) await log.ensureTopics([{ name: TOPIC, partitions: PARTITIONS, retentionMs: Infinity }]);
  for (let partition = 0; partition < PARTITIONS; partition++)
    await sealer.takeUp(source, TOPIC, partition, undefined, 0);

  let records = 0;
  let valueBytes = 0;
  let recordBytes = 0;
  const append = async (byPartition: readonly (readonly LogRecord[])[]): Promise<void> => {
    const requests = byPartition
      .map((of, partition) => ({ topic: TOPIC, partition, records: of }))
      .filter((r) => r.records.length > 0);
    const places = await Promise.all(logs.map((log) => log.append(requests)));
    requests.forEach(({ partition, records: of }, i) => {
      const { firstOffset } = places[0]![i]!;
      if (places.some((appended) => appended[i]!.firstOffset !== firstOffset))
        throw new Error('Expected the same offsets in every log.');
      sealer.observe(
        TOPIC,
        partition,
        of.map((record, at) => ({ ...record, offset: firstOffset + at })),
      );
      records += of.length;
      for (const record of of) recordBytes += canonicalLength(record);
    });
  };

  await append(lanes((partition) => [claim(partition)]));
  const opening = bookOpening();
  const stream = tradeStream(20230817);
  let left = facts;
  for (let step = 1; left > 0; step++) {
    const byPartition = lanes(() => [] as LogRecord[]);
    const timeUs = FIRST_STEP_US + BigInt(step) * STEP_US;
    for (let n = Math.min(left, FACTS_PER_STEP); n > 0; n--, left--) {
      const next = step === 1 ? opening.next() : undefined;
      const fact = next === undefined || next.done === true ? (stream.next().value as TradeFact) : next.value;
      const record = factRecord(fact, timeUs);
      valueBytes += record.value.length;
      byPartition[partitionOf(fact.key, PARTITIONS)]!.push(record);
    }
    byPartition.forEach((of, partition) => of.push(marker(step, timeUs, partition)));
    await append(byPartition);
    if (step % STEPS_PER_SEAL !== 0 && left > 0) continue;
    const due = new Map(sealer.sealsDue(EPOCH, timeUs).map((seal) => [seal.partition, seal.records]));
    await append(lanes((partition) => due.get(partition) ?? []));
  }
  return { facts, records, valueBytes, recordBytes, keys: pinnedKeys([pair.publicKey]) };
}

function lanes<T>(of: (partition: number) => T): T[] {
  return Array.from({ length: PARTITIONS }, (_, partition) => of(partition));
}

/** As the runner stamps the fact of an accepted command (libs/projection, StageRunner.executeIn). */
function factRecord(fact: TradeFact, timeUs: bigint): LogRecord {
  const { key, portfolioId, requestId, event: said } = fact;
  const envelope = {
    id: `risk/command/${TENANT}/${requestId}/0`,
    source: 'gimbal/risk',
    timeUs,
    key,
    subject: portfolioId,
    tenant: TENANT,
    actor: 'tess.trader',
    causationId: `command/${TENANT}/${requestId}`,
    requestHash: createHash('sha256').update(requestId).digest('hex'),
    epoch: EPOCH,
  };
  return toRecord(envelope, said);
}

function marker(step: number, timeUs: bigint, partition: number): LogRecord {
  const envelope = { ...control(timeUs), id: `risk/step/${step}/end/${TOPIC}/${partition}` };
  return toRecord(envelope, event(StepEnded, { step: BigInt(step), timeUs }));
}

function claim(partition: number): LogRecord {
  const envelope = { ...control(0n), id: `risk/claim/${EPOCH}/${TOPIC}/${partition}` };
  return toRecord(envelope, event(WriterClaimed, { epoch: EPOCH, service: 'risk', owner: 'bench' }));
}

function control(timeUs: bigint): { source: string; key: string; causationId: string; epoch: bigint; timeUs: bigint } {
  return { source: 'gimbal/risk', key: 'control', causationId: 'control', epoch: EPOCH, timeUs };
}
