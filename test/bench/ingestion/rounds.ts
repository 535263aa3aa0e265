import { collectGarbage, figure, median, since, timed, type Timing } from '../measure.ts';

/** Something that goes through the whole of the input once a round. */
export interface Runner {
  readonly name: string;
  run(): void;
}

export interface Rounds {
  readonly name: string;
  readonly units: number;
  readonly timings: Timing[];
}

/** Each in turn, round after round, so that a busy neighbour slows all of them. */
export async function runRounds(runners: readonly Runner[], units: number, rounds: number): Promise<readonly Rounds[]> {
  const found = runners.map(({ name }): Rounds => ({ name, units, timings: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const [place, runner] of runners.entries()) found[place]!.timings.push(await timed(() => runner.run()));
  }
  return found;
}

/**
 * The same, each once more before it is timed: a full collection, as stands before each round, drops much of what was compiled for
 * objects that live for one message, which a process has once in a million messages and a round once in itself.
 */
export function runWarmRounds(runners: readonly Runner[], units: number, rounds: number): readonly Rounds[] {
  const found = runners.map(({ name }): Rounds => ({ name, units, timings: [] }));
  for (let round = 0; round < rounds; round++) {
    for (const [place, runner] of runners.entries()) {
      collectGarbage();
      runner.run();
      const [cpu, wallMs] = [process.cpuUsage(), performance.now()];
      runner.run();
      found[place]!.timings.push(since(cpu, wallMs));
    }
  }
  return found;
}

/** Per second of the processor, of the best round. */
export function bestRate({ timings, units }: Rounds): number {
  return units / Math.min(...timings.map(({ cpuSeconds }) => cpuSeconds));
}

export function roundRows(all: readonly Rounds[], unit: string, beside: string): string[][] {
  const limit = all.find(({ name }) => name === beside);
  const header = ['', `${unit} per CPU second: best`, 'median', 'on the clock: best', `× ${beside}`];
  return [
    header,
    ...all.map((rounds) => [
      rounds.name,
      figure(bestRate(rounds), 0),
      figure(rounds.units / median(rounds.timings.map(({ cpuSeconds }) => cpuSeconds)), 0),
      figure(rounds.units / Math.min(...rounds.timings.map(({ wallSeconds }) => wallSeconds)), 0),
      limit === undefined ? '–' : figure(bestRate(rounds) / bestRate(limit), 2),
    ]),
  ];
}

/** How many times as fast, best round against best. */
export function ratioOf(all: readonly Rounds[], of: string, to: string): number | undefined {
  const [upper, lower] = [of, to].map((wanted) => all.find(({ name }) => name === wanted));
  return upper === undefined || lower === undefined ? undefined : bestRate(upper) / bestRate(lower);
}

/** How many times as fast in the middle one of all rounds: what a moment is like is in both of its runs. */
export function medianRatioOf(all: readonly Rounds[], of: string, to: string): number | undefined {
  const [upper, lower] = [of, to].map((wanted) => all.find(({ name }) => name === wanted)?.timings);
  if (upper === undefined || lower === undefined) return undefined;
  return median(upper.map(({ cpuSeconds }, round) => lower[round]!.cpuSeconds / cpuSeconds));
}
