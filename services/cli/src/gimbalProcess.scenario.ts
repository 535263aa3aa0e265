import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const GIMBAL = fileURLToPath(new URL('../bin/gimbal.mjs', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface Started {
  readonly child: ChildProcess;
  readonly output: { out: string; err: string };
  readonly ended: Promise<Ended>;
}

export interface Surroundings {
  readonly cwd: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly bin?: string;
  readonly nodeArguments?: readonly string[];
}

/** Starts the real binary, as built, in a folder. */
export function startGimbal(
  words: readonly string[],
  { cwd, env = {}, bin = GIMBAL, nodeArguments = [] }: Surroundings,
): Started {
  const child = spawn(process.execPath, [...nodeArguments, bin, ...words], {
    cwd,
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TMPDIR: process.env['TMPDIR'], ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { out: '', err: '' };
  child.stdout.on('data', (chunk: Buffer) => (output.out += chunk.toString()));
  child.stderr.on('data', (chunk: Buffer) => (output.err += chunk.toString()));
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...output })));
  return { child, output, ended };
}

/** Runs it to its end. */
export function runGimbal(words: readonly string[], surroundings: Surroundings): Promise<Ended> {
  return startGimbal(words, surroundings).ended;
}

/** Waits until something holds. Rejects with what was seen when it doesn't within the time. */
export async function eventually<T>(
  withinMs: number,
  look: () => T | undefined | Promise<T | undefined>,
  seen: () => string,
): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (performance.now() > until) throw new Error(`Expected it within ${withinMs} ms, saw: ${seen()}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
