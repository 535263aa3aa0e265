import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readDoubles, writeGreeksInput, writeGridInput, writeImpliedInput } from '../columnsFiles.ts';
import type { Program, ProgramName } from '../peers/install.ts';
import { QUANTITIES } from '../readReference.ts';
import type { Answers, Contender, Job, PreparedJob, Task } from './contender.ts';
import { PeerProcess } from './peerProcess.ts';

export const QUANTLIB = 'QuantLib C++';
export const NUMBA = 'numba';
export const NUMPY = 'numpy and scipy';
export const RUST = 'Rust implied-vol experimental';
export const LIMIT_TEN = 'native AVX2, price and nine Greeks';
export const LIMIT_SIX = 'native AVX2, price and five Greeks';

interface PeerRow {
  readonly name: string;
  readonly program: ProgramName;
  readonly kind?: Contender['kind'];
  /** Added to the program's path: the native limit is compiled for vectors of four and of eight. */
  readonly suffix?: string;
  readonly words?: readonly string[];
  readonly tasks: readonly Task[];
  readonly rowsMax?: number;
  readonly forSpeedAlone?: true;
}

const PEERS: readonly PeerRow[] = [
  { name: QUANTLIB, program: 'quantlib', tasks: ['greeks', 'implied', 'grid'] },
  { name: LIMIT_TEN, program: 'native', kind: 'limit', suffix: '8', words: ['ten'], tasks: ['greeks', 'grid'] },
  {
    name: LIMIT_SIX,
    program: 'native',
    kind: 'limit',
    suffix: '8',
    words: ['six'],
    tasks: ['greeks'],
    forSpeedAlone: true,
  },
  {
    name: 'native AVX2, precise price',
    program: 'native',
    kind: 'limit',
    suffix: '4',
    words: ['precise'],
    tasks: ['greeks'],
  },
  { name: 'native AVX2', program: 'native', kind: 'limit', suffix: '4', words: ['implied'], tasks: ['implied'] },
  { name: NUMBA, program: 'python', words: ['numba'], tasks: ['greeks', 'grid'] },
  { name: NUMPY, program: 'python', words: ['numpy'], tasks: ['greeks', 'grid'] },
  { name: 'vollib', program: 'python', words: ['vollib'], tasks: ['greeks', 'implied'], rowsMax: 2_000 },
  { name: RUST, program: 'rust', words: ['experimental'], tasks: ['implied'] },
  { name: 'Rust implied-vol jaeckel', program: 'rust', words: ['jaeckel'], tasks: ['implied'] },
  { name: 'Strata (Java)', program: 'java', tasks: ['greeks', 'implied'] },
  { name: 'npm @uqee/black-scholes', program: 'js', words: ['uqee'], tasks: ['greeks', 'implied'], rowsMax: 20_000 },
  { name: 'npm @quantlib/ql', program: 'js', words: ['quantlib-ql'], tasks: ['greeks', 'implied'], rowsMax: 20_000 },
  {
    name: 'npm black-scholes, greeks, implied-volatility',
    program: 'js',
    words: ['black-scholes'],
    tasks: ['greeks', 'implied'],
    rowsMax: 1_000,
  },
];

/** Everyone else, each a process of its own that is asked in turn. */
export function peerContenders(programs: Readonly<Record<ProgramName, Program>>): Contender[] {
  const folder = mkdtempSync(join(tmpdir(), 'gimbal-bench-pricing-'));
  const files = new Map<Job, string>();
  /** A job is written once, whoever reads it. */
  const inputOf = (job: Job): string => {
    const file = files.get(job) ?? join(folder, `${job.task}-${files.size}.f64`);
    if (!files.has(job)) writeInput(file, job);
    files.set(job, file);
    return file;
  };
  return PEERS.map<Contender>(
    ({ name, program, kind = 'peer', suffix = '', words = [], tasks, rowsMax, forSpeedAlone }) => {
      const found = programs[program];
      if ('missing' in found) {
        const prepare = (): never => {
          throw new Error(`${name} is missing: ${found.missing}`);
        };
        return { name, kind, tasks, rowsMax, forSpeedAlone, missing: found.missing, prepare };
      }
      const [first, ...rest] = found.command;
      const command = [first + suffix, ...rest, ...words];
      const prepare = async (job: Job): Promise<PreparedJob> => {
        const output = join(folder, `${name.replaceAll(/\W+/g, '-')}.f64`);
        return prepareIn(new PeerProcess(command, name), job, inputOf(job), output);
      };
      return { name, kind, tasks, rowsMax, forSpeedAlone, prepare };
    },
  );
}

function writeInput(file: string, job: Job): void {
  if (job.task === 'greeks') writeGreeksInput(file, job.inputs);
  else if (job.task === 'implied') writeImpliedInput(file, job.inputs, job.price);
  else writeGridInput(file, job.inputs, job.quantity, job.moves);
}

function prepareIn(peer: PeerProcess, job: Job, input: string, output: string): PreparedJob {
  return {
    measure: (leastSeconds) => peer.ask(job.task, input, '-', leastSeconds),
    async answers() {
      await peer.ask(job.task, input, output, 0);
      return job.task === 'greeks' ? inOurUnits(readDoubles(output)) : { value: readDoubles(output) };
    },
    close: () => peer.close(),
  };
}

const VOL_POINT = 0.01;
const DAYS_PER_YEAR = 365;
/** From per 1.00 of vol and per year; the rounding of it is one half of the last place. */
const OUR_UNITS: Partial<Record<(typeof QUANTITIES)[number], (value: number) => number>> = {
  vegaPerVolPoint: (value) => value * VOL_POINT,
  thetaPerDay: (value) => value / DAYS_PER_YEAR,
  vannaPerVolPoint: (value) => value * VOL_POINT,
  volgaPerVolPointSquared: (value) => value * VOL_POINT ** 2,
  charmPerDay: (value) => value / DAYS_PER_YEAR,
};

function inOurUnits(all: Float64Array): Answers {
  const rows = all.length / QUANTITIES.length;
  const columns = QUANTITIES.map((quantity, i) => {
    const column = all.subarray(i * rows, (i + 1) * rows);
    return [quantity, column.map(OUR_UNITS[quantity] ?? ((value) => value))] as const;
  });
  // A column of NaN alone is a quantity that the peer hasn't got.
  return Object.fromEntries(columns.filter(([, column]) => column.some((value) => !Number.isNaN(value))));
}
