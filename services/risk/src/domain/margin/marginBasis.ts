import { lendingAccountKey } from '@gimbal/margin';
import type { AccountRow, RiskState } from '../riskState.js';
import { type VenueAccountRow, type MarginMarketRow, type MarginParameterSet, setInForce } from './marginRows.js';

/** What an account's margin rests on; what is undefined was never observed, or isn't in force yet. */
export interface MarginBasis {
  readonly set: MarginParameterSet | undefined;
  readonly market: MarginMarketRow | undefined;
  readonly observed: VenueAccountRow | undefined;
}

/** Undefined for an account at no venue that asks for margin. */
export function marginBasis(state: RiskState, account: AccountRow, timeUs: bigint): MarginBasis | undefined {
  const { deployment, accountId, tenant } = account;
  if (deployment === '') return undefined;
  const parameters = state.marginParameters.get(deployment);
  const market = state.marginMarkets.get(deployment);
  const observed = state.venueAccounts.get(lendingAccountKey(deployment, accountId));
  if (parameters === undefined && market === undefined && observed === undefined) return undefined;
  // An account that is watched for another tenant looks as if nobody had observed it.
  const isForeign = observed?.tenant !== undefined && observed.tenant !== tenant;
  return { set: setInForce(parameters, timeUs), market, observed: isForeign ? undefined : observed };
}
