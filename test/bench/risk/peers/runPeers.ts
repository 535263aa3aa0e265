import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROW_SIZE } from '@gimbal/risk-service';

const here = fileURLToPath(new URL('.', import.meta.url));
const cacheFolder = fileURLToPath(new URL('../../../../.cache/bench-risk/', import.meta.url));
const STEP_MS_MAX = 600_000;

/** What the peers multiply: portfolios by instruments in compressed rows, times a row of units for each instrument. */
export interface PeerMatrix {
  readonly portfolios: number;
  readonly instruments: number;
  readonly starts: Int32Array;
  readonly markIndexes: Int32Array;
  readonly quantities: Float64Array;
  readonly rows: Float64Array;
}

export interface PeerRun {
  readonly name: string;
  /** Of the processor, one for each round. */
  readonly seconds: readonly number[];
  /** Sum of the sizes of all sums. */
  readonly checksum: number;
}

export interface Peers {
  /** Runs each of them, one after the other. */
  run(rounds: number): readonly PeerRun[];
}

/**
 * Gives the peers the matrix for as long as `work` takes; what can't be had here is said, and left out.
 * `GIMBAL_BENCH_PEERS=none` leaves all out.
 */
export function withPeers<R>(matrix: PeerMatrix, print: (line: string) => void, work: (peers: Peers) => R): R {
  if (process.env['GIMBAL_BENCH_PEERS'] === 'none') return work({ run: () => [] });
  const folder = mkdtempSync(join(tmpdir(), 'bench-risk-'));
  try {
    for (const name of ['starts', 'markIndexes', 'quantities', 'rows'] as const) {
      const { buffer, byteOffset, byteLength } = matrix[name];
      writeFileSync(join(folder, name), new Uint8Array(buffer, byteOffset, byteLength));
    }
    const sizes = [matrix.portfolios, matrix.instruments, ROW_SIZE].map(String);
    const programs = [installPython, installLimit].flatMap((install) => {
      const program = install();
      if ('command' in program) return [program.command];
      print(`a peer is missing: ${program.missing}`);
      return [];
    });
    return work({
      run: (rounds) =>
        programs.flatMap(([command, ...args]) =>
          readRuns(step(command!, [...args, folder, ...sizes, String(rounds)]) ?? ''),
        ),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function readRuns(output: string): PeerRun[] {
  return output
    .trim()
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [name, ...numbers] = line.split(' ');
      return { name: name!, seconds: numbers.slice(0, -1).map(Number), checksum: Number(numbers.at(-1)) };
    });
}

type Program = { readonly command: readonly string[] } | { readonly missing: string };

function installPython(): Program {
  const venv = join(cacheFolder, 'venv');
  const python = join(venv, 'bin', 'python');
  const requirements = join(here, 'requirements.txt');
  const stamp = join(venv, 'requirements.txt');
  if (!existsSync(stamp) || readFileSync(stamp, 'utf8') !== readFileSync(requirements, 'utf8')) {
    mkdirSync(cacheFolder, { recursive: true });
    const made = step('python3', ['-m', 'venv', venv]);
    const installed = made === undefined ? made : step(python, ['-m', 'pip', 'install', '-q', '-r', requirements]);
    if (installed === undefined) return { missing: 'numpy and scipy could not be installed' };
    writeFileSync(stamp, readFileSync(requirements));
  }
  return { command: [python, join(here, 'csr.py')] };
}

function installLimit(): Program {
  const source = join(here, 'limit.cpp');
  const program = join(cacheFolder, 'limit');
  if (!existsSync(program) || statSync(program).mtimeMs < statSync(source).mtimeMs) {
    mkdirSync(cacheFolder, { recursive: true });
    if (step('g++', ['-std=c++17', '-O3', '-march=native', '-o', program, source]) === undefined)
      return { missing: 'the limit in C++ could not be compiled' };
  }
  return { command: [program] };
}

/** What it printed; undefined when it failed. */
function step(command: string, args: readonly string[]): string | undefined {
  const threads = { OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' };
  const { status, stdout } = spawnSync(command, args, {
    encoding: 'utf8',
    timeout: STEP_MS_MAX,
    env: { ...process.env, ...threads },
  });
  return status === 0 ? stdout : undefined;
}
