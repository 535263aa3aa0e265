import {
  driveReplay,
  type ReplayPace,
  type ServiceAddresses,
  startAllInOne,
  type Target,
} from '@gimbal/all-in-one-service';
import { DEFAULT_PARTITION_COUNT } from '@gimbal/contracts';
import { OpsServiceClient } from '@gimbal/contracts/ops/v1/ops_service';
import type { EventLog } from '@gimbal/event-log';
import { bearer, createLogger } from '@gimbal/runtime';
import { type ParityHash, parityHash } from '@gimbal/testkit';
import type { Metadata } from '@grpc/grpc-js';
import { createInsecure } from '../../cluster/credentials.ts';
import { serviceAddresses } from '../../cluster/serviceAddresses.ts';
import { type Cluster, CLUSTER_TARGETS, type ClusterTarget, startCluster } from '../../cluster/startCluster.ts';

export interface ReplayRun {
  readonly hash: ParityHash;
  readonly seconds: number;
}

/** What is done with a finished replay while it is still up. */
export type AfterReplay = (up: ReplayUp) => Promise<void>;

export interface ReplayUp {
  readonly addresses: ServiceAddresses;
  readonly operator: Metadata;
  readonly trader: Metadata;
  readonly hash: ParityHash;
  readonly log: EventLog;
  readonly keysDir: string;
}

export interface InOneOptions {
  readonly recording: string;
  readonly log: 'memory' | 'postgres' | { readonly brokers: readonly string[]; readonly topicPrefix: string };
  readonly pace?: ReplayPace;
  readonly throughStep?: number;
  readonly sealEveryMs?: number;
  /** Called after each step, for progress on a terminal. */
  readonly onStep?: (step: number, timeUs: bigint) => void;
  readonly after?: AfterReplay;
}

/** All five services in this process. */
export async function replayInOne(options: InOneOptions): Promise<ReplayRun> {
  const choice =
    typeof options.log === 'string'
      ? { kind: options.log }
      : {
          kind: 'kafka' as const,
          brokers: [...options.log.brokers],
          topicPrefix: options.log.topicPrefix,
          replicationFactor: 1,
        };
  const app = await startAllInOne({
    recording: options.recording,
    log: choice,
    targets: [...CLUSTER_TARGETS],
    logger: createLogger({ service: 'parity', level: 'error' }),
    ...(options.sealEveryMs === undefined ? {} : { sealEveryMs: options.sealEveryMs }),
    fatal: die,
  });
  try {
    const addresses = serviceAddresses({ addresses: Object.fromEntries(app.addresses) as Record<Target, string> });
    const startedMs = performance.now();
    await drive(addresses, app.tokens, options);
    const seconds = (performance.now() - startedMs) / 1000;
    const hash = await parityHash(app.log, DEFAULT_PARTITION_COUNT);
    await options.after?.({
      addresses,
      operator: bearer(app.tokens.operator),
      trader: bearer(app.tokens.trader),
      hash,
      log: app.log,
      keysDir: app.keysDir,
    });
    return { hash, seconds };
  } finally {
    await app.stop();
  }
}

export interface ClusterRunOptions {
  readonly recording: string;
  readonly log: 'postgres' | 'kafka';
  readonly throughStep?: number;
  /** Called at each step with the cluster, so that it can be hurt. */
  readonly onStep?: (cluster: Cluster, step: number) => void;
}

/** One process per service, over real servers. */
export async function replayInCluster(options: ClusterRunOptions): Promise<ReplayRun & { readonly restarts: number }> {
  const cluster = await startCluster({ log: options.log, recording: options.recording, supervise: true });
  try {
    const startedMs = performance.now();
    await drive(serviceAddresses(cluster), cluster.tokens, {
      ...options,
      onStep: (step) => options.onStep?.(cluster, step),
    });
    const seconds = (performance.now() - startedMs) / 1000;
    const log = await cluster.openLog();
    try {
      return { hash: await parityHash(log, DEFAULT_PARTITION_COUNT), seconds, restarts: cluster.restarts };
    } finally {
      await log.close();
    }
  } finally {
    await cluster.stop();
  }
}

async function drive(
  addresses: ServiceAddresses,
  tokens: Cluster['tokens'],
  options: { pace?: ReplayPace; throughStep?: number; onStep?: (step: number, timeUs: bigint) => void },
): Promise<void> {
  await driveReplay({
    addresses,
    credentials: createInsecure(),
    trader: bearer(tokens.trader),
    operator: bearer(tokens.operator),
    approver: bearer(tokens.approver),
    pace: options.pace,
    signal: AbortSignal.timeout(900_000),
    ...(options.throughStep === undefined ? {} : { throughStep: options.throughStep }),
    ...(options.onStep === undefined ? {} : { onStep: options.onStep }),
  });
}

/** Refolds every service's projection through its own gRPC, and says whether each row came out the same. */
export async function rebuildAll(
  up: ReplayUp,
  fromSnapshot: boolean,
): Promise<{ service: ClusterTarget; identical: boolean; events: number }[]> {
  const at: Record<ClusterTarget, string> = { ...up.addresses, 'governance-watch': up.addresses.governance };
  const results = [];
  for (const service of CLUSTER_TARGETS) {
    const client = new OpsServiceClient(at[service], createInsecure());
    const answer = await new Promise<{ identical: boolean; events: bigint }>((resolve, reject) => {
      client.rebuildProjection(
        { fromSnapshot, swap: false },
        up.operator,
        { deadline: Date.now() + 120_000 },
        (error, response) => (error === null ? resolve(response) : reject(error)),
      );
    }).finally(() => client.close());
    results.push({ service, identical: answer.identical, events: Number(answer.events) });
  }
  return results;
}

function die(error: unknown): void {
  console.error(error);
  process.exit(1);
}
