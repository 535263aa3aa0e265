import type { Aim, Bench } from '../bench.ts';
import { BenchInputError } from '../bench.ts';
import { backfillBench } from '../ingestion/chain/backfillBench.ts';
import { chainBench } from '../ingestion/chain/chainBench.ts';
import { slowLogBench } from '../ingestion/live/slowLogBench.ts';
import { venueBench } from '../ingestion/venues/venueBench.ts';

/** Logs of the backfill; the others scale with it. */
const SIZE = 100_000;

const parts: Readonly<Record<string, (size: number, print: (line: string) => void) => Promise<Aim[]>>> = {
  venues: venueBench,
  chain: chainBench,
  backfill: backfillBench,
  slow: slowLogBench,
};

/** What comes from outside, from its bytes to facts: venues' messages, chains' logs, a backfill, and a log that is too slow. */
const ingestion: Bench = {
  async run({ size = SIZE, only, print }) {
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

export default ingestion;
