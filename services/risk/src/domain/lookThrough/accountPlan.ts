import type { BookColumns } from '../book/bookColumns.js';
import { isUsdPegged } from '../exposure/exposureVector.js';
import { instrumentTraits } from '../exposure/instrumentTraits.js';
import type { AccountBasis } from '../exposure/portfolioBasis.js';
import type { LendingLeg } from '../exposure/lendingLegs.js';
import { NOTHING_DECLARED, type DeclaredDependencies } from './declaredDependencies.js';
import { addDependency } from './dependenciesOf.js';
import type { Dependencies, Dependency } from './dependency.js';
import { lendingDependencies, positionDependencies } from './legDependencies.js';
import { coinsOfPool, poolKeyOf } from './knownPools.js';

/** Which of an account's dependencies a leg rests on, and what each leaves of it. */
export interface LegPlan {
  readonly places: readonly number[];
  readonly recoveries: readonly number[];
}

/** Whom the legs of one account rest on, found once for each change of its positions or of what the desk declares. */
export interface AccountPlan {
  readonly declared: DeclaredDependencies;
  /** Grows by lending balances as they are met; a place, once given, stays. */
  readonly dependencies: Dependency[];
  /** Of each dependency. */
  readonly keys: string[];
  readonly ofPosition: readonly LegPlan[];
  /** 1 for positions that are one claim together: contracts, and the cash that they stand against. */
  readonly inClaim: Uint8Array;
  readonly claim: LegPlan;
  readonly ofLending: Map<string, LegPlan>;
  /** Positions in pools whose coins are not known. */
  readonly unknownPools: readonly { readonly instrumentId: string; readonly pool: string }[];
}

const plans = new WeakMap<BookColumns, AccountPlan>();

export function accountPlan(basis: AccountBasis, declared: DeclaredDependencies = NOTHING_DECLARED): AccountPlan {
  const known = plans.get(basis.columns);
  if (known !== undefined && known.declared === declared) return known;
  const plan = planOf(basis, declared);
  plans.set(basis.columns, plan);
  return plan;
}

function planOf({ account, columns }: AccountBasis, declared: DeclaredDependencies): AccountPlan {
  const { instrumentIds, assets } = columns;
  const places: Places = { dependencies: [], keys: [] };
  const each = instrumentIds.map((instrumentId) =>
    positionDependencies(instrumentId, instrumentTraits(instrumentId).instrument, account, declared),
  );
  const inClaim = claimMembers(instrumentIds, assets);
  const together = new Map<string, Dependency>();
  for (const [at, own] of each.entries()) {
    if (inClaim[at] === 1) for (const dependency of own.values()) addDependency(together, dependency);
  }
  return {
    declared,
    ...places,
    ofPosition: each.map((own) => placed(places, own)),
    inClaim,
    claim: placed(places, together),
    ofLending: new Map(),
    unknownPools: instrumentIds.flatMap((instrumentId) => {
      const { instrument } = instrumentTraits(instrumentId);
      if (instrument?.kind !== 'univ2' && instrument?.kind !== 'univ3' && instrument?.kind !== 'univ4') return [];
      const pool = poolKeyOf(instrument);
      return coinsOfPool(pool) === undefined ? [{ instrumentId, pool }] : [];
    }),
  };
}

/**
 * Contracts with a venue (perpetuals, futures, options) stand at their full mark against a cash leg, so neither is a
 * claim by itself: what the account is owed is their sum. An inverse contract's cash is its own coin.
 */
function claimMembers(instrumentIds: readonly string[], assets: readonly string[]): Uint8Array {
  const members = new Uint8Array(instrumentIds.length);
  const cash = new Set<string>();
  let holdsContracts = false;
  for (const [at, instrumentId] of instrumentIds.entries()) {
    const { instrument } = instrumentTraits(instrumentId);
    switch (instrument?.kind) {
      case 'perp':
      case 'future':
      case 'option':
      case 'power':
      case 'everlasting':
        members[at] = 1;
        holdsContracts = true;
        if ('inverse' in instrument && instrument.inverse) cash.add(assets[at]!);
    }
  }
  if (!holdsContracts) return members;
  for (const [at, instrumentId] of instrumentIds.entries()) {
    if (!instrumentId.startsWith('spot:')) continue;
    if (isUsdPegged(assets[at]!) || cash.has(assets[at]!)) members[at] = 1;
  }
  return members;
}

/** The plan of a lending balance, added when it is first met. */
export function lendingPlan(plan: AccountPlan, { account, lending }: AccountBasis, leg: LendingLeg): LegPlan {
  const backing = lending?.backing.get(leg.asset) ?? { asset: leg.asset, tokenAddress: '', oracleFeed: '' };
  // A reserve may be given another oracle while the account stays as it is.
  const key = `${leg.legId}|${backing.oracleFeed}|${backing.tokenAddress}`;
  const known = plan.ofLending.get(key);
  if (known !== undefined) return known;
  const found = placed(plan, lendingDependencies(leg.legId, backing, account, plan.declared));
  plan.ofLending.set(key, found);
  return found;
}

type Places = Pick<AccountPlan, 'dependencies' | 'keys'>;

function placed({ dependencies, keys }: Places, own: Dependencies): LegPlan {
  const places: number[] = [];
  const recoveries: number[] = [];
  for (const [key, dependency] of own) {
    let place = keys.indexOf(key);
    if (place < 0) {
      place = keys.push(key) - 1;
      dependencies.push(dependency);
    }
    places.push(place);
    recoveries.push(dependency.recovery);
  }
  return { places, recoveries };
}
