import type { Aim } from '../bench.ts';
import { figure, tableLines } from '../measure.ts';
import type { Job } from './contenders/contender.ts';
import { OURS_FAST, OURS_FAST_FIRST, OURS_PRECISE, OURS_PRECISE_FIRST, OURS_TWIN } from './contenders/ours.ts';
import { LIMIT_SIX, LIMIT_TEN, NUMBA, QUANTLIB } from './contenders/peerContenders.ts';
import { drawOptions, firstRows } from './drawOptions.ts';
import { bestOf, interleave, rateOf, rateRows, type Rates } from './interleave.ts';
import { contendersOf, type PricingRun } from './pricingRun.ts';
import { ratioAim } from './ratioAim.ts';

const TICK_OPTIONS = 100_000;
const TICK_MS = 2;

const WIDTH_NOTE =
  'Vectors of WebAssembly are half as wide as those of AVX2, and the limit has a price to 1e-8 alone: half is what is left when nothing else is lost.';

/** Like is held against like; the ratio with all nine Greeks stands beside it. */
const ALL_NINE: Readonly<Record<string, string>> = {
  [OURS_FAST_FIRST]: OURS_FAST,
  [OURS_PRECISE_FIRST]: OURS_PRECISE,
};

const PRICE_NOTE =
  'The fast mode too has a price to 1.4e-14 of itself, where numba has 2e-8 and QuantLib 5e-5. A kernel that takes the difference of two Mills ratios as it falls, with a price to 1e-8, no rate and no reasons, reaches 15 × QuantLib C++ and 4.9 × numba.';

const NOTES: Readonly<Record<string, string>> = {
  [QUANTLIB]: PRICE_NOTE,
  [NUMBA]: PRICE_NOTE,
  [LIMIT_TEN]: WIDTH_NOTE,
  [LIMIT_SIX]: WIDTH_NOTE,
};

/** Options per second with price and all Greeks; ours has nine of them and a reason, most peers five and none. */
export async function greeksBench(run: PricingRun): Promise<Aim[]> {
  const { print, contenders } = run;
  const inputs = drawOptions(run.size);
  const rates = await interleave(
    contendersOf(run, 'greeks'),
    jobsOf((rows): Job => ({ task: 'greeks', inputs: firstRows(inputs, rows) }), run.size),
    (job) => job.inputs.forward.length,
    run.pace,
  );
  for (const line of tableLines(rateRows(rates, 'options', [QUANTLIB, NUMBA, LIMIT_TEN]))) print(line);
  const aim = (words: string, of: string, to: string, least: number): Aim =>
    ratioAim(rates, contenders, { aim: words, of, to, least, beside: ALL_NINE[of], note: NOTES[to] });
  return [
    aim('point 1: Greeks at least 12 × QuantLib C++', OURS_FAST_FIRST, QUANTLIB, 12),
    aim('point 1: Greeks at least 3.5 × numba', OURS_FAST_FIRST, NUMBA, 3.5),
    aim('point 1: Greeks at least half of the AVX2 limit with the same nine', OURS_FAST, LIMIT_TEN, 0.5),
    aim('point 1: Greeks at least half of the AVX2 limit without a rate or reasons', OURS_FAST_FIRST, LIMIT_SIX, 0.5),
    aim('point 1: TypeScript twin at least 3 × QuantLib C++', OURS_TWIN, QUANTLIB, 3),
    aim('point 2: precise price, the default, at least 8 × QuantLib C++', OURS_PRECISE_FIRST, QUANTLIB, 8),
    tickAim(rates),
  ];
}

/** The other aims of point 6 are of risk and of the whole loop: `npm run bench -- loop`. */
function tickAim(rates: readonly Rates[]): Aim {
  const fast = rateOf(rates, OURS_FAST);
  const milliseconds = fast === undefined ? Number.NaN : TICK_OPTIONS / bestOf(fast) / 1e3;
  return {
    aim: `point 6: ${TICK_OPTIONS.toLocaleString('en')} options with all Greeks in ${TICK_MS} ms of one core`,
    found: fast === undefined ? `${OURS_FAST} is missing` : `${figure(milliseconds, 2)} ms`,
    met: milliseconds <= TICK_MS,
  };
}

/** The same job for all that are given the same rows, so that it is written for the peers once. */
export function jobsOf(make: (rows: number) => Job, size: number): (rowsMax: number) => Job {
  const jobs = new Map<number, Job>();
  return (rowsMax) => {
    const rows = Math.min(size, rowsMax);
    const job = jobs.get(rows) ?? make(rows);
    jobs.set(rows, job);
    return job;
  };
}
