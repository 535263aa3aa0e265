import { priceUsdAtTick } from '@gimbal/quant';
import type { Inputs } from './inputs.js';
import type { MarketView } from './marketView.js';

/** USD per coin of the underlying, at its pool's last tick; undefined when the pool has shown none. */
export function spotPrice(underlying: string, view: MarketView, inputs: Inputs): number | undefined {
  const source = view.directory.underlyings.get(underlying);
  const pool = inputs.read(source?.spotFeed, 'pool', source?.spotFeed ?? underlying);
  return pool === undefined || source === undefined ? undefined : priceUsdAtTick(pool.tick, source.tokens);
}
