import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { createInterface } from 'node:readline';
import { type DemoTokens, issueDemoTokens, openLog, type Target } from '@gimbal/all-in-one-service';
import { DEFAULT_PARTITION_COUNT } from '@gimbal/contracts';
import { startEmbeddedPostgres } from '@gimbal/embedded-postgres';
import type { EventLog } from '@gimbal/event-log';
import { createDevIssuer } from '@gimbal/runtime';
import { freePort } from '../../deploy/freePort.ts';
import { startBroker } from '../../deploy/kafka/startBroker.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const READY_WITHIN_MS = 60_000;
const STOP_WITHIN_MS = 10_000;

export const CLUSTER_TARGETS = ['ingestion', 'pricing', 'risk', 'governance-watch', 'execution'] as const;
export type ClusterTarget = (typeof CLUSTER_TARGETS)[number];

export interface ClusterOptions {
  readonly log: 'postgres' | 'kafka';
  readonly recording: string;
  readonly console?: boolean;
  /** Fixed ports, for people; free ones otherwise. */
  readonly ports?: Partial<Record<Target, number>>;
  /** Restarts a process that ended without being asked to. */
  readonly supervise?: boolean;
  readonly onLine?: (target: string, line: string) => void;
}

export interface ClusterProcess {
  readonly target: Target;
  readonly instance: string;
  readonly address: string;
  readonly pid: number;
}

export interface Cluster {
  readonly addresses: Readonly<Record<Target, string>>;
  readonly tokens: DemoTokens;
  readonly keysDir: string;
  /** A client of the cluster's log, for looking at it. */
  openLog(): Promise<EventLog>;
  process(target: Target, instance?: string): ClusterProcess;
  /** Ends the process at once, as a crash would; a supervised one comes back. */
  kill9(target: Target, instance?: string): void;
  pause(target: Target, instance?: string): void;
  resume(target: Target, instance?: string): void;
  /** A second instance of a service, which stands by until the first one's lease ends. */
  startStandby(target: ClusterTarget): Promise<ClusterProcess>;
  readonly restarts: number;
  stop(): Promise<void>;
}

interface Managed {
  readonly target: Target;
  readonly instance: string;
  readonly port: number;
  child: ChildProcess;
  stopping: boolean;
}

