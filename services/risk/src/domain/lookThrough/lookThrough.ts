import type { LookThrough, Unvalued } from '@gimbal/contracts/risk/v1/exposure_events';
import { LOOK_THROUGH_LEGS_MAX } from '../../limits.js';
import { VALUE_USD } from '../exposure/exposureVector.js';
import type { AccountBasis, PortfolioBasis } from '../exposure/portfolioBasis.js';
import type { ValuedLeg } from '../exposure/valueLegs.js';
import { type AccountPlan, accountPlan, type LegPlan, lendingPlan } from './accountPlan.js';
import { kindToWire } from './dependency.js';

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

  return {
    add(leg: ValuedLeg): void {
      if (sums?.basis.account !== leg.account) {
        if (sums !== undefined) close(total, sums);
        // Legs come account by account, in the order of the basis; an account without legs is passed over.
        while (basis.accounts[next]!.account !== leg.account) next++;
        sums = openSums(basis.accounts[next]!, basis);
      }
      addLeg(sums, leg);
    },
    end(): LookThrough[] {
      if (sums !== undefined) close(total, sums);
      sums = undefined;
      return [...total.keys()].sort().map((key) => total.get(key)!);
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

/** What a value loses when no more than `recovery` of it is left; a debt loses nothing. */
export function lossOf(valueUsd: number, recovery: number): number {
  return valueUsd > 0 ? valueUsd * (1 - recovery) : 0;
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
    const key = plan.keys[at]!;
    const sum = total.get(key);
    if (sum === undefined) {
      const { kind, name } = plan.dependencies[at]!;
      const lossGivenFailureUsd = losses[at]!;
      total.set(key, { kind: kindToWire(kind), name, valueUsd, lossGivenFailureUsd, legIds: legIds[at]! });
      continue;
    }
    sum.valueUsd += valueUsd;
    sum.lossGivenFailureUsd += losses[at]!;
    for (const legId of legIds[at]!) if (sum.legIds.length < LOOK_THROUGH_LEGS_MAX) sum.legIds.push(legId);
  }
}
