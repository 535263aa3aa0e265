import { collectGarbage, figure, median } from '../measure.ts';
import type { Contender, Job, PreparedJob } from './contenders/contender.ts';

/** Million rows per second of the thread's processor time, one for each round. */
export interface Rates {
  readonly contender: Contender;
  readonly rows: number;
  readonly perCpuSecond: number[];
  readonly perWallSecond: number[];
}

export interface Pace {
  readonly rounds: number;
  /** Of processor time in a round; the clock of it steps by up to four milliseconds. */
  readonly leastSeconds: number;
}

const ROUNDS = 5;
const LEAST_SECONDS = 0.16;
const FULL_SIZE = 100_000;

/** A small run is for seeing that everything works, and takes little time for it. */
export function paceOf(size: number): Pace {
  return { rounds: size < FULL_SIZE / 10 ? 2 : ROUNDS, leastSeconds: Math.min(1, size / FULL_SIZE) * LEAST_SECONDS };
}

/**
 * Runs the contenders in turn, round after round, so that a busy neighbour slows all of them. `jobOf` gives the job with
 * so many rows, `unitsOf` what is counted in it.
 */
export async function interleave(
  contenders: readonly Contender[],
  jobOf: (rowsMax: number) => Job,
  unitsOf: (job: Job) => number,
  { rounds, leastSeconds }: Pace,
): Promise<Rates[]> {
  const entries: { readonly rates: Rates; readonly prepared: PreparedJob; readonly units: number }[] = [];
  try {
    for (const contender of contenders) {
      if (contender.missing !== undefined) continue;
      const job = jobOf(contender.rowsMax ?? Infinity);
      const rates: Rates = { contender, rows: job.inputs.forward.length, perCpuSecond: [], perWallSecond: [] };
      entries.push({ rates, prepared: await contender.prepare(job), units: unitsOf(job) });
    }
    for (let round = 0; round < rounds; round++) {
      for (const { rates, prepared, units } of entries) {
        collectGarbage();
        const { passes, cpuSeconds, wallSeconds } = await prepared.measure(leastSeconds);
        rates.perCpuSecond.push((units * passes) / cpuSeconds / 1e6);
        rates.perWallSecond.push((units * passes) / wallSeconds / 1e6);
      }
    }
  } finally {
    for (const { prepared } of entries) prepared.close();
  }
  return entries.map(({ rates }) => rates);
}

export function bestOf({ perCpuSecond }: Rates): number {
  return Math.max(...perCpuSecond);
}

export function rateOf(rates: readonly Rates[], name: string): Rates | undefined {
  return rates.find(({ contender }) => contender.name === name);
}

/** A table of rates, fastest first, each beside those that the aims name. */
export function rateRows(rates: readonly Rates[], unit: string, beside: readonly string[]): string[][] {
  const others = beside.map((name) => rateOf(rates, name));
  const header = [
    '',
    unit,
    'M/s per CPU second: best',
    'median',
    'on the clock: best',
    ...beside.map((name) => `× ${name}`),
  ];
  const sorted = [...rates].sort((a, b) => bestOf(b) - bestOf(a));
  return [
    header,
    ...sorted.map((each) => [
      each.contender.name,
      each.rows.toLocaleString('en'),
      figure(bestOf(each), bestOf(each) < 1 ? 4 : 2),
      figure(median(each.perCpuSecond), bestOf(each) < 1 ? 4 : 2),
      figure(Math.max(...each.perWallSecond), bestOf(each) < 1 ? 4 : 2),
      ...others.map((other) => (other === undefined ? '–' : figure(bestOf(each) / bestOf(other), 2))),
    ]),
  ];
}
