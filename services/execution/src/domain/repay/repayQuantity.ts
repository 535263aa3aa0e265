import { type AaveAccount, type AaveRuleset, describeAaveFailure, type RepayFailure, WAD } from '@gimbal/margin';

/** A repayment in raw token units, with the contract's own health factor before and after it. */
export interface RepaySize {
  readonly ok: true;
  readonly amountRaw: bigint;
  readonly healthAfter: number;
  /** Short of what the target asks for, because the balance or the cap ends before. */
  readonly bounded: boolean;
  /** What the target asks for exactly. */
  readonly wantedRaw: bigint;
}

export interface NoRepaySize {
  readonly ok: false;
  readonly code: string;
  readonly reason: string;
}

export interface RepayBounds {
  readonly asset: string;
  readonly targetWad: bigint;
  readonly levelWad: bigint;
  readonly lotRaw: bigint;
  /** The most that may be paid. */
  readonly mostRaw: bigint;
}

/**
 * Debt to repay so that the contract's health factor comes to its target: the exact amount, to the nearest lot, a lot
 * more where the nearest one would not even leave the limit behind; bounded by whole lots of what may be paid, and by
 * the debt itself.
 */
export function repayQuantity(
  ruleset: AaveRuleset,
  account: AaveAccount,
  bounds: RepayBounds,
): RepaySize | NoRepaySize {
  const { asset, targetWad, levelWad, lotRaw, mostRaw } = bounds;
  const wanted = ruleset.repayForHealth(account, asset, targetWad);
  if (!wanted.ok && wanted.failure.code !== 'TargetOutOfReach') return refused(wanted.failure);
  const owedRaw = owed(ruleset, account, asset);
  const wantedRaw = wanted.ok ? wanted.value : owedRaw;
  if (wantedRaw === 0n) {
    return {
      ok: false,
      code: 'health_at_target',
      reason: 'Expected a health factor below its target, the contract is there.',
    };
  }
  const nearest = max(1n, (wantedRaw * 2n + lotRaw) / (lotRaw * 2n));
  const leaves = healthAfterRepaying(ruleset, account, asset, min(nearest * lotRaw, owedRaw));
  if (!leaves.ok) return refused(leaves.failure);
  const lots = leaves.value > levelWad ? nearest : (wantedRaw + lotRaw - 1n) / lotRaw;
  const askedRaw = min(lots * lotRaw, owedRaw);
  if (mostRaw < askedRaw && mostRaw < lotRaw) {
    const reason = `Expected at least one lot of ${lotRaw} raw ${asset} to pay with, was ${mostRaw}.`;
    return { ok: false, code: 'free_balance_below_lot', reason };
  }
  const amountRaw = mostRaw < askedRaw ? (mostRaw / lotRaw) * lotRaw : askedRaw;
  const after = healthAfterRepaying(ruleset, account, asset, amountRaw);
  if (!after.ok) return refused(after.failure);
  const healthAfter = numberOfWad(after.value);
  return { ok: true, amountRaw, healthAfter, bounded: amountRaw < askedRaw, wantedRaw };
}

/** What the contract's ledger says is owed, in raw token units. */
export function owed(ruleset: AaveRuleset, account: AaveAccount, asset: string): bigint {
  const reserve = account.reserves.find((row) => row.asset === asset);
  const position = account.positions.find((row) => row.asset === asset);
  if (reserve === undefined || position === undefined) return 0n;
  return ruleset.debtBalance(position.scaledVariableDebt, reserve.variableBorrowIndexRay);
}

function healthAfterRepaying(ruleset: AaveRuleset, account: AaveAccount, asset: string, amountRaw: bigint) {
  const reserve = account.reserves.find((row) => row.asset === asset);
  const burnt = reserve === undefined ? 0n : ruleset.scaledDebtBurnt(amountRaw, reserve.variableBorrowIndexRay);
  const positions = account.positions.map((position) =>
    position.asset === asset
      ? { ...position, scaledVariableDebt: max(0n, position.scaledVariableDebt - burnt) }
      : position,
  );
  const data = ruleset.userAccountData({ ...account, positions });
  return data.ok ? ({ ok: true, value: data.value.healthFactorWad } as const) : data;
}

function refused(failure: Exclude<RepayFailure, { readonly code: 'TargetOutOfReach' }>): NoRepaySize {
  if (failure.code === 'DebtNotBorrowed') {
    return {
      ok: false,
      code: 'debt_not_borrowed',
      reason: 'Expected a debt in the asset that cures are paid in, found none.',
    };
  }
  return { ok: false, code: 'health_unknown', reason: describeAaveFailure(failure) };
}

/** Health factors have 18 decimals; a bigint divided in two parts keeps the double's precision. */
function numberOfWad(wad: bigint): number {
  return Number(wad / WAD) + Number(wad % WAD) / Number(WAD);
}

function min(a: bigint, b: bigint): bigint {
  return a < b ? a : b;
}

function max(a: bigint, b: bigint): bigint {
  return a > b ? a : b;
}
