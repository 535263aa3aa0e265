import { balanceFromScaled, RAY } from '@gimbal/margin';
import { decimalToNumber, fromUnits } from '@gimbal/money';
import type { AccountRow, ListingRow } from '../riskState.js';
import type { LendingBasis } from './portfolioBasis.js';

const DAYS_PER_YEAR = 365;
const RATE_POINT = 0.01;

/** A balance of a lending account: a supply is long its asset, a debt is short. */
export interface LendingLeg {
  /** Names the balance among the instruments of a line: deployment, asset and side. */
  readonly legId: string;
  readonly asset: string;
  readonly side: 'supply' | 'debt';
  /** Integer of the token. */
  readonly balance: bigint;
  readonly decimals: number;
  /** Signed, whole tokens. */
  readonly quantity: number;
  readonly listing: ListingRow | undefined;
  /** Yearly rate that the balance earns or costs, as a share. */
  readonly ratePerYear: number;
}

/** The balances of an account with the indexes as observed, in the order of its positions; zero ones are left out. */
export function lendingLegs(account: AccountRow, lending: LendingBasis): readonly LendingLeg[] {
  if (!lending.inputs.ok) return [];
  const { reserves, positions } = lending.inputs.value.account;
  return positions.flatMap((position, at) => {
    // `accountInputs` gives one reserve per position, in the same order.
    const reserve = reserves[at]!;
    const { asset, decimals } = reserve;
    const rates = lending.states.get(asset);
    const leg = (side: LendingLeg['side'], scaled: bigint, indexRay: bigint, rateRay: bigint): LendingLeg[] => {
      const balance = balanceFromScaled(scaled, indexRay);
      if (balance === 0n) return [];
      const units = decimalToNumber(fromUnits(balance, decimals));
      const quantity = side === 'supply' ? units : -units;
      const legId = `${account.deployment}:${asset}:${side}`;
      const ratePerYear = Number(rateRay) / Number(RAY);
      return [{ legId, asset, side, balance, decimals, quantity, listing: lending.listings.get(asset), ratePerYear }];
    };
    return [
      ...leg('supply', position.scaledSupply, reserve.liquidityIndexRay, rates?.liquidityRateRay ?? 0n),
      ...leg('debt', position.scaledVariableDebt, reserve.variableBorrowIndexRay, rates?.variableBorrowRateRay ?? 0n),
    ];
  });
}

/** USD per day that the balance brings (or costs, for its value is then negative) at the observed rate. */
export function interestPerDay(valueUsd: number, leg: LendingLeg): number {
  return (valueUsd * leg.ratePerYear) / DAYS_PER_YEAR;
}

/** Change of that for one more percentage point a year on a debt of this value. */
export function interestPerDayPerRatePoint(valueUsd: number): number {
  return (valueUsd * RATE_POINT) / DAYS_PER_YEAR;
}
