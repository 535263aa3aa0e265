import {
  type AaveRuleset,
  isMarginRulesetId,
  type LendingBook,
  type LendingReserveState,
  lendingAccountKey,
  marginRulesets,
  reserveKey,
  withLendingPositionObserved,
} from '@gimbal/margin';
import { absDecimal, type Decimal, formatDecimal, fromUnits } from '@gimbal/money';
import { invalid, type Refusal } from '../commands/refusal.js';
import { shownNames } from './shownNames.js';
import type { WhatIfTrade } from './whatIfRequest.js';

/** A reserve with the roundings of its version. A withdrawal is a mint undone: a unit of scaled supply at most beside the pool's. */
interface Pool {
  readonly ruleset: AaveRuleset;
  readonly state: LendingReserveState;
}

interface Balances {
  readonly asset: string;
  readonly scaledSupply: bigint;
  readonly scaledVariableDebt: bigint;
  readonly usedAsCollateral: boolean;
}

/**
 * Moves coins into or out of a lending account in a book of its own. `ASSET` is supplied or withdrawn where the account owes
 * none of it; where it does, coins in repay before they are supplied. Coins out of what is supplied are a withdrawal, of no
 * more than is there; where nothing is supplied they are borrowed. `ASSET:supply` and `ASSET:debt` name the side. Whether
 * the pool would allow it is for the health after it to say.
 */
export function moveCoins(
  book: LendingBook,
  deployment: string,
  accountId: string,
  { field, legId, quantity, priceUsd }: WhatIfTrade,
): Refusal | undefined {
  const match = /^(.+?)(?::(supply|debt))?$/.exec(legId);
  const [asset = legId, side] = [match?.[1], match?.[2] as 'supply' | 'debt' | undefined];
  const reserve = book.reserves.get(reserveKey(deployment, asset));
  const state = book.states.get(reserveKey(deployment, asset));
  if (reserve === undefined || state === undefined) {
    const known = shownNames(nameable(book, deployment));
    const message = `Expected a reserve of ${deployment}${known}, was ${JSON.stringify(legId)}.`;
    return invalid(`${field}.leg_id`, message);
  }
  const ruleset: AaveRuleset | undefined = isMarginRulesetId(reserve.ruleset)
    ? marginRulesets[reserve.ruleset]
    : undefined;
  if (ruleset === undefined) {
    const known = Object.keys(marginRulesets).join(', ');
    return invalid(`${field}.leg_id`, `Expected a reserve of a ruleset of ${known}, was "${reserve.ruleset}".`);
  }
  if (priceUsd !== undefined) {
    return invalid(`${field}.price`, `Expected no price, since coins move in and out, was ${priceUsd}.`);
  }
  const units = wholeUnits(quantity, reserve.decimals);
  if (units === undefined) {
    const found = formatDecimal(quantity);
    return invalid(`${field}.quantity`, `Expected at most ${reserve.decimals} digits after the point, was ${found}.`);
  }
  const held = balancesOf(book, deployment, accountId, asset);
  const pool = { ruleset, state };
  const moved = units > 0n ? coinsIn(held, pool, units, side) : coinsOut(held, pool, -units, side);
  if (moved === undefined) {
    const most = units > 0n ? owed(held, pool) : supplied(held, pool);
    const what = units > 0n ? 'of what is owed' : 'of what is supplied';
    const found = formatDecimal(absDecimal(quantity));
    const limit = formatDecimal(fromUnits(most, reserve.decimals));
    const other = units < 0n && side === undefined ? ` To borrow name ${asset}:debt.` : '';
    return invalid(`${field}.quantity`, `Expected at most ${limit} ${asset} ${what}, was ${found}.${other}`);
  }
  // A first supply counts as collateral from the start, as the pool has it.
  const isFirst = held.scaledSupply === 0n && moved.scaledSupply > 0n && reserve.liquidationThresholdBps > 0n;
  withLendingPositionObserved(book, {
    accountId,
    deployment,
    asset,
    scaledSupply: moved.scaledSupply.toString(),
    scaledVariableDebt: moved.scaledVariableDebt.toString(),
    usedAsCollateral: moved.scaledSupply > 0n && (held.usedAsCollateral || isFirst),
  });
  return undefined;
}

function coinsIn(
  held: Balances,
  { ruleset, state }: Pool,
  units: bigint,
  side: 'supply' | 'debt' | undefined,
): Balances | undefined {
  const debt = owed(held, { ruleset, state });
  if (side === 'debt' && units > debt) return undefined;
  const repaid = side === 'supply' ? 0n : units < debt ? units : debt;
  const burnt =
    repaid === debt ? held.scaledVariableDebt : ruleset.scaledDebtBurnt(repaid, state.variableBorrowIndexRay);
  return {
    ...held,
    scaledVariableDebt: repaid === 0n ? held.scaledVariableDebt : held.scaledVariableDebt - burnt,
    scaledSupply: held.scaledSupply + ruleset.scaledSupplyMinted(units - repaid, state.liquidityIndexRay),
  };
}

function coinsOut(
  held: Balances,
  { ruleset, state }: Pool,
  units: bigint,
  side: 'supply' | 'debt' | undefined,
): Balances | undefined {
  const supply = supplied(held, { ruleset, state });
  const isBorrow = side === 'debt' || (side === undefined && supply === 0n);
  if (!isBorrow && units > supply) return undefined;
  const withdrawn = isBorrow ? 0n : units;
  const burnt =
    withdrawn === supply ? held.scaledSupply : ruleset.scaledSupplyMinted(withdrawn, state.liquidityIndexRay);
  return {
    ...held,
    scaledSupply: withdrawn === 0n ? held.scaledSupply : held.scaledSupply - burnt,
    scaledVariableDebt:
      held.scaledVariableDebt + ruleset.scaledDebtMinted(units - withdrawn, state.variableBorrowIndexRay),
  };
}

function owed(held: Balances, { ruleset, state }: Pool): bigint {
  return ruleset.debtBalance(held.scaledVariableDebt, state.variableBorrowIndexRay);
}

function supplied(held: Balances, { ruleset, state }: Pool): bigint {
  return ruleset.supplyBalance(held.scaledSupply, state.liquidityIndexRay);
}

function balancesOf(book: LendingBook, deployment: string, accountId: string, asset: string): Balances {
  const account = book.accounts.get(lendingAccountKey(deployment, accountId));
  const nothing = { asset, scaledSupply: 0n, scaledVariableDebt: 0n, usedAsCollateral: false };
  return account?.positions.find((position) => position.asset === asset) ?? nothing;
}

/** The reserves that can be moved, in the order in which they were listed. */
function nameable(book: LendingBook, deployment: string): readonly string[] {
  return [...book.reserves.values()].flatMap((reserve) =>
    reserve.deployment === deployment && book.states.get(reserveKey(deployment, reserve.asset)) !== undefined
      ? [reserve.asset]
      : [],
  );
}

/** The token's integer; undefined when the quantity has more decimals than the token. */
function wholeUnits({ unscaled, scale }: Decimal, decimals: number): bigint | undefined {
  if (scale <= decimals) return unscaled * 10n ** BigInt(decimals - scale);
  const divisor = 10n ** BigInt(scale - decimals);
  return unscaled % divisor === 0n ? unscaled / divisor : undefined;
}
