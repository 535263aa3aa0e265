import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DEFAULT_PARTITION_COUNT } from '@gimbal/contracts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@gimbal/embedded-postgres';
import type { EventLog } from '@gimbal/event-log';
import { createDevIssuer, type Logger, type Role } from '@gimbal/runtime';
import { type RunningProcess, startProcess } from './composition/startProcess.js';
import { type ProcessConfig, type Target, TARGETS } from './config.js';
import { DEMO_TENANT } from './demo/deskBook.js';

export interface AllInOneOptions {
  readonly recording: string;
  /** A file that says which sources are listened to, instead of the recording. */
  readonly live?: string | undefined;
  /** memory, postgres (embedded unless a URL is given) or kafka. */
  readonly log: ProcessConfig['log'];
  readonly postgresUrl?: string | undefined;
  /** Kept over restarts; a fresh folder that is removed at the stop when absent. */
  readonly dataDir?: string | undefined;
  readonly ports?: Partial<Record<Target, number>> | undefined;
  readonly partitionCount?: number | undefined;
  readonly targets?: readonly Target[] | undefined;
  /** Projections in memory even when PostgreSQL is there; for tests of the memory log. */
  readonly projectionsInMemory?: boolean | undefined;
  /** Where to leave addresses and tokens for the CLI. */
  readonly sessionFile?: string | undefined;
  readonly logger: Logger;
  readonly sealEveryMs?: number | undefined;
  readonly fatal: (error: unknown) => void;
}

export interface DemoTokens {
  /** Opens portfolios, books trades, sets limits. */
  readonly trader: string;
  /** The second principal. */
  readonly approver: string;
  readonly operator: string;
  readonly viewer: string;
}

export interface AllInOne {
  readonly addresses: ReadonlyMap<Target, string>;
  readonly tokens: DemoTokens;
  readonly postgres: EmbeddedPostgres | undefined;
  /** The log that all services share; for looking at it. */
  readonly log: EventLog;
  /** Where the seal keys are. */
  readonly keysDir: string;
  /** False when the session file belongs to another Gimbal that is still running. */
  readonly sessionWritten: boolean;
  stop(): Promise<void>;
}

const TOKEN_TTL_SECONDS = 12 * 3600;

/** All five services and the console in one process, over an embedded log and real gRPC on loopback. */
export async function startAllInOne(options: AllInOneOptions): Promise<AllInOne> {
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'gimbal-'));
  const removeDataDir = options.dataDir === undefined;
  mkdirSync(dataDir, { recursive: true });
  let postgres: EmbeddedPostgres | undefined;
  let running: RunningProcess | undefined;
  const stop = async (): Promise<void> => {
    try {
      await running?.stop();
    } finally {
      await postgres?.stop();
      if (removeDataDir) rmSync(dataDir, { recursive: true, force: true });
    }
  };
  try {
    const needsPostgres =
      options.log.kind === 'postgres' || (options.log.kind === 'kafka' && options.projectionsInMemory !== true);
    if (needsPostgres && options.postgresUrl === undefined) {
      postgres = await startEmbeddedPostgres(removeDataDir ? {} : { dataDir: join(dataDir, 'postgres') });
    }
    const issuer = await createDevIssuer(join(dataDir, 'issuer'));
    const tokens = await issueDemoTokens(issuer);
    running = await startProcess(
      {
        targets: [...(options.targets ?? TARGETS)],
        log: options.log,
        postgresUrl: options.postgresUrl ?? postgres?.connectionString,
        partitionCount: options.partitionCount ?? DEFAULT_PARTITION_COUNT,
        recording: options.recording,
        live: options.live,
        instance: '0',
        host: '127.0.0.1',
        ports: {
          ...Object.fromEntries(TARGETS.map((target) => [target, 0])),
          ...options.ports,
        } as ProcessConfig['ports'],
        keysDir: join(dataDir, 'keys'),
        jwksFile: issuer.jwksFile!,
        issuer: issuer.issuer,
      },
      { logger: options.logger, sealEveryMs: options.sealEveryMs, fatal: options.fatal },
    );
    const sessionWritten =
      options.sessionFile !== undefined && writeSession(options.sessionFile, running.addresses, tokens);
    return {
      addresses: running.addresses,
      tokens,
      postgres,
      log: running.log,
      keysDir: join(dataDir, 'keys'),
      sessionWritten,
      stop,
    };
  } catch (error) {
    await stop().catch(() => {});
    throw error;
  }
}

export async function issueDemoTokens(issuer: Awaited<ReturnType<typeof createDevIssuer>>): Promise<DemoTokens> {
  const issue = (subject: string, roles: readonly Role[]): Promise<string> =>
    issuer.issue({ subject, tenant: DEMO_TENANT, roles, ttlSeconds: TOKEN_TTL_SECONDS });
  return {
    trader: await issue('tess.trader', ['viewer', 'trader', 'risk']),
    approver: await issue('anna.approver', ['viewer', 'approver']),
    operator: await issue('oscar.operator', ['viewer', 'operator']),
    viewer: await issue('vera.viewer', ['viewer']),
  };
}

/**
 * What the CLI needs to find a running Gimbal; readable by its owner alone, since tokens are in it. Leaves the file of
 * another one that is still running as it is, and says so by returning false.
 */
function writeSession(file: string, addresses: ReadonlyMap<Target, string>, tokens: DemoTokens): boolean {
  if (belongsToAnother(file)) return false;
  if (!existsSync(dirname(file))) mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  const session = { pid: process.pid, addresses: Object.fromEntries(addresses), tokens };
  writeFileSync(file, `${JSON.stringify(session, null, 2)}\n`, { mode: 0o600 });
  return true;
}

function belongsToAnother(file: string): boolean {
  try {
    const { pid } = JSON.parse(readFileSync(file, 'utf8')) as { pid?: unknown };
    if (typeof pid !== 'number' || pid === process.pid) return false;
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process answers EPERM: it is there.
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
