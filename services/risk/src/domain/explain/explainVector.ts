import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import type { ExplainedTerm } from '@gimbal/contracts/risk/v1/risk_service';
import { isUsdPegged } from '../exposure/exposureVector.js';
import type { PortfolioBasis } from '../exposure/portfolioBasis.js';
import { valueLegs } from '../exposure/valueLegs.js';
import { aggregateLines } from '../queries/aggregateLines.js';
import type { RiskState } from '../riskState.js';
import { type Explained, withDifference } from './explained.js';
import { legInputs } from './legInputs.js';
import type { VectorComponent } from './vectorComponents.js';

/** Which part of an exposure a number is of; empty for all. */
export interface ExplainedPart {
  readonly accountId: string;
  readonly asset: string;
}

/** A component of the total, of an account, of an asset or of a line, leg by leg in the order of `valueLegs`. */
export function explainVector(
  state: RiskState,
  basis: PortfolioBasis,
  exposure: ExposureCalculated,
  component: VectorComponent,
  part: ExplainedPart,
): Explained {
  const terms: ExplainedTerm[] = [];
  const accounts = new Map(basis.accounts.map((account) => [account.account, account]));
  const isDelta = component.field === 'deltaUsd' || component.field === 'deltaStickyDeltaUsd';
  const leavesDollarsOut = isDelta && part.asset === '';
  valueLegs(basis, {
    onLeg: (leg) => {
      if (part.accountId !== '' && part.accountId !== leg.account.accountId) return;
      if (part.asset !== '' && part.asset !== leg.asset) return;
      if (leavesDollarsOut && isUsdPegged(leg.asset)) return;
      const inputs = legInputs(state, accounts.get(leg.account)!, leg, component);
      terms.push({ label: `${leg.account.accountId} ${leg.legId}`, value: leg.vector[component.at]!, inputs });
    },
    onIssue: () => {},
  });
  const value = valueOf(exposure, component, part);
  return {
    value,
    unit: component.unit,
    formula: `${component.formula}; terms are added from the first to the last`,
    terms: withDifference(terms, value, 'order of addition: this number was added line by line'),
  };
}

/** The number as GetExposure answers it. */
function valueOf(
  { total, lines }: ExposureCalculated,
  { field }: VectorComponent,
  { accountId, asset }: ExplainedPart,
): number {
  if (accountId === '' && asset === '') return total?.[field] ?? 0;
  if (accountId !== '' && asset !== '') {
    // An observed account has a line for each of its places.
    const own = lines.filter((line) => line.accountId === accountId && line.asset === asset);
    return own.reduce((sum, line) => sum + (line.exposure?.[field] ?? 0), 0);
  }
  const dimension = accountId === '' ? 'asset' : 'accountId';
  const wanted = accountId === '' ? asset : accountId;
  return aggregateLines(lines, dimension).find((line) => line[dimension] === wanted)?.exposure?.[field] ?? 0;
}
