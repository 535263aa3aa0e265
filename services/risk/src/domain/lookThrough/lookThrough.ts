import type { LookThrough, Unvalued } from '@gimbal/contracts/risk/v1/exposure_events';
import { LOOK_THROUGH_LEGS_MAX } from '../../limits.js';
import { VALUE_USD } from '../exposure/exposureVector.js';
import type { AccountBasis, PortfolioBasis } from '../exposure/portfolioBasis.js';
import type { ValuedLeg } from '../exposure/valueLegs.js';
import type { WholeAccount } from '../exposure/wholeAccount.js';
import { type AccountPlan, accountPlan, type LegPlan, lendingPlan } from './accountPlan.js';
import { kindToWire } from './dependency.js';
import { lossOf } from './lossOf.js';
import { sumPlaces, wholePlan } from './wholePlan.js';

/** Sums of one account, by the place of the dependency in its plan. */
interface AccountSums {
  readonly basis: AccountBasis;
  readonly plan: AccountPlan;
  readonly values: number[];
  readonly losses: number[];
  readonly legIds: string[][];
  claimUsd: number;
  claimLegIds: string[];
}

/**
 * What rests on whom, leg by leg as `valueLegs` walks.
 * - A leg of value is worth its recovery when one fails that it rests on, once whatever the number of ways.
 * - A debt stays: nobody's failure makes a book richer.
 * - Contracts and their cash are one claim on the account's venue, lost when it is of value, and owed when it is not.
 */
export function createLookThrough(basis: PortfolioBasis) {
  let next = 0;
  const total = new Map<string, LookThrough>();
  let sums: AccountSums | undefined;
  let isWhole = false;
  const closeWalked = (): void => {
    if (sums !== undefined) close(total, sums);
    sums = undefined;
  };

  return {
    add(leg: ValuedLeg): void {
      if (sums?.basis.account !== leg.account) {
        closeWalked();
        // Legs come account by account, in the order of the basis; an account without legs is passed over.
        while (basis.accounts[next]!.account !== leg.account) next++;
        sums = openSums(basis.accounts[next]!, basis);
      }
      addLeg(sums, leg);
    },
    /** All legs of an account at once. */
    addWhole(whole: WholeAccount): void {
      closeWalked();
      isWhole = true;
      addWholeAccount(total, whole, basis);
    },
    end(): LookThrough[] {
      closeWalked();
      // Those of one account are in their order already.
      return basis.accounts.length === 1 && isWhole
        ? [...total.values()]
        : [...total.keys()].sort().map((key) => total.get(key)!);
    },
  };
}

/** Positions whose coins nobody has named: what they rest on beneath their protocol is not in the look-through. */
export function unknownPools({ accounts, declared }: PortfolioBasis): Unvalued[] {
  const found = accounts.filter((account) => accountPlan(account, declared).unknownPools.length > 0);
  return found.flatMap((account) =>
    accountPlan(account, declared).unknownPools.map(({ instrumentId, pool }) => ({
      accountId: account.account.accountId,
      instrumentId,
      code: 'unknown_pool',
      reason: `Expected the coins of pool ${pool} to be known, they are not: what they rest on is not in the look-through.`,
      valueKept: true,
    })),
  );
}

function openSums(basis: AccountBasis, { declared }: PortfolioBasis): AccountSums {
  const plan = accountPlan(basis, declared);
  return { basis, plan, values: [], losses: [], legIds: [], claimUsd: 0, claimLegIds: [] };
}

function addLeg(sums: AccountSums, leg: ValuedLeg): void {
  const { plan } = sums;
  const valueUsd = leg.vector[VALUE_USD]!;
  if (leg.positionIndex !== undefined && plan.inClaim[leg.positionIndex] === 1) {
    sums.claimUsd += valueUsd;
    if (sums.claimLegIds.length < LOOK_THROUGH_LEGS_MAX) sums.claimLegIds.push(leg.legId);
    return;
  }
  const own =
    leg.lending === undefined ? plan.ofPosition[leg.positionIndex!]! : lendingPlan(plan, sums.basis, leg.lending);
  addValue(sums, own, valueUsd, leg.legId);
}

function addValue(sums: AccountSums, { places, recoveries }: LegPlan, valueUsd: number, legId: string): void {
  const { values, losses, legIds } = sums;
  for (let i = 0; i < places.length; i++) {
    const at = places[i]!;
    values[at] = (values[at] ?? 0) + valueUsd;
    losses[at] = (losses[at] ?? 0) + lossOf(valueUsd, recoveries[i]!);
    const named = (legIds[at] ??= []);
    if (named.length < LOOK_THROUGH_LEGS_MAX) named.push(legId);
  }
}

function close(total: Map<string, LookThrough>, sums: AccountSums): void {
  const { plan, values, losses, legIds } = sums;
  if (sums.claimLegIds.length > 0) {
    const [first, ...others] = sums.claimLegIds;
    addValue(sums, plan.claim, sums.claimUsd, first!);
    for (const legId of others) {
      for (const at of plan.claim.places) {
        if (legIds[at]!.length < LOOK_THROUGH_LEGS_MAX) legIds[at]!.push(legId);
      }
    }
  }
  for (let at = 0; at < plan.keys.length; at++) {
    const valueUsd = values[at];
    if (valueUsd === undefined) continue;
    const { kind, name } = plan.dependencies[at]!;
    const lossGivenFailureUsd = losses[at]!;
    const own = { kind: kindToWire(kind), name, valueUsd, lossGivenFailureUsd, legIds: legIds[at]! };
    addToTotal(total, plan.keys[at]!, own);
  }
}

function addWholeAccount(total: Map<string, LookThrough>, whole: WholeAccount, { declared }: PortfolioBasis): void {
  const { columns } = whole.account;
  if (columns.instrumentIds.length === 0) return;
  const plan = accountPlan(whole.account, declared);
  const placed = sumPlaces(plan, whole);
  for (const { place, key, kind, name, legIds } of wholePlan(plan, columns)) {
    const [valueUsd, lossGivenFailureUsd] = [placed[2 * place]!, placed[2 * place + 1]!];
    addToTotal(total, key, { kind, name, valueUsd, lossGivenFailureUsd, legIds });
  }
}

function addToTotal(total: Map<string, LookThrough>, key: string, own: LookThrough): void {
  const sum = total.get(key);
  if (sum === undefined) {
    total.set(key, own);
    return;
  }
  sum.valueUsd += own.valueUsd;
  sum.lossGivenFailureUsd += own.lossGivenFailureUsd;
  // Replaced, since the list may be one that all exposures of an account share.
  if (sum.legIds.length < LOOK_THROUGH_LEGS_MAX)
    sum.legIds = [...sum.legIds, ...own.legIds].slice(0, LOOK_THROUGH_LEGS_MAX);
}
