import { basename } from 'node:path';
import { DEFAULT_PARTITION_COUNT, topicNames } from '@gimbal/contracts';
import { createSealSigner, loadSealKeys, pinnedKeys, verifySeals } from '@gimbal/projection';
import { recordsOf } from '@gimbal/all-in-one-service';
import type { EventLog, StoredRecord } from '@gimbal/event-log';
import { generateKeyPairSync } from 'node:crypto';
import { type ParityOutcome, type ParitySuite } from '../paritySuite.ts';
import { findRecordings } from '../replay/findRecordings.ts';
import { kafkaOrSkip } from '../replay/kafkaOrSkip.ts';
import { replayInOne } from '../replay/replayRuns.ts';
import { resealed } from '../seals/resealed.ts';
import { seededRandom } from '../../seededRandom.ts';
import { sealedPartition, type SealedPartition } from '../seals/sealedPartition.ts';
import { TAMPERINGS, tamper } from '../seals/tamper.ts';

const TAMPERED_PER_LOG = 1_000;
/** Enough steps for many seals in every partition; the day's whole replay gives no other kind of record. */
const STEPS = 400;

/** 1,000 seeded flips, drops, swaps and duplicates in each log, in facts and in seals: every one must be found. */
const suite: ParitySuite = {
  async run(paths, print): Promise<ParityOutcome> {
    let matched = 0;
    let total = 0;
    let worst = 'none missed';
    const check = (ok: boolean, what: string): void => {
      total++;
      if (ok) matched++;
      else {
        worst = `missed: ${what}`;
        print(`MISSED  ${what}`);
      }
    };
    const broker = await kafkaOrSkip(print);
    try {
      for (const recording of findRecordings(paths)) {
        const logs = ['memory', 'postgres', ...(broker === undefined ? [] : ['kafka'])] as const;
        for (const name of logs) {
          const log =
            name === 'kafka'
              ? { brokers: [broker!.bootstrap], topicPrefix: `s${Date.now()}.` }
              : (name as 'memory' | 'postgres');
          await replayInOne({
            recording,
            log,
            throughStep: STEPS,
            sealEveryMs: 250,
            after: async (up) => {
              await tamperAll(up.log, up.keysDir, `${basename(recording)} over ${name}`, check, print);
            },
          });
        }
      }
    } finally {
      await broker?.stop();
    }
    return { matched, total, tolerance: 'every tampering found', worst };
  },
};

async function tamperAll(
  log: EventLog,
  keysDir: string,
  name: string,
  check: (ok: boolean, what: string) => void,
  print: (line: string) => void,
): Promise<void> {
  const { pinned } = loadSealKeys(keysDir);
  const partitions: SealedPartition[] = [];
  for (const topic of topicNames) {
    for (let partition = 0; partition < DEFAULT_PARTITION_COUNT; partition++) {
      const records: StoredRecord[] = [];
      for await (const batch of recordsOf(log, topic, partition)) records.push(...batch);
      partitions.push(sealedPartition(topic, partition, records));
    }
  }
  let unsealed = 0;
  for (const { topic, partition, records } of partitions) {
    const verdict = await verifySeals({ topic, partition, firstOffset: 0, expiryAllowed: false, keys: pinned }, [
      records,
    ]);
    check(verdict.faults.length === 0, `${name}: ${topic}/${partition} as it is: ${verdict.faults[0]?.reason ?? ''}`);
    unsealed += verdict.unsealedRecords;
  }
  const sealed = partitions.filter(({ tamperable }) => tamperable > 1);
  const random = seededRandom(20230817);
  const found = new Map<string, number>();
  for (let i = 0; i < TAMPERED_PER_LOG; i++) {
    const target = sealed[Math.floor(random() * sealed.length)]!;
    const kind = TAMPERINGS[i % TAMPERINGS.length]!;
    const { records, what } = tamper(target, kind, random);
    const { topic, partition, head } = target;
    const verdict = await verifySeals({ topic, partition, firstOffset: 0, expiryAllowed: false, keys: pinned, head }, [
      records,
    ]);
    check(verdict.faults.length > 0, `${name}: ${topic}/${partition} ${what}`);
    if (verdict.faults.length > 0) found.set(kind, (found.get(kind) ?? 0) + 1);
  }
  // Whoever holds another key can rewrite every seal; only the head exported before, or the pinned keys, tell.
  const other = generateKeyPairSync('ed25519');
  const target = sealed.toSorted((a, b) => b.tamperable - a.tamperable)[0]!;
  const rewritten = resealed(target, createSealSigner(other.privateKey));
  const trusting = {
    topic: target.topic,
    partition: target.partition,
    firstOffset: 0,
    expiryAllowed: false,
    keys: pinnedKeys([other.publicKey]),
  };
  check(
    (await verifySeals(trusting, [rewritten])).faults.length === 0,
    `${name}: the rewritten log should hold together by its own key`,
  );
  check(
    (await verifySeals({ ...trusting, head: target.head }, [rewritten])).faults.length > 0,
    `${name}: all seals rewritten, exported head given`,
  );
  check(
    (await verifySeals({ ...trusting, keys: pinned }, [rewritten])).faults.length > 0,
    `${name}: all seals rewritten, pinned key given`,
  );
  const kinds = [...found].map(([kind, count]) => `${kind} ${count}`).join(', ');
  print(
    `${name.padEnd(28)} ${partitions.length} partitions hold, ${unsealed} records in unsealed tails; found: ${kinds}`,
  );
}

export default suite;
