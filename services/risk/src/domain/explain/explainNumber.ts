import type { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { type Checked, checked, invalid, refused } from '../commands/refusal.js';
import type { PortfolioBasis } from '../exposure/portfolioBasis.js';
import type { RiskState } from '../riskState.js';
import type { Explained } from './explained.js';
import { explainHealth, HEALTH_COMPONENTS } from './explainHealth.js';
import { explainSection, SECTION_COMPONENTS } from './explainSection.js';
import { explainVector } from './explainVector.js';
import { VECTOR_COMPONENTS } from './vectorComponents.js';

export interface NumberAsked {
  readonly component: string;
  readonly accountId: string;
  readonly asset: string;
}

/**
 * Where a number of a recorded exposure comes from. `basis` is what that exposure rested on; the number itself is the
 * recorded one, and terms that don't add up to its bits end with the difference.
 */
export function explainNumber(
  state: RiskState,
  basis: PortfolioBasis,
  exposure: ExposureCalculated,
  asked: NumberAsked,
): Checked<Explained> {
  const { component, accountId, asset } = asked;
  const account = basis.accounts.find((each) => each.account.accountId === accountId);
  if (accountId !== '' && account === undefined) {
    return refused(
      invalid('account_id', `Expected an account of the exposure, was ${JSON.stringify(accountId.slice(0, 128))}.`),
    );
  }
  const vector = VECTOR_COMPONENTS.get(component);
  if (vector !== undefined) {
    if (asset === '' || exposure.lines.some((line) => line.asset === asset)) {
      return checked(explainVector(state, basis, exposure, vector, { accountId, asset }));
    }
    return refused(invalid('asset', `Expected an asset of the exposure, was ${JSON.stringify(asset.slice(0, 128))}.`));
  }
  const section = explainSection(state, basis, exposure, component, asset);
  if (section !== undefined) return checked(section);
  const health = HEALTH_COMPONENTS.get(component);
  if (health === undefined) {
    const known = [...VECTOR_COMPONENTS.keys(), ...HEALTH_COMPONENTS.keys(), ...SECTION_COMPONENTS].join(', ');
    return refused(invalid('component', `Expected one of ${known}, was ${JSON.stringify(component.slice(0, 128))}.`));
  }
  const recorded = exposure.health.find((each) => each.accountId === accountId);
  if (recorded === undefined || account?.lending === undefined) {
    return refused(
      invalid(
        'account_id',
        `Expected a lending account for ${component}, was ${JSON.stringify(accountId.slice(0, 128))}.`,
      ),
    );
  }
  return checked(explainHealth(account.lending, recorded, health));
}
