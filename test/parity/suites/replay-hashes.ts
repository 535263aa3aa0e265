import { basename } from 'node:path';
import type { RunningBroker } from '../../../deploy/kafka/startBroker.ts';
import { CLUSTER_TARGETS } from '../../cluster/startCluster.ts';
import { type ParityOutcome, type ParitySuite } from '../paritySuite.ts';
import { findRecordings } from '../replay/findRecordings.ts';
import { redecidedHash } from '../replay/redecidedHash.ts';
import { rebuildAll, replayInCluster, replayInOne, type ReplayRun } from '../replay/replayRuns.ts';
import { seededRandom } from '../../seededRandom.ts';
import { kafkaOrSkip } from '../replay/kafkaOrSkip.ts';

const KILLS = 20;
/** The paced run plays this stretch of the day at this speed; the rest at full speed. */
const PACED_SPEED = 120;
const PACED_STRETCH_S = { from: 21 * 3600 + 40 * 60, to: 21 * 3600 + 50 * 60 };

interface Case {
  readonly name: string;
  readonly sha256: string;
  readonly seconds: number;
  readonly note: string;
}

/**
 * Replays each recording over every log, in one process and as five, at full speed and paced, rebuilt from zero and from
 * a snapshot, and through 20 kills: every run must give the parity hash of the first.
 */
const suite: ParitySuite = {
  async run(paths, print): Promise<ParityOutcome> {
    let matched = 0;
    let total = 0;
    let worst = 'every hash equal';
    const broker = await kafkaOrSkip(print);
    try {
      for (const recording of findRecordings(paths)) {
        const cases: Case[] = [];
        const add = (row: Case): void => {
          cases.push(row);
          const same = row.sha256 === cases[0]!.sha256;
          total++;
          if (same) matched++;
          else worst = `${basename(recording)}: ${row.name}`;
          print(
            `${same ? 'same' : 'DIFFERS'}  ${row.sha256.slice(0, 16)}  ${row.name.padEnd(58)} ${row.seconds.toFixed(1).padStart(7)} s  ${row.note}`,
          );
        };
        print(`== ${basename(recording)} ==`);
        await replayEverywhere(recording, broker, add);
      }
    } finally {
      await broker?.stop();
    }
    return { matched, total, tolerance: 'one parity hash', worst };
  },
};

async function replayEverywhere(
  recording: string,
  broker: RunningBroker | undefined,
  add: (row: Case) => void,
): Promise<void> {
  const note = ({ hash }: ReplayRun): string => `${hash.events} events, ${hash.lastStep} steps`;
  const row = (name: string, run: ReplayRun, more = ''): void =>
    add({ name, sha256: run.hash.sha256, seconds: run.seconds, note: `${note(run)}${more}` });

  row('memory, all in one, full speed', await replayInOne({ recording, log: 'memory' }));
  row(
    'memory, all in one, paced through the crash',
    await replayInOne({ recording, log: 'memory', pace: await paceOf(recording) }),
  );
  const postgres = await replayInOne({
    recording,
    log: 'postgres',
    after: async (up) => {
      for (const [name, snapshotStep] of [
        ['zero', undefined],
        ['a snapshot', 700],
      ] as const) {
        const startedMs = performance.now();
        const again = await redecidedHash(up.log, snapshotStep);
        const rows = await rebuildAll(up, snapshotStep !== undefined);
        const differing = rows.filter(({ identical }) => !identical).map(({ service }) => service);
        add({
          name: `PostgreSQL, rebuilt from ${name}, decided again`,
          sha256: differing.length === 0 ? again.sha256 : `rows of ${differing.join(', ')} differ`,
          seconds: (performance.now() - startedMs) / 1000,
          note: `${again.events} events; rows of ${rows.length} projections ${differing.length === 0 ? 'identical' : 'differ'}`,
        });
      }
    },
  });
  row('PostgreSQL, all in one, full speed', postgres);
  row('PostgreSQL, five processes, full speed', await replayInCluster({ recording, log: 'postgres' }));
  const killed = await replayInCluster({ recording, log: 'postgres', onStep: killer(1) });
  row(`PostgreSQL, five processes, ${KILLS} kills`, killed, `, ${killed.restarts} restarts`);
  if (broker === undefined) return;
  const log = { brokers: [broker.bootstrap], topicPrefix: `r${Date.now()}.` };
  row('Kafka, all in one, full speed', await replayInOne({ recording, log }));
  row('Kafka, five processes, full speed', await replayInCluster({ recording, log: 'kafka' }));
  const killedKafka = await replayInCluster({ recording, log: 'kafka', onStep: killer(2) });
  row(`Kafka, five processes, ${KILLS} kills`, killedKafka, `, ${killedKafka.restarts} restarts`);
}

/** Kills a random service at 20 random steps, each a random moment into the step. */
function killer(
  seed: number,
): (cluster: Parameters<NonNullable<Parameters<typeof replayInCluster>[0]['onStep']>>[0], step: number) => void {
  const random = seededRandom(seed);
  const steps = new Map<number, { target: (typeof CLUSTER_TARGETS)[number]; afterMs: number }>();
  while (steps.size < KILLS) {
    steps.set(20 + Math.floor(random() * 1_400), {
      target: CLUSTER_TARGETS[Math.floor(random() * CLUSTER_TARGETS.length)]!,
      afterMs: Math.floor(random() * 40),
    });
  }
  return (cluster, step) => {
    const kill = steps.get(step);
    if (kill !== undefined) setTimeout(() => cluster.kill9(kill.target), kill.afterMs);
  };
}

async function paceOf(recording: string): Promise<{ fromUs: bigint; toUs: bigint; speed: number }> {
  const { loadRecording } = await import('@gimbal/ingestion-service');
  const { steps } = await loadRecording(recording);
  const dayUs = (steps[0]!.timeUs / 86_400_000_000n) * 86_400_000_000n;
  const at = (seconds: number): bigint => dayUs + BigInt(seconds) * 1_000_000n;
  return { fromUs: at(PACED_STRETCH_S.from), toUs: at(PACED_STRETCH_S.to), speed: PACED_SPEED };
}

export default suite;
