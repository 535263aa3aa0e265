import { allocateBlack76Outputs, type Black76InputColumns, black76Columns } from '@gimbal/quant';
import type { Aim } from '../bench.ts';
import { figure, quantile, tableLines } from '../measure.ts';
import type { Contender, Job } from './contenders/contender.ts';
import { OURS_IMPLIED } from './contenders/ours.ts';
import { QUANTLIB, RUST } from './contenders/peerContenders.ts';
import { drawOptions, firstRows, outOfTheMoney } from './drawOptions.ts';
import { jobsOf } from './greeksBench.ts';
import { interleave, rateRows } from './interleave.ts';
import { contendersOf, type PricingRun } from './pricingRun.ts';
import { ratioAim } from './ratioAim.ts';
import { type Black76Reference, readReference } from './readReference.ts';

const EPSILON = Number.EPSILON;
/** Where rounding the price alone moves the vol by more, nobody can tell what it was. */
const ATTAINABLE_MAX = 1e-9;
const ERROR_MAX = 1e-9;
const ATTAINABLE_TIMES = 4;
const PRICE_MIN = 1e-290;

/** Implied vols per second, and how near they come on the hard corners. */
export async function impliedBench(run: PricingRun): Promise<Aim[]> {
  const { print, contenders } = run;
  const inputs = outOfTheMoney(drawOptions(run.size));
  const price = pricesOf(inputs);
  const rates = await interleave(
    contendersOf(run, 'implied'),
    jobsOf((rows) => ({ task: 'implied', inputs: firstRows(inputs, rows), price: price.subarray(0, rows) }), run.size),
    (job) => job.inputs.forward.length,
    run.pace,
  );
  for (const line of tableLines(rateRows(rates, 'quotes', [QUANTLIB, RUST]))) print(line);
  print('');
  const accuracy = await impliedAccuracy(run);
  return [
    ratioAim(rates, contenders, {
      aim: 'point 3: implied vol at least 3.5 × the Rust leader',
      of: OURS_IMPLIED,
      to: RUST,
      least: 3.5,
    }),
    ...accuracy,
  ];
}

/** Only timed, so our own prices will do; the errors below are against prices of the reference. */
function pricesOf(inputs: Black76InputColumns): Float64Array {
  const out = allocateBlack76Outputs(inputs.forward.length);
  black76Columns(inputs, out);
  return out.price;
}

async function impliedAccuracy(run: PricingRun): Promise<Aim[]> {
  const quotes = quotesOf(readReference());
  const rows = [
    ['relative error of vol', 'quotes', 'no answer', 'median', '99.9 %', 'worst', 'worst ÷ attainable', 'above 1e-9'],
  ];
  let ours: ImpliedErrors | undefined;
  for (const contender of contendersOf(run, 'implied')) {
    const errors = await errorsOf(contender, quotes);
    if (contender.name === OURS_IMPLIED) ours = errors;
    const { answered, asked, median, p999, worst, worstOfAttainable, above } = errors;
    rows.push([
      contender.name,
      String(asked),
      String(asked - answered),
      ...[median, p999, worst, worstOfAttainable].map((error) => error.toExponential(1)),
      String(above),
    ]);
  }
  for (const line of tableLines(rows)) run.print(line);
  const found = (words: (errors: ImpliedErrors) => string): string =>
    ours === undefined ? `${OURS_IMPLIED} is missing` : words(ours);
  return [
    {
      aim: `point 3: every row at most ${ATTAINABLE_TIMES} × the error that rounding the price makes`,
      found: found(({ worstOfAttainable }) => `worst ${figure(worstOfAttainable, 2)} ×`),
      met: ours !== undefined && ours.worstOfAttainable <= ATTAINABLE_TIMES,
    },
    {
      aim: 'point 3: no hard failures (no row off by more than 1e-9, none without an answer)',
      found: found(({ above, asked, answered }) => `${above} off, ${asked - answered} without an answer`),
      met: ours !== undefined && ours.above === 0 && ours.answered === ours.asked,
    },
  ];
}

interface ImpliedErrors {
  readonly asked: number;
  readonly answered: number;
  readonly median: number;
  readonly p999: number;
  readonly worst: number;
  readonly worstOfAttainable: number;
  readonly above: number;
}

interface Quotes {
  readonly job: Extract<Job, { task: 'implied' }>;
  /** Of each quote, the relative error of vol that rounding its price makes. */
  readonly attainable: readonly number[];
}

/**
 * Quotes without a rate whose vol can be known: rounding the price by half a place moves the vol by
 * ε(1 + price/(σ·vega)) of itself, which leaves out options so deep in the money that a double shows only what they
 * are worth at once.
 */
function quotesOf({ rows, inputs, exact }: Black76Reference): Quotes {
  const attainable = (row: number): number => {
    const vegaPer1 = exact.vegaPerVolPoint.high[row]! * 100;
    return EPSILON * (1 + exact.price.high[row]! / (vegaPer1 * inputs.vol[row]!));
  };
  const kept = Array.from({ length: rows }, (_, row) => row).filter(
    (row) => inputs.ratePer1[row] === 0 && exact.price.high[row]! > PRICE_MIN && attainable(row) < ATTAINABLE_MAX,
  );
  const pick = (column: Float64Array): Float64Array => Float64Array.from(kept, (row) => column[row]!);
  const columns: Black76InputColumns = {
    forward: pick(inputs.forward),
    strike: pick(inputs.strike),
    tauYears: pick(inputs.tauYears),
    vol: pick(inputs.vol),
    ratePer1: pick(inputs.ratePer1),
    isPut: Uint8Array.from(kept, (row) => inputs.isPut[row]!),
  };
  const job = { task: 'implied', inputs: columns, price: pick(exact.price.high) } as const;
  return { job, attainable: kept.map(attainable) };
}

async function errorsOf(contender: Contender, { job, attainable }: Quotes): Promise<ImpliedErrors> {
  const prepared = await contender.prepare(job);
  const vols = (await prepared.answers()).value!;
  prepared.close();
  const errors: number[] = [];
  let worstOfAttainable = 0;
  vols.forEach((vol, row) => {
    if (!Number.isFinite(vol)) return;
    const error = Math.abs(vol / job.inputs.vol[row]! - 1);
    errors.push(error);
    worstOfAttainable = Math.max(worstOfAttainable, error / attainable[row]!);
  });
  return {
    asked: vols.length,
    answered: errors.length,
    median: quantile(errors, 0.5),
    p999: quantile(errors, 0.999),
    worst: quantile(errors, 1),
    worstOfAttainable,
    above: errors.filter((error) => error > ERROR_MAX).length,
  };
}
