import type {
  Black76InputColumns,
  Black76OutputColumns,
  Black76PriceOptions,
  KernelVariant,
  ScenarioBook,
  Shocks,
} from '@gimbal/quant';
import {
  allocateBlack76Outputs,
  black76Columns,
  createBlack76Book,
  createImpliedVolatilityBook,
  createScenarioBook,
  fastestVariant,
} from '@gimbal/quant';
import { QUANTITIES } from '../readReference.ts';
import type { Answers, Contender, Job, PreparedJob } from './contender.ts';
import { inProcess } from './inProcess.ts';

/** The fastest kernel that is right here, without the second part of the density's exponent. */
export const OURS_FAST = 'Gimbal, fast mode';
/** The same kernel as it is by default. */
export const OURS_PRECISE = 'Gimbal, precise mode';
export const OURS_PLAIN = 'Gimbal, precise mode, same bits everywhere';
export const OURS_PLAIN_FAST = 'Gimbal, fast mode, same bits everywhere';
/** The same without vanna, volga and charm: the columns that the peers have. */
export const OURS_FAST_FIRST = "Gimbal, fast mode, the peers' columns";
export const OURS_PRECISE_FIRST = "Gimbal, precise mode, the peers' columns";
export const OURS_TWIN = 'Gimbal, TypeScript twin';
export const OURS_IMPLIED = 'Gimbal, implied vol';
export const OURS_GRID = 'Gimbal, scenario grid';

/** Those that give Greeks, each held to the bounds; the price to a further one in the precise mode. */
export const OUR_PRECISE_KERNELS: readonly string[] = [OURS_PRECISE, OURS_PLAIN, OURS_TWIN];
export const OUR_KERNELS: readonly string[] = [...OUR_PRECISE_KERNELS, OURS_FAST, OURS_PLAIN_FAST];

/** What @gimbal/quant exports, as contenders; everything that knows its interface is in this file. */
export const ourContenders: readonly Contender[] = [
  ours(OURS_FAST, (inputs) => prepareBook(inputs, fastestVariant(), { mode: 'fast' })),
  ours(OURS_PRECISE, (inputs) => prepareBook(inputs, fastestVariant(), { mode: 'precise' })),
  ours(OURS_PLAIN, (inputs) => prepareBook(inputs, 'plain', { mode: 'precise' })),
  ours(OURS_PLAIN_FAST, (inputs) => prepareBook(inputs, 'plain', { mode: 'fast' })),
  firstGreeks(OURS_FAST_FIRST, 'fast'),
  firstGreeks(OURS_PRECISE_FIRST, 'precise'),
  ours(OURS_TWIN, prepareColumns),
  { name: OURS_IMPLIED, kind: 'ours', tasks: ['implied'], prepare: prepareImplied },
  { name: OURS_GRID, kind: 'ours', tasks: ['grid'], prepare: prepareGrid },
];

function ours(name: string, prepareGreeks: (inputs: Black76InputColumns) => PreparedJob): Contender {
  return { name, kind: 'ours', tasks: ['greeks'], prepare: async (job) => prepareGreeks(job.inputs) };
}

function firstGreeks(name: string, mode: 'fast' | 'precise'): Contender {
  const options = { mode, greeks: 'first' } as const;
  return { ...ours(name, (inputs) => prepareBook(inputs, fastestVariant(), options)), forSpeedAlone: true };
}

function prepareBook(inputs: Black76InputColumns, variant: KernelVariant, options: Black76PriceOptions): PreparedJob {
  const book = createBlack76Book(inputs.forward.length, variant);
  for (const name of Object.keys(book.inputs) as (keyof Black76InputColumns)[]) book.inputs[name].set(inputs[name]);
  return inProcess(
    () => book.price(options),
    () => answersOf(book.outputs),
  );
}

function prepareColumns(inputs: Black76InputColumns): PreparedJob {
  const outputs = allocateBlack76Outputs(inputs.forward.length);
  return inProcess(
    () => black76Columns(inputs, outputs),
    () => answersOf(outputs),
  );
}

function answersOf(outputs: Black76OutputColumns): Answers {
  return Object.fromEntries(QUANTITIES.map((quantity) => [quantity, outputs[quantity].slice()]));
}

async function prepareImplied(job: Job): Promise<PreparedJob> {
  if (job.task !== 'implied') throw new Error(`${OURS_IMPLIED} has no ${job.task}.`);
  const { inputs, outputs, imply } = createImpliedVolatilityBook(job.price.length);
  const { forward, strike, tauYears, ratePer1, isPut } = job.inputs;
  inputs.forward.set(forward);
  inputs.strike.set(strike);
  inputs.tauYears.set(tauYears);
  inputs.ratePer1.set(ratePer1);
  inputs.isPut.set(isPut);
  inputs.price.set(job.price);
  return inProcess(
    () => imply(),
    () => ({ value: outputs.vol.slice() }),
  );
}

async function prepareGrid(job: Job): Promise<PreparedJob> {
  if (job.task !== 'grid') throw new Error(`${OURS_GRID} has no ${job.task}.`);
  const book = createScenarioBook(job.quantity.length);
  fillScenarios(book, job);
  const shocks = shocksOf(job);
  let cells: Float64Array = new Float64Array();
  return inProcess(
    () => {
      cells = book.value(shocks);
    },
    () => ({ value: cells }),
  );
}

export type GridJob = Extract<Job, { task: 'grid' }>;

export function fillScenarios(book: ScenarioBook, { inputs, quantity }: GridJob): void {
  for (const name of Object.keys(inputs) as (keyof Black76InputColumns)[]) book.inputs[name].set(inputs[name]);
  book.inputs.quantity.set(quantity);
}

export function shocksOf({ moves }: GridJob): Shocks {
  return { spotMoves: Array.from(moves.spot, (factor) => factor - 1), volFactors: [...moves.vol] };
}
