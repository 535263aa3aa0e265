import type { ExposureIndexRow, RiskState } from '../riskState.js';
import { exposureKey } from '../rowKeys.js';
import { newestExposures } from './newestExposures.js';

/** The newest exposure of a portfolio, official or indicative. */
export function newestExposure(state: RiskState, portfolio: string): ExposureIndexRow | undefined {
  // From memory where it is: ten thousand portfolios ask at each step, and a key would be joined for each.
  const held = newestExposures(state).get(portfolio);
  return held?.row ?? exposureOf(state, portfolio, state.exposureHeads.get(portfolio) ?? 0);
}

export function exposureOf(state: RiskState, portfolio: string, sequence: number): ExposureIndexRow | undefined {
  return state.exposures.get(exposureKey(portfolio, sequence));
}

/** The newest exposure whose step is not later than a domain time. */
export function exposureAsOfTime(state: RiskState, portfolio: string, timeUs: bigint): ExposureIndexRow | undefined {
  return lastWhere(state, portfolio, (row) => row.timeUs <= timeUs);
}

/** The newest exposure at or before an offset of one of its own streams. */
export function exposureAsOfOffset(
  state: RiskState,
  portfolio: string,
  topic: ExposureIndexRow['topic'],
  offset: number,
): ExposureIndexRow | undefined {
  let row = lastWhere(state, portfolio, ({ newestOffsets }) => newestOffsets[topic] <= offset);
  // Between two exposures of one stream there are only the few of the other.
  while (row !== undefined && row.topic !== topic) row = exposureOf(state, portfolio, row.sequence - 1);
  return row;
}

/** Sequences begin at 1 without a hole, and time and offsets only grow along them: halving finds the last that holds. */
function lastWhere(
  state: RiskState,
  portfolio: string,
  holds: (row: ExposureIndexRow) => boolean,
): ExposureIndexRow | undefined {
  let found = 0;
  let beyond = (state.exposureHeads.get(portfolio) ?? 0) + 1;
  while (beyond - found > 1) {
    const middle = Math.floor((found + beyond) / 2);
    const row = exposureOf(state, portfolio, middle);
    if (row !== undefined && holds(row)) found = middle;
    else beyond = middle;
  }
  return exposureOf(state, portfolio, found);
}
