import type { PoolTokens } from '@gimbal/quant';
import { FEE_PACE_HOURS } from '../../limits.js';
import { hourOf } from './addGrowth.js';
import type { PoolFlowRow } from './poolFlow.js';

const US_PER_HOUR = 3_600_000_000n;
const HOURS_PER_DAY = 24;

/**
 * USD that `liquidity` (raw L, in range) earns in a day at the pace of the last 24 hours of the pool's own clock, at the
 * price of its volatile token; the quote counts as a dollar. Less than an hour counts as one, so that one large swap is
 * no pace. `feePer1` is the pool's own, for a flow that is volume; 0 where nobody knows it.
 */
export function feesPerDay(
  flow: PoolFlowRow | undefined,
  liquidity: number,
  priceUsd: number,
  { token0Decimals, token1Decimals, volatileIsToken }: PoolTokens,
  feePer1: number,
): number {
  if (flow === undefined) return 0;
  const firstHourUs = BigInt(hourOf(flow.lastUs) - FEE_PACE_HOURS + 1) * US_PER_HOUR;
  const sinceUs = flow.firstUs > firstHourUs ? flow.firstUs : firstHourUs;
  const hours = Math.max(1, Number(flow.lastUs - sinceUs) / Number(US_PER_HOUR));
  const scale = (liquidity * (flow.isFees ? 1 : feePer1) * HOURS_PER_DAY) / hours;
  let growth0 = 0;
  let growth1 = 0;
  for (const one of flow.hours) {
    growth0 += one.growth0;
    growth1 += one.growth1;
  }
  const units0 = (growth0 * scale) / 10 ** token0Decimals;
  const units1 = (growth1 * scale) / 10 ** token1Decimals;
  return volatileIsToken === 0 ? units0 * priceUsd + units1 : units0 + units1 * priceUsd;
}
