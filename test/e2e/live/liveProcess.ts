import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bearer } from '@gimbal/runtime';
import type { Metadata } from '@grpc/grpc-js';
import { until } from '../system/until.ts';

const GIMBAL = fileURLToPath(new URL('../../../services/cli/bin/gimbal.mjs', import.meta.url));
const SERVICES = ['ingestion', 'pricing', 'risk', 'governance-watch', 'execution'];
const START_MS_MAX = 50_000;

/** `gimbal start`, as an operator starts it, in a process of its own that may be killed. */
export interface LiveProcess {
  addressOf(service: string): string;
  readonly viewer: Metadata;
  /** Opens books and sets limits. */
  readonly trader: Metadata;
  /** The second principal. */
  readonly approver: Metadata;
  readonly said: () => string;
  kill9(): Promise<void>;
}

interface Session {
  readonly addresses: Readonly<Record<string, string>>;
  readonly tokens: Readonly<Record<'viewer' | 'trader' | 'approver', string>>;
}

/** Starts it in a folder, where data, session and journal stay over a kill; resolves when it is up. */
export async function startLive(
  folder: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<LiveProcess> {
  const ports = SERVICES.flatMap((service) => [`--port-${service}`, '0']);
  const child = spawn(process.execPath, [GIMBAL, 'start', ...words, '--no-console', ...ports], {
    cwd: folder,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'], ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const up = (): boolean => {
    if (child.exitCode !== null) throw new Error(`Expected Gimbal to start, it ended: ${output}`);
    return output.includes('Live      as');
  };
  try {
    await until(up, START_MS_MAX);
  } catch (error) {
    await kill(child, ended);
    throw new Error(`Expected Gimbal to start, it said: ${output}`, { cause: error });
  }
  const session = JSON.parse(readFileSync(join(folder, '.gimbal', 'session.json'), 'utf8')) as Session;
  return {
    addressOf: (service) => session.addresses[service]!,
    viewer: bearer(session.tokens.viewer),
    trader: bearer(session.tokens.trader),
    approver: bearer(session.tokens.approver),
    said: () => output,
    kill9: () => kill(child, ended),
  };
}

async function kill(child: ChildProcess, ended: Promise<void>): Promise<void> {
  child.kill('SIGKILL');
  await ended;
}
