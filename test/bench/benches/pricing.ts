import type { Aim, Bench } from '../bench.ts';
import { BenchInputError } from '../bench.ts';
import { accuracyBench } from '../pricing/accuracyBench.ts';
import { naiveBlack76 } from '../pricing/contenders/naiveBlack76.ts';
import { ourContenders } from '../pricing/contenders/ours.ts';
import { peerContenders } from '../pricing/contenders/peerContenders.ts';
import { greeksBench } from '../pricing/greeksBench.ts';
import { growthBench } from '../pricing/growthBench.ts';
import { impliedBench } from '../pricing/impliedBench.ts';
import { paceOf } from '../pricing/interleave.ts';
import { installPeers, noPeers } from '../pricing/peers/install.ts';
import type { PricingRun } from '../pricing/pricingRun.ts';
import { scenarioBench } from '../pricing/scenarioBench.ts';

const OPTIONS = 100_000;

const parts: Readonly<Record<string, (run: PricingRun) => Promise<Aim[]>>> = {
  accuracy: accuracyBench,
  greeks: greeksBench,
  implied: impliedBench,
  scenarios: scenarioBench,
  growth: growthBench,
};

/** Pricing beside its peers and beside what one core can do; `GIMBAL_BENCH_PEERS=none` leaves the peers out. */
const pricing: Bench = {
  async run({ size = OPTIONS, only, print }) {
    const unknown = only.find((name) => !(name in parts));
    if (unknown !== undefined)
      throw new BenchInputError(`Expected parts among ${Object.keys(parts).join(', ')}; was ${unknown}.`);
    const programs = process.env['GIMBAL_BENCH_PEERS'] === 'none' ? noPeers : installPeers(print);
    const contenders = [...ourContenders, naiveBlack76, ...peerContenders(programs)];
    const run: PricingRun = { size, pace: paceOf(size), contenders, print };
    const aims: Aim[] = [];
    for (const [name, part] of Object.entries(parts)) {
      if (only.length > 0 && !only.includes(name)) continue;
      print(`\n== ${name} ==`);
      aims.push(...(await part(run)));
    }
    return aims;
  },
};

export default pricing;
