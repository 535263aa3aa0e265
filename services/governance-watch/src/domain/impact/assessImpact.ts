import {
  type ChangeImpactAssessed,
  ChangeState,
  type ParameterChangeUpdated,
} from '@gimbal/contracts/governance/v1/governance_events';
import type { Cut } from '@gimbal/contracts/log/v1/log';
import {
  type AaveAccountFailure,
  describeAaveFailure,
  type LendingAccount,
  lendingAccountKey,
  WAD,
} from '@gimbal/margin';
import { decimalToNumber, fromUnits } from '@gimbal/money';
import { REASSESS_HEALTH_MOVE_WAD } from '../../limits.js';
import type { AttachmentRow, GovernanceState } from '../governanceState.js';
import { impactKey } from '../rowKeys.js';
import { accountHealth, bookWith } from './accountHealth.js';
import { heldAccount, touchedAssets } from './heldAccount.js';

const WAD_DECIMALS = WAD.toString().length - 1;

/**
 * What a change does to one account, when there is something new to say: the change itself is new, the account moved,
 * or its health has moved by more than 0.01 since it was last said. `before` is the book at the cut; of a change that
 * has happened it is the book with the parameters that it replaced. Undefined too while the health before can't be
 * computed; parameters that give no health after say why.
 */
export function assessImpact(
  state: GovernanceState,
  change: ParameterChangeUpdated,
  isUpdated: boolean,
  attached: AttachmentRow,
  cut: Cut,
): ChangeImpactAssessed | undefined {
  const { changeId, deployment, updates } = change;
  const account = heldAccount(state, attached);
  const touched = account === undefined ? [] : touchedAssets(account, updates);
  const { tenant, portfolioId, accountId } = attached;
  const last = state.impacts.get(impactKey(changeId, tenant, portfolioId, accountId));
  // An account that is no longer touched is said once more, so that what was said before doesn't stand.
  if (account === undefined || (touched.length === 0 && !isTouched(last))) return undefined;
  const happened = change.state === ChangeState.CHANGE_STATE_EXECUTED;
  const bookBefore = happened ? bookWith(state.lending, deployment, updates, 'before') : state.lending;
  const before = accountHealth(bookBefore, deployment, account.accountId);
  if (before?.ok !== true || !(isUpdated || isDue(state, account, last, before.wad))) return undefined;
  const after = accountHealth(bookWith(state.lending, deployment, updates, 'after'), deployment, account.accountId);
  if (after === undefined) return undefined;
  return {
    changeId,
    tenant,
    portfolioId,
    accountId,
    healthFactorWadBefore: before.wad.toString(),
    healthFactorWadAfter: after.ok ? after.wad.toString() : '',
    healthFactorBefore: numberOfWad(before.wad),
    healthFactorAfter: after.ok ? numberOfWad(after.wad) : 0,
    touchedAssets: touched,
    cut,
    unavailableReason: after.ok ? '' : unavailableReason(after.failure),
  };
}

/** Health stood before, so it is the change that takes it away. */
function unavailableReason(failure: AaveAccountFailure): string {
  const found = describeAaveFailure(failure);
  return failure.code === 'ContradictingParameters'
    ? `${found} The configurator refuses such a set: this change fails if nothing else is set with it.`
    : found;
}

function isTouched(last: ChangeImpactAssessed | undefined): boolean {
  return last !== undefined && last.touchedAssets.length > 0;
}

function isDue(
  state: GovernanceState,
  { deployment, accountId }: LendingAccount,
  last: ChangeImpactAssessed | undefined,
  healthWad: bigint,
): boolean {
  if (last === undefined) return true;
  const movedInStep = state.accountMoves.get(lendingAccountKey(deployment, accountId)) ?? 0;
  if (BigInt(movedInStep) > (last.cut?.step ?? 0n)) return true;
  const move = healthWad - BigInt(last.healthFactorWadBefore);
  return move > REASSESS_HEALTH_MOVE_WAD || move < -REASSESS_HEALTH_MOVE_WAD;
}

function numberOfWad(wad: bigint): number {
  return decimalToNumber(fromUnits(wad, WAD_DECIMALS));
}
