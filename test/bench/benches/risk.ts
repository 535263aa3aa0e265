import type { Aim, Bench } from '../bench.ts';
import { BenchInputError } from '../bench.ts';
import { liveBench } from '../loop/liveBench.ts';
import { foldBench } from '../loop/rebuildBench.ts';
import { growthBench } from '../risk/growthBench.ts';
import { memoryBench } from '../risk/memoryBench.ts';
import { revaluationBench } from '../risk/revaluationBench.ts';
import { stageBench } from '../risk/stageBench.ts';

const EVENTS = 1_000_000;
/** Of the recorded day; `bench loop` takes four times as many. */
const LIVE_SHARE = 4;

const parts: Readonly<Record<string, (size: number, print: (line: string) => void) => Promise<Aim[]>>> = {
  revaluation: revaluationBench,
  growth: growthBench,
  memory: memoryBench,
  stage: stageBench,
  rebuild: foldBench,
  live: (size, print) => liveBench(Math.ceil(size / LIVE_SHARE), print),
};

/** Risk at scale: many books at a tick, how that grows, what they take, how their facts are folded again, and a tick's way out. */
const risk: Bench = {
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

export default risk;
