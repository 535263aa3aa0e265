import { FEE_PACE_HOURS } from '../../limits.js';
import type { FlowGrowth, PoolFlowRow } from './poolFlow.js';

const US_PER_HOUR = 3_600_000_000n;

/** The hour of a time, since 1970. */
export function hourOf(timeUs: bigint): number {
  return Number(timeUs / US_PER_HOUR);
}

/** A flow with one more observation. Volume and fees can't be summed: where the feed changes its mind, it begins anew. */
export function addGrowth(before: PoolFlowRow | undefined, growth: FlowGrowth): PoolFlowRow {
  const { observedAtUs, isFees, growth0, growth1 } = growth;
  const row = before?.isFees === isFees ? before : undefined;
  const hour = hourOf(observedAtUs);
  const kept = (row?.hours ?? []).filter((one) => one.hour > hour - FEE_PACE_HOURS);
  const last = kept.at(-1);
  const isSameHour = last !== undefined && last.hour >= hour;
  const newest = isSameHour
    ? { hour: last.hour, growth0: last.growth0 + growth0, growth1: last.growth1 + growth1 }
    : { hour, growth0, growth1 };
  return {
    firstUs: row?.firstUs ?? observedAtUs,
    lastUs: row !== undefined && row.lastUs > observedAtUs ? row.lastUs : observedAtUs,
    isFees,
    hours: [...(isSameHour ? kept.slice(0, -1) : kept), newest],
  };
}
