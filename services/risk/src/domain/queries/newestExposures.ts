import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import type { ExposureIndexRow, RiskState } from '../riskState.js';

export interface NewestExposure {
  readonly row: ExposureIndexRow;
  readonly exposure: ExposureCalculated;
}

const byState = new WeakMap<RiskState, Map<string, NewestExposure>>();

/**
 * The newest exposure of each portfolio as it was folded, so that a thousand subscribers read no record of the log.
 * Derived: empty after a restart, never persisted.
 */
export function newestExposures(state: RiskState): Map<string, NewestExposure> {
  let newest = byState.get(state);
  if (newest === undefined) byState.set(state, (newest = new Map()));
  return newest;
}
