import {
  allocateBlack76Inputs,
  allocateBlack76Outputs,
  black76,
  black76Columns,
  BLACK76_REASONS,
  DAYS_PER_YEAR,
} from '@gimbal/quant';
import { type MarginResult, refuse } from '../marginFailures.js';
import type { ScenarioMarginParameters } from './parameters.js';
import type { MarginLeg, OptionMarginLeg } from './portfolio.js';
import { shockedVol } from './shockedVol.js';

/** One leg now, with its size: value and delta, and its value under every scenario. */
export interface LegValues {
  readonly leg: MarginLeg;
  readonly valueUsd: number;
  readonly delta: number;
  readonly scenarioValuesUsd: Float64Array;
}

/**
 * All legs under all scenarios. Linear legs follow the spot by their own price; options go through one call of the
 * option kernel, a row per leg and scenario with a first row unshocked, and keep their expiry.
 */
export function legValues(
  legs: readonly MarginLeg[],
  parameters: ScenarioMarginParameters,
): MarginResult<readonly LegValues[]> {
  const options = legs.filter((leg) => leg.kind === 'option');
  const rowsPerLeg = parameters.scenarios.length + 1;
  const inputs = allocateBlack76Inputs(options.length * rowsPerLeg);
  const outputs = allocateBlack76Outputs(options.length * rowsPerLeg);
  const unshocked = { spotShock: 0, volShock: 0 };
  let row = 0;
  for (const leg of options) {
    const days = leg.tauYears * DAYS_PER_YEAR;
    for (const { spotShock, volShock } of [unshocked, ...parameters.scenarios]) {
      inputs.forward[row] = leg.forwardUsd * (1 + spotShock);
      inputs.strike[row] = leg.strikeUsd;
      inputs.tauYears[row] = leg.tauYears;
      inputs.vol[row] = shockedVol(leg.markVol, volShock, days, parameters);
      inputs.ratePer1[row] = leg.ratePer1;
      inputs.isPut[row] = leg.right === 'put' ? 1 : 0;
      row += 1;
    }
  }
  black76Columns(inputs, outputs);
  const valued: LegValues[] = [];
  let first = 0;
  for (const leg of legs) {
    if (leg.kind === 'linear') {
      const valueUsd = leg.size * leg.markUsd;
      const scenarioValuesUsd = Float64Array.from(parameters.scenarios, ({ spotShock }) => valueUsd * (1 + spotShock));
      valued.push({ leg, valueUsd, delta: leg.size, scenarioValuesUsd });
      continue;
    }
    const end = first + rowsPerLeg;
    if (outputs.reason.subarray(first, end).some((reason) => BLACK76_REASONS[reason] !== 'valued')) {
      return refuse(notValued(leg));
    }
    valued.push({
      leg,
      valueUsd: leg.size * outputs.price[first]!,
      delta: leg.size * outputs.delta[first]!,
      scenarioValuesUsd: outputs.price.slice(first + 1, end).map((price) => leg.size * price),
    });
    first = end;
  }
  return { ok: true, value: valued };
}

/** The kernel's sentence for the leg itself; when only a shocked row fails, its inputs are at the edge of what it takes. */
function notValued(leg: OptionMarginLeg) {
  const { forwardUsd: forward, strikeUsd: strike, tauYears, markVol: vol, ratePer1, right } = leg;
  const alone = black76({ forward, strike, tauYears, vol, ratePer1, right });
  const { field, expected, found } =
    alone.kind === 'failure'
      ? alone
      : { field: 'scenarios', expected: 'to stay within what the option kernel values', found: 'outside' };
  return { code: 'NotValued', asset: leg.id, field, expected, found } as const;
}
