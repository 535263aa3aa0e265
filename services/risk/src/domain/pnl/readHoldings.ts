import { decimalToNumber } from '@gimbal/money';
import type { AccountBasis, PortfolioBasis } from '../exposure/portfolioBasis.js';
import type { ObservedFill } from '../observed/observedFills.js';
import type { AccountRow, RiskState } from '../riskState.js';
import { keyOf, type LegBook, NO_LEGS } from './legBook.js';
import { type ActivityRow, openActivities } from './noteActivity.js';
import type { LendingStanding, PnlActivity, PnlLeg, PnlLegs } from './pnlRows.js';

/** What the positions of a portfolio are at this step, by leg. */
export interface Holdings {
  readonly quantities: Float64Array;
  readonly lending: ReadonlyMap<number, LendingStanding>;
  /** By leg: units that a watched account tells of, and the quantities leave out. */
  readonly told: ReadonlyMap<number, number>;
  readonly activities: readonly { readonly account: AccountBasis; readonly activity: PnlActivity }[];
  readonly consumed: ReadonlyMap<string, number>;
}

const NO_LENDING: Holdings['lending'] = new Map();
const NOTHING_TOLD: Holdings['told'] = new Map();
const NO_ACTIVITIES: Holdings['activities'] = [];

interface KnownQuantities {
  readonly accounts: readonly AccountBasis[];
  readonly quantities: Float64Array;
}

/** By legs: accounts that are the very same hold the same positions. Lending balances move by themselves, and are read. */
const quantitiesByLegs = new WeakMap<readonly PnlLeg[], KnownQuantities>();

/** Reads what a portfolio holds now, and what was done to it since its last exposure; without legs, where it begins. */
export function readHoldings(
  state: RiskState,
  held: PnlLegs | undefined,
  basis: PortfolioBasis,
  book: LegBook,
): Holdings {
  const known = held === undefined ? undefined : knownHoldings(state, held, basis);
  if (known !== undefined) return known;
  const quantities: [Int32Array, Float64Array][] = [];
  const lending = new Map<number, LendingStanding>();
  const told = new Map<number, number>();
  const activities: Holdings['activities'][number][] = [];
  let consumed = held?.consumed ?? NO_LEGS.consumed;
  for (const account of basis.accounts) {
    quantities.push([book.positionsOf(account.account, account.columns), account.columns.quantities]);
    readLending(account, book, lending);
    for (const [instrumentId, units] of account.told)
      told.set(book.positionOf(account.account, instrumentId), decimalToNumber(units));
    const key = keyOf(account.account);
    const row = activityRow(state, account.account, basis.step.number);
    if (row === undefined || row.through === (consumed.get(key) ?? 0)) continue;
    // Where the P&L begins, what was done before is what it begins with.
    if (held !== undefined) {
      for (const activity of openActivities(row, consumed.get(key) ?? 0)) {
        if (activity === undefined) continue;
        book.positionOf(account.account, activity.instrumentId);
        book.positionOf(account.account, activity.quoteInstrumentId);
        activities.push({ account, activity });
      }
    }
    consumed = new Map(consumed).set(key, row.through);
  }
  const now = new Float64Array(book.legs.length);
  for (const [legs, values] of quantities) for (let i = 0; i < legs.length; i++) now[legs[i]!] = values[i]!;
  if (basis.accounts.every((account) => account.lending === undefined))
    quantitiesByLegs.set(book.legs, { accounts: basis.accounts, quantities: now });
  return { quantities: now, lending, told, activities, consumed };
}

/** Most portfolios at most steps: nothing was done to them. Undefined for the others. */
function knownHoldings(
  state: RiskState,
  { legs, consumed }: PnlLegs,
  { accounts, step }: PortfolioBasis,
): Holdings | undefined {
  const known = quantitiesByLegs.get(legs);
  if (known?.accounts !== accounts) return undefined;
  for (const { account } of accounts) {
    const key = keyOf(account);
    const through = activityRow(state, account, step.number)?.through;
    if (through !== undefined && through !== (consumed.get(key) ?? 0)) return undefined;
  }
  return { quantities: known.quantities, lending: NO_LENDING, told: NOTHING_TOLD, activities: NO_ACTIVITIES, consumed };
}

/** What was done to an account: of a booked one what was noted, of a watched one the fills that its venue said at this place. */
function activityRow(state: RiskState, account: AccountRow, step: number): ActivityRow | undefined {
  if (!account.observed) return state.pnlActivities.get(keyOf(account));
  const row = state.observedFills.get(account.accountId);
  if (row === undefined || (row.tenant !== undefined && row.tenant !== account.tenant)) return undefined;
  // Those of another step were taken up by it, or were before the account was attached.
  const isHere = ({ venue }: ObservedFill): boolean => row.step === step && venue === account.venue;
  return { through: row.through, activities: row.fills.map((fill) => (isHere(fill) ? fill.activity : undefined)) };
}

function readLending({ account, lending }: AccountBasis, book: LegBook, into: Map<number, LendingStanding>): void {
  if (lending === undefined || !lending.inputs.ok) return;
  const { reserves, positions } = lending.inputs.value.account;
  for (const [at, { asset, scaledSupply, scaledVariableDebt }] of positions.entries()) {
    const { decimals, liquidityIndexRay, variableBorrowIndexRay } = reserves[at]!;
    const add = (side: 'supply' | 'debt', scaled: bigint, indexRay: bigint): void => {
      if (scaled !== 0n) into.set(book.lendingOf(account, asset, side), { scaled, indexRay, decimals });
    };
    add('supply', scaledSupply, liquidityIndexRay);
    add('debt', scaledVariableDebt, variableBorrowIndexRay);
  }
}
