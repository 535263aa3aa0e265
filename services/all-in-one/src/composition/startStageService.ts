import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ExportHeadsResponse } from '@gimbal/contracts/ops/v1/ops_service';
import type { EventLog } from '@gimbal/event-log';
import {
  createMemoryOwnership,
  createMemoryProjectionStore,
  createPostgresProjection,
  type Ownership,
  type PinnedKeys,
  type ProjectionStore,
  type SealSigner,
  type Stage,
  StageRunner,
  type StageState,
  type StepSource,
} from '@gimbal/projection';
import {
  type GrpcServer,
  type Logger,
  type OpsPorts,
  type ServiceDefinition,
  startGrpcServer,
  type TokenVerifier,
} from '@gimbal/runtime';
import type { DynamicModule } from '@nestjs/common';
import { stageOps } from './stageOps.js';
import { sampleLag, stepTelemetry } from './stepTelemetry.js';

/** What every stage service of a process shares. */
export interface ServiceSurroundings {
  readonly log: EventLog;
  readonly partitionCount: number;
  /** Absent: projections live in memory, as long as the process. */
  readonly postgresUrl: string | undefined;
  readonly signer: SealSigner;
  readonly pinned: PinnedKeys;
  readonly verifier: TokenVerifier;
  readonly logger: Logger;
  readonly host: string;
  /** Stable over restarts, so that an instance takes its own lease back at once. */
  readonly instance: string;
  /** Where other instances reach this one, when it listens on all addresses. */
  readonly advertiseHost?: string | undefined;
  /** Where the heads of the seals are written at a clean stop. */
  readonly headsDir?: string | undefined;
  /** Whether steps are traced and measured. */
  readonly telemetry: boolean;
  readonly sealEveryMs?: number | undefined;
  readonly fatal: (error: unknown) => void;
}

/** One service, ready to be composed: its stage, what it serves, and its Nest module around a running stage. */
export interface StagePlan<S extends StageState> {
  readonly stage: Stage<S>;
  readonly definitions: readonly ServiceDefinition[];
  readonly port: number;
  readonly stepSource?: StepSource | undefined;
  module(runner: StageRunner<S>, store: ProjectionStore): DynamicModule;
  /** Starts whatever is measured of this service beside its steps and its lag; returns how to stop. */
  readonly sample?: ((runner: StageRunner<S>) => () => void) | undefined;
  /** Ends what the plan has open, once its runner has stopped. */
  close?(): Promise<void>;
}

export interface RunningStage {
  readonly service: string;
  readonly address: string;
  readonly stop: () => Promise<void>;
}

/** Starts one service in a Nest container of its own: projection, runner, gRPC. */
export async function startStageService<S extends StageState>(
  plan: StagePlan<S>,
  surroundings: ServiceSurroundings,
): Promise<RunningStage> {
  const { stage } = plan;
  const logger = surroundings.logger.with({ service: stage.service });
  const projection = await openProjection(stage.service, surroundings, logger);
  const listening = Promise.withResolvers<string>();
  const runner = new StageRunner<S>({
    stage,
    log: surroundings.log,
    store: projection.store,
    ownership: projection.ownership,
    partitionCount: surroundings.partitionCount,
    owner: `${stage.service}-${surroundings.instance}`,
    address: () => listening.promise,
    sealSigner: surroundings.signer,
    report: (level, message) => logger[level](message),
    fatal: surroundings.fatal,
    ...(plan.stepSource === undefined ? {} : { stepSource: plan.stepSource }),
    ...(surroundings.sealEveryMs === undefined ? {} : { sealEveryMs: surroundings.sealEveryMs }),
    ...(surroundings.telemetry ? { tracing: stepTelemetry() } : {}),
  });
  const ops = stageOps({
    stage,
    runner,
    log: surroundings.log,
    store: projection.store,
    partitionCount: surroundings.partitionCount,
    signer: surroundings.signer,
    pinned: surroundings.pinned,
  });
  const server: GrpcServer = await startGrpcServer({
    service: stage.service,
    module: plan.module(runner, projection.store),
    definitions: plan.definitions,
    ops,
    verifier: surroundings.verifier,
    logger,
    // A standby is healthy: it forwards what it is asked to the owner.
    health: () => ['serving', 'degraded', 'standby'].includes(runner.status.state),
    ownerElsewhere: () => runner.ownerElsewhere,
    host: surroundings.host,
    port: plan.port,
  });
  listening.resolve(
    surroundings.advertiseHost === undefined ? server.address : `${surroundings.advertiseHost}:${server.port}`,
  );
  const stopSampling = surroundings.telemetry
    ? sampleLag(stage.service, () => runner.status, surroundings.log)
    : () => {};
  const stopOwnSampling = (surroundings.telemetry ? plan.sample?.(runner) : undefined) ?? (() => {});
  return {
    service: stage.service,
    address: server.address,
    stop: async () => {
      stopSampling();
      stopOwnSampling();
      await server.stop();
      await runner.stop();
      await plan.close?.();
      if (surroundings.headsDir !== undefined) await writeHeads(surroundings.headsDir, stage.service, ops);
      await projection.close();
    },
  };
}

/** The signed heads, outside the log: whoever rewrites every seal can't rewrite these. */
async function writeHeads(folder: string, service: string, ops: OpsPorts): Promise<void> {
  const exported = ExportHeadsResponse.toJSON(await ops.exportHeads());
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${service}.heads.json`), `${JSON.stringify(exported, null, 2)}\n`);
}

interface OpenProjection {
  readonly store: ProjectionStore;
  readonly ownership: Ownership;
  close(): Promise<void>;
}

async function openProjection(
  service: string,
  surroundings: ServiceSurroundings,
  logger: Logger,
): Promise<OpenProjection> {
  if (surroundings.postgresUrl === undefined) {
    const store = createMemoryProjectionStore();
    return { store, ownership: createMemoryOwnership(() => performance.now()), close: () => store.close() };
  }
  return createPostgresProjection({
    connectionString: surroundings.postgresUrl,
    schema: service.replaceAll('-', '_'),
    report: (message) => logger.warn(message),
  });
}
