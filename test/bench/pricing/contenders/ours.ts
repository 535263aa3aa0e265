import { allocateBlack76Outputs, type Black76InputColumns, black76Columns } from '@gimbal/quant';
import { QUANTITIES } from '../readReference.ts';
import type { Answers, Contender, PreparedJob, Task } from './contender.ts';
import { inProcess } from './inProcess.ts';

export const OURS_FAST = 'Gimbal, fast mode';
export const OURS_PRECISE = 'Gimbal, precise mode';
export const OURS_TWIN = 'Gimbal, TypeScript twin';
export const OURS_IMPLIED = 'Gimbal, implied vol';
export const OURS_GRID = 'Gimbal, scenario grid';

/** What @gimbal/quant exports, as contenders; everything that knows its interface is in this file. */
export const ourContenders: readonly Contender[] = [
  notBuilt(OURS_FAST, 'greeks'),
  ours(OURS_PRECISE, prepareColumns),
  ours(OURS_TWIN, prepareColumns),
  notBuilt(OURS_IMPLIED, 'implied'),
  notBuilt(OURS_GRID, 'grid'),
];

function ours(name: string, prepareGreeks: (inputs: Black76InputColumns) => PreparedJob): Contender {
  return {
    name,
    kind: 'ours',
    tasks: ['greeks'],
    prepare: async (job) => prepareGreeks(job.inputs),
  };
}

function prepareColumns(inputs: Black76InputColumns): PreparedJob {
  const out = allocateBlack76Outputs(inputs.forward.length);
  const answers = (): Answers => Object.fromEntries(QUANTITIES.map((quantity) => [quantity, out[quantity].slice()]));
  return inProcess(() => black76Columns(inputs, out), answers);
}

function notBuilt(name: string, task: Task): Contender {
  const missing = 'not built yet';
  const prepare = (): never => {
    throw new Error(`${name} is ${missing}.`);
  };
  return { name, kind: 'ours', tasks: [task], missing, prepare };
}
