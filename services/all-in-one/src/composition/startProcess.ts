import type { EventLog } from '@gimbal/event-log';
import { createTokenVerifier, type Logger } from '@gimbal/runtime';
import { loadSealKeys } from '@gimbal/projection';
import { telemetrySettings } from '@gimbal/telemetry';
import type { ProcessConfig, Target } from '../config.js';
import { openLog } from './openLog.js';
import { planOf } from './servicePlans.js';
import { type RunningStage, type ServiceSurroundings, startStageService } from './startStageService.js';

export interface RunningProcess {
  /** `host:port` by target; the console's is an HTTP address. */
  readonly addresses: ReadonlyMap<Target, string>;
  readonly log: EventLog;
  stop(): Promise<void>;
}

export interface ProcessHooks {
  readonly logger: Logger;
  readonly sealEveryMs?: number | undefined;
  /** A broken invariant: the process must die. */
  readonly fatal: (error: unknown) => void;
}

/** Starts the targets of one process, each in a container of its own, over one connection to the log. */
export async function startProcess(config: ProcessConfig, hooks: ProcessHooks): Promise<RunningProcess> {
  const log = await openLog(logChoice(config), config.partitionCount);
  const { signer, pinned } = loadSealKeys(config.keysDir);
  const surroundings: ServiceSurroundings = {
    log,
    partitionCount: config.partitionCount,
    postgresUrl: config.postgresUrl,
    signer,
    pinned,
    verifier: await createTokenVerifier({ ...keySource(config), issuer: config.issuer }),
    logger: hooks.logger,
    host: config.host,
    instance: config.instance,
    advertiseHost: config.advertiseHost,
    headsDir: config.headsDir,
    telemetry: telemetrySettings(process.env) !== undefined,
    sealEveryMs: hooks.sealEveryMs,
    fatal: hooks.fatal,
  };
  const report = (level: 'info' | 'warn' | 'error', message: string): void => hooks.logger[level](message);
  const addresses = new Map<Target, string>();
  const running: RunningStage[] = [];
  const stop = async (): Promise<void> => {
    for (const stage of running.toReversed()) await stage.stop();
    await log.close();
  };
  try {
    for (const target of config.targets) {
      const stage =
        target === 'console'
          ? await startConsoleTarget(config, addresses, hooks)
          : await planOf(target, config, log, report, (plan) => startStageService(plan, surroundings));
      running.push(stage);
      addresses.set(target, stage.address);
    }
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
  return { addresses, log, stop };
}

async function startConsoleTarget(
  config: ProcessConfig,
  addresses: ReadonlyMap<Target, string>,
  hooks: ProcessHooks,
): Promise<RunningStage> {
  const { startConsole } = await import('@gimbal/console-service');
  const at = (target: Target): string =>
    addresses.get(target) ?? config.addresses?.[target] ?? `${config.host}:${config.ports[target]}`;
  const console = await startConsole({
    host: config.host,
    port: config.ports.console,
    logger: hooks.logger.with({ service: 'console' }),
    services: {
      ingestion: at('ingestion'),
      pricing: at('pricing'),
      risk: at('risk'),
      governance: at('governance-watch'),
      execution: at('execution'),
    },
  });
  return { service: 'console', address: console.url, stop: () => console.stop() };
}

function keySource({ jwksFile, jwksUrl }: ProcessConfig): { readonly jwksFile: string } | { readonly jwksUrl: string } {
  return jwksUrl === undefined ? { jwksFile } : { jwksUrl };
}

function logChoice(config: ProcessConfig): Parameters<typeof openLog>[0] {
  if (config.log.kind !== 'postgres') return config.log;
  if (config.postgresUrl === undefined) throw new Error('Expected a PostgreSQL URL for the postgres log, was none.');
  return { kind: 'postgres', connectionString: config.postgresUrl };
}