/** Starts broker, database and one process per service, without Docker, and stops all of them again. */
export async function startCluster(options: ClusterOptions): Promise<Cluster> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gimbal-cluster-'));
  const undo: (() => Promise<void> | void)[] = [() => rmSync(dataDir, { recursive: true, force: true })];
  const managed: Managed[] = [];
  let restarts = 0;
  const stop = async (): Promise<void> => {
    await Promise.all(managed.map(endProcess));
    for (const step of undo.reverse()) await step();
  };
  try {
    const postgres = await startEmbeddedPostgres({});
    undo.push(() => postgres.stop());
    const broker = options.log === 'kafka' ? await startBroker({}) : undefined;
    if (broker !== undefined) undo.push(() => broker.stop());
    const issuerDir = join(dataDir, 'issuer');
    mkdirSync(issuerDir, { recursive: true });
    const issuer = await createDevIssuer(issuerDir);
    const tokens = await issueDemoTokens(issuer);
    const targets: Target[] = [...CLUSTER_TARGETS, ...(options.console === true ? (['console'] as const) : [])];
    const ports = Object.fromEntries(
      await Promise.all(
        targets.map(async (target) => [target, options.ports?.[target] ?? (await freePort())] as const),
      ),
    ) as Record<Target, number>;
    const choice: Parameters<typeof openLog>[0] =
      broker === undefined
        ? { kind: 'postgres', connectionString: postgres.connectionString }
        : { kind: 'kafka', brokers: [broker.bootstrap], topicPrefix: '', replicationFactor: 1 };
    // The topics are made once, before the processes race for them.
    await (await openLog(choice, DEFAULT_PARTITION_COUNT)).close();

    const environment = (target: Target, instance: string, port: number): NodeJS.ProcessEnv => ({
      ...process.env,
      GIMBAL_TARGET: target,
      GIMBAL_LOG: options.log,
      GIMBAL_POSTGRES_URL: postgres.connectionString,
      ...(broker === undefined ? {} : { GIMBAL_KAFKA_BROKERS: broker.bootstrap }),
      GIMBAL_PARTITIONS: String(DEFAULT_PARTITION_COUNT),
      GIMBAL_RECORDING: resolve(options.recording),
      GIMBAL_INSTANCE: instance,
      GIMBAL_HOST: '127.0.0.1',
      GIMBAL_KEYS_DIR: join(dataDir, 'keys'),
      GIMBAL_JWKS_FILE: issuer.jwksFile!,
      GIMBAL_ISSUER: issuer.issuer,
      ...Object.fromEntries(targets.map((t) => [`GIMBAL_PORT_${envName(t)}`, String(t === target ? port : ports[t])])),
      ...Object.fromEntries(targets.map((t) => [`GIMBAL_ADDRESS_${envName(t)}`, `127.0.0.1:${ports[t]}`])),
    });
    const logFile = (target: Target, instance: string): string => join(dataDir, `${target}-${instance}.log`);
    const launch = async (target: Target, instance: string, port: number): Promise<ChildProcess> => {
      const child = spawn(process.execPath, [join(ROOT, 'services/cli/bin/gimbal.mjs'), 'serve'], {
        env: environment(target, instance, port),
        stdio: ['ignore', 'pipe', openSync(logFile(target, instance), 'a')],
      });
      await ready(child, `${target}-${instance}`, logFile(target, instance), (line) => options.onLine?.(target, line));
      return child;
    };
    const manage = async (target: Target, instance: string, port: number): Promise<Managed> => {
      const entry: Managed = { target, instance, port, child: await launch(target, instance, port), stopping: false };
      managed.push(entry);
      const watch = (): void => {
        entry.child.once('exit', () => {
          if (entry.stopping || options.supervise !== true) return;
          restarts++;
          void launch(target, instance, port).then(
            (child) => {
              entry.child = child;
              if (entry.stopping) child.kill('SIGKILL');
              else watch();
            },
            (error: unknown) => options.onLine?.(target, `did not come back: ${String(error)}`),
          );
        });
      };
      watch();
      return entry;
    };
    // Seal keys are made by the first process that needs them; one after the other, so that they agree on one pair.
    for (const target of targets) await manage(target, '0', ports[target]);
    const find = (target: Target, instance = '0'): Managed => {
      const found = managed.find((entry) => entry.target === target && entry.instance === instance);
      if (found === undefined) throw new Error(`Expected a process ${target}-${instance}, there is none.`);
      return found;
    };
    const shown = ({ target, instance, port, child }: Managed): ClusterProcess => ({
      target,
      instance,
      address: `127.0.0.1:${port}`,
      pid: child.pid!,
    });
    return {
      addresses: Object.fromEntries(targets.map((target) => [target, `127.0.0.1:${ports[target]}`])) as Record<
        Target,
        string
      >,
      tokens,
      keysDir: join(dataDir, 'keys'),
      openLog: () => openLog(choice, DEFAULT_PARTITION_COUNT),
      process: (target, instance) => shown(find(target, instance)),
      kill9: (target, instance) => void find(target, instance).child.kill('SIGKILL'),
      pause: (target, instance) => void find(target, instance).child.kill('SIGSTOP'),
      resume: (target, instance) => void find(target, instance).child.kill('SIGCONT'),
      startStandby: async (target) => shown(await manage(target, '1', await freePort())),
      get restarts() {
        return restarts;
      },
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function envName(target: Target): string {
  return target.toUpperCase().replaceAll('-', '_');
}

/** Resolves at the line that `serve` prints once everything is up. */
async function ready(
  child: ChildProcess,
  name: string,
  logFile: string,
  onLine: (line: string) => void,
): Promise<void> {
  const lines = createInterface({ input: child.stdout! });
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new Error(`Expected ${name} to be ready within ${READY_WITHIN_MS / 1000} s.`)),
      READY_WITHIN_MS,
    );
    const onExit = (code: number | null): void =>
      reject(
        new Error(
          `Expected ${name} to become ready, it ended with ${code}:\n${readFileSync(logFile, 'utf8').slice(-2_000)}`,
        ),
      );
    child.once('exit', onExit);
    lines.on('line', (line) => {
      onLine(line);
      if (!line.startsWith('{"ready":true')) return;
      clearTimeout(timer);
      child.off('exit', onExit);
      resolve();
    });
  });
}

async function endProcess(entry: Managed): Promise<void> {
  entry.stopping = true;
  const { child } = entry;
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGCONT');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
  await ended;
  clearTimeout(timer);
}
