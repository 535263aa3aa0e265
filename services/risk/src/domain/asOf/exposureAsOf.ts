import type { Cut } from '@gimbal/contracts/log/v1/log';
import { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import type { Step } from '@gimbal/projection';
import { calculateExposure } from '../exposure/calculateExposure.js';
import { portfolioBasis } from '../exposure/portfolioBasis.js';
import type { RiskState } from '../riskState.js';

/**
 * The exposure of a portfolio in a state that holds what was true by the end of `step`. The cut says what was known.
 * Undefined when nothing was attached to the portfolio.
 */
export function exposureAsOf(
  state: RiskState,
  portfolioKey: string,
  step: Step,
  cut: Cut,
  sequence: bigint,
): ExposureCalculated | undefined {
  const basis = portfolioBasis(state, portfolioKey, step);
  return basis === undefined ? undefined : calculateExposure(basis, sequence, cut);
}

/** Whether two exposures say the same to the bit, whatever each of them was known to rest on. */
export function sameExposure(one: ExposureCalculated, other: ExposureCalculated): boolean {
  const [left, right] = [one, other].map((each) => ExposureCalculated.encode({ ...each, cut: undefined }).finish()) as [
    Uint8Array,
    Uint8Array,
  ];
  return left.length === right.length && left.every((byte, at) => byte === right[at]);
}
