import type { MarginEngineId } from '../marginEngines.js';
import { compoundStanding } from './compoundStanding.js';
import { dydxStanding } from './dydxStanding.js';
import { hyperliquidStanding } from './hyperliquidStanding.js';
import { pmrm2Standing } from './pmrm2Standing.js';
import { scenarioStanding } from './scenarioStanding.js';
import { srmStanding } from './srmStanding.js';
import type { StandingEngine } from './standingTypes.js';

/** Every engine with its data and its answers in the same terms. */
export const standingEngines = {
  'derive-pmrm2': pmrm2Standing,
  'derive-srm': srmStanding,
  hyperliquid: hyperliquidStanding,
  'dydx-v4': dydxStanding,
  'compound-v3': compoundStanding,
  'scenario-margin': scenarioStanding,
} as const satisfies Readonly<Record<MarginEngineId, object>>;

/** An engine whose data somebody else keeps: what its own shapes read comes back to it, and to no other. */
export function standingEngine(id: MarginEngineId): StandingEngine<unknown, unknown, unknown> {
  return standingEngines[id] as unknown as StandingEngine<unknown, unknown, unknown>;
}
