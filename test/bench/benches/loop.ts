import type { Aim, Bench } from '../bench.ts';
import { BenchInputError } from '../bench.ts';
import { kernelBench } from '../loop/kernelBench.ts';
import { liveBench } from '../loop/liveBench.ts';
import { marksBench } from '../loop/marksBench.ts';
import { rebuildBench } from '../loop/rebuildBench.ts';
import { startBench } from '../loop/startBench.ts';

const EVENTS = 1_000_000;

const parts: Readonly<Record<string, (size: number, print: (line: string) => void) => Promise<Aim[]>>> = {
  rebuild: rebuildBench,
  live: liveBench,
  kernels: kernelBench,
  marks: marksBench,
  start: startBench,
};

/** The whole loop: rebuilds over each log, live latency, the kernels it rests on, bytes of marks, start and memory. */
const loop: Bench = {
  async run({ size = EVENTS, only, print }) {
    const unknown = only.find((name) => !(name in parts));
    if (unknown !== undefined)
      throw new BenchInputError(`Expected parts among ${Object.keys(parts).join(', ')}; was ${unknown}.`);
    const aims: Aim[] = [];
    for (const [name, part] of Object.entries(parts)) {
      if (only.length > 0 && !only.includes(name)) continue;
      print(`\n== ${name} ==`);
      aims.push(...(await part(size, print)));
    }
    return aims;
  },
};

export default loop;
