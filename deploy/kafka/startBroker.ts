import { execFile, execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { freePort } from '../freePort.ts';
import { brokerAnswers } from './brokerAnswers.ts';
import { classArchive, type ClassArchive } from './classArchive.ts';
import { requireTools } from './findTools.ts';
import { cacheFolder, installKafka } from './installKafka.ts';
import { serverProperties } from './serverProperties.ts';

export interface BrokerOptions {
  /** Formatted on first use and kept. Without one, a temporary folder is used and `stop` removes it. */
  readonly dataDir?: string;
  /** A free port when it is not given. */
  readonly port?: number;
  /** Where clients are sent, when it is not the port itself. */
  readonly advertisedPort?: number;
  readonly heapMb?: number;
}

export interface RunningBroker {
  /** `host:port`, for the client's list of brokers. */
  readonly bootstrap: string;
  readonly port: number;
  readonly pid: number;
  readonly isRunning: boolean;
  readonly dataDir: string;
  /** A clean stop. */
  stop(): Promise<void>;
  /** Ends the process at once, as a crash would; the data stays. */
  kill9(): Promise<void>;
  /** Ends the process at once if it runs, starts it on the same port and data, and resolves once it answers. */
  restart(): Promise<void>;
}

/** Where `node deploy/kafka/broker.ts start` keeps its records. */
export const keptDataDir = join(cacheFolder, 'data');

const START_TIMEOUT_MS = 90_000;
const STOP_TIMEOUT_MS = 45_000;
/** The records are in the page cache, not in the heap. */
const HEAP_MB = 384;

/** Starts one broker from its own jars, without Docker. It ends with its parent process where the system can do that. */
export async function startBroker(options: BrokerOptions = {}): Promise<RunningBroker> {
  const jars = await installKafka();
  const archive = classArchive(jars, requireTools().javaVersion);
  const dataDir = options.dataDir ?? mkdtempSync(join(tmpdir(), 'gimbal-kafka-'));
  const port = options.port ?? (await freePort());
  await prepare(jars, dataDir, port, options.advertisedPort ?? port);
  const run = () => launch(brokerCommand(jars, dataDir, archive, options), dataDir, port);
  let child = await run();

  return {
    bootstrap: `127.0.0.1:${options.advertisedPort ?? port}`,
    port,
    get pid() {
      return child.pid ?? -1;
    },
    get isRunning() {
      return !hasEnded(child);
    },
    dataDir,
    async stop() {
      await end(child, 'SIGTERM');
      archive.keep();
      if (options.dataDir === undefined) rmSync(dataDir, { recursive: true, force: true });
    },
    kill9: () => end(child, 'SIGKILL'),
    async restart() {
      await end(child, 'SIGKILL');
      child = await run();
    },
  };
}

/** Writes the settings, and formats the folder when it is new. */
async function prepare(jars: string, dataDir: string, port: number, advertisedPort: number): Promise<void> {
  mkdirSync(dataDir, { recursive: true });
  const settings = join(dataDir, 'server.properties');
  const controllerPort = await freePort();
  writeFileSync(settings, serverProperties({ dataDir, port, advertisedPort, controllerPort }));
  if (existsSync(join(dataDir, 'log', 'meta.properties'))) return;
  const format = ['kafka.tools.StorageTool', 'format', '-t', newClusterId(), '-c', settings];
  await promisify(execFile)('java', ['-Xmx128m', ...startsQuickly, ...classPath(jars), ...format]);
}

/** 16 random bytes; one that begins with a dash would be read as an option, as Kafka's own generator knows. */
function newClusterId(): string {
  for (;;) {
    const id = randomBytes(16).toString('base64url');
    if (!id.startsWith('-')) return id;
  }
}

/** The optimising compiler pays after minutes only: without it a start takes 3 s of processor time, not 5 s. */
const startsQuickly = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

function brokerCommand(jars: string, dataDir: string, archive: ClassArchive, options: BrokerOptions): string[] {
  const heapMb = options.heapMb ?? HEAP_MB;
  const isShortLived = options.dataDir === undefined;
  const java = ['java', `-Xms${heapMb}m`, `-Xmx${heapMb}m`, ...(isShortLived ? startsQuickly : [])];
  const main = ['kafka.Kafka', join(dataDir, 'server.properties')];
  return [...diesWithParent(), ...java, ...archive.javaFlags, ...classPath(jars), ...main];
}

function classPath(jars: string): string[] {
  const here = dirname(fileURLToPath(import.meta.url));
  return [`-Dlog4j2.configurationFile=${join(here, 'log4j2.xml')}`, '-cp', join(jars, '*')];
}

/** A killed test run must not leave a broker behind. setpriv is part of util-linux; elsewhere the broker stays. */
function diesWithParent(): string[] {
  try {
    execFileSync('setpriv', ['--pdeathsig', 'KILL', 'true'], { stdio: 'ignore' });
    return ['setpriv', '--pdeathsig', 'KILL'];
  } catch {
    return [];
  }
}

async function launch(command: readonly string[], dataDir: string, port: number): Promise<ChildProcess> {
  const logFile = join(dataDir, 'broker.log');
  const output = openSync(logFile, 'a');
  const child = spawn(command[0]!, command.slice(1), { stdio: ['ignore', output, output] });
  closeSync(output);
  child.unref();
  const deadline = Date.now() + START_TIMEOUT_MS;
  while (!(await brokerAnswers(port))) {
    if (hasEnded(child) || Date.now() > deadline) {
      await end(child, 'SIGKILL');
      const lastLines = readFileSync(logFile, 'utf8').split('\n').slice(-30).join('\n');
      throw new Error(`Expected Kafka to answer on port ${port}. Its log ends:\n${lastLines}`);
    }
    await sleep(50);
  }
  return child;
}

async function end(child: ChildProcess, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  if (hasEnded(child)) return;
  child.ref();
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  const timer = setTimeout(() => child.kill('SIGKILL'), STOP_TIMEOUT_MS);
  await ended;
  clearTimeout(timer);
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}
