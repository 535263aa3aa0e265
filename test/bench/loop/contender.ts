import { figure, median, timed } from '../measure.ts';

/** One way to do a job, and how many events it does in one round. */
export interface Contender {
  readonly name: string;
  readonly events: number;
  /** What it made is kept until its next round. */
  run(): unknown;
}

/** Million events per second of the processor and of the clock, one for each round. */
export interface Rates {
  readonly name: string;
  readonly events: number;
  readonly perCpuSecond: number[];
  readonly perWallSecond: number[];
}

/** Runs the contenders in turn, round after round, so that a busy neighbour slows all of them. */
export async function interleave(contenders: readonly Contender[], rounds: number): Promise<Rates[]> {
  const rates = contenders.map(({ name, events }): Rates => ({ name, events, perCpuSecond: [], perWallSecond: [] }));
  // V8 throws compiled code away once the last object of a shape that it was compiled for has been collected.
  const kept: unknown[] = [];
  for (let round = 0; round < rounds; round++) {
    for (const [i, contender] of contenders.entries()) {
      const { cpuSeconds, wallSeconds, result } = await timed(() => contender.run());
      kept[i] = result;
      rates[i]!.perCpuSecond.push(contender.events / cpuSeconds / 1e6);
      rates[i]!.perWallSecond.push(contender.events / wallSeconds / 1e6);
    }
  }
  return rates;
}

export const RATE_COLUMNS = [
  '',
  'events',
  'M/s per CPU second: best',
  'median',
  'M/s on the clock: best',
  'median',
] as const;

export function rateRow({ name, events, perCpuSecond, perWallSecond }: Rates): string[] {
  const columns = [perCpuSecond, perWallSecond].flatMap((rates) => [
    figure(Math.max(...rates), 3),
    figure(median(rates), 3),
  ]);
  return [name, events.toLocaleString('en'), ...columns];
}

/** Best against best: what the neighbours leave alone. */
export function ratioOfBest(of: Rates, to: Rates): number {
  return Math.max(...of.perCpuSecond) / Math.max(...to.perCpuSecond);
}
