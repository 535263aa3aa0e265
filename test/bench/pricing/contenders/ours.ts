import type { Black76InputColumns, Black76OutputColumns, Black76PriceOptions, KernelVariant } from '@gimbal/quant';
import { allocateBlack76Outputs, black76Columns, createBlack76Book, fastestVariant } from '@gimbal/quant';
import { QUANTITIES } from '../readReference.ts';
import type { Answers, Contender, PreparedJob, Task } from './contender.ts';
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
  notBuilt(OURS_IMPLIED, 'implied'),
  notBuilt(OURS_GRID, 'grid'),
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

function notBuilt(name: string, task: Task): Contender {
  const missing = 'not built yet';
  const prepare = (): never => {
    throw new Error(`${name} is ${missing}.`);
  };
  return { name, kind: 'ours', tasks: [task], missing, prepare };
}
