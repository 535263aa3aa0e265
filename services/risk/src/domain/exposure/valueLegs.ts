import { type BookColumns, riskFactorOf } from '../book/bookColumns.js';
import type { MarkFrame } from '../marks/markFrame.js';
import type { AccountRow } from '../riskState.js';
import {
  CARRY_USD_PER_DAY,
  INTEREST_USD_PER_DAY_PER_RATE_POINT,
  newVectorSums,
  VALUE_USD,
  VECTOR_SIZE,
  type VectorSums,
} from './exposureVector.js';
import { balanceTraits, type InstrumentTraits } from './instrumentTraits.js';
import { frameStanding, isValued, legIssues, type LegIssue } from './legIssues.js';
import { interestPerDay, interestPerDayPerRatePoint, type LendingLeg, lendingLegs } from './lendingLegs.js';
import type { AccountBasis, PortfolioBasis } from './portfolioBasis.js';
import { positionTraits } from './positionTraits.js';
import { type UnitVectors, unitVectors } from './unitVectors.js';

/** A position or a lending balance with its value. One object serves all legs of a walk: it is good until the next. */
export interface ValuedLeg {
  readonly account: AccountRow;
  /** Instrument id of a position, `deployment:ASSET:side` of a lending balance. */
  readonly legId: string;
  /** Whose mark values it. */
  readonly instrumentId: string;
  /** The risk factor. */
  readonly asset: string;
  readonly quantity: number;
  readonly deltaUnits: number;
  /** Quantity times the unit vector of the mark. */
  readonly vector: VectorSums;
  readonly frame: MarkFrame;
  readonly markIndex: number;
  /** Position in the account's columns, or undefined for a lending balance. */
  readonly positionIndex: number | undefined;
  readonly lending: LendingLeg | undefined;
  readonly traits: InstrumentTraits;
}

export interface LegVisitor {
  onLeg(leg: ValuedLeg): void;
  onIssue(account: AccountRow, legId: string, issue: LegIssue): void;
}

type LegInHand = { -readonly [Field in keyof ValuedLeg]: ValuedLeg[Field] };

/**
 * Values every leg of a portfolio, in the one order in which sums are taken: account by account, an account's positions
 * in the order of first booking, then its lending balances. Exposures and explanations walk the same way, so their
 * numbers have the same bits.
 */
export function valueLegs(basis: PortfolioBasis, visitor: LegVisitor): void {
  for (const account of basis.accounts) valueLegsOf(basis, account, visitor);
}

/** The legs of one account of a portfolio. */
export function valueLegsOf(basis: PortfolioBasis, account: AccountBasis, visitor: LegVisitor): void {
  const leg = { vector: newVectorSums() } as LegInHand;
  valuePositions(basis, account, leg, visitor);
  valueLending(basis, account, leg, visitor);
}

function valuePositions(
  basis: PortfolioBasis,
  { account, columns }: AccountBasis,
  leg: LegInHand,
  visitor: LegVisitor,
) {
  const { instrumentIds, underlyingOf, markIndexOf } = columns;
  const standings = columns.underlyings.map((underlying) =>
    frameStanding(basis.frames.get(underlying), basis.step.timeUs),
  );
  const unlisted = frameStanding(undefined, basis.step.timeUs);
  leg.account = account;
  leg.lending = undefined;
  for (let at = 0; at < instrumentIds.length; at++) {
    const instrumentId = instrumentIds[at]!;
    const standing = standings[underlyingOf[at]!] ?? unlisted;
    const { frame } = standing;
    const markIndex = markIndexOf[at]!;
    const issues = legIssues(instrumentId, standing, markIndex);
    for (const issue of issues) visitor.onIssue(account, instrumentId, issue);
    if (!isValued(frame, markIndex)) continue;
    takePosition(leg, columns, at, frame);
    visitor.onLeg(leg);
  }
}

function takePosition(leg: LegInHand, columns: BookColumns, at: number, frame: MarkFrame): void {
  const instrumentId = columns.instrumentIds[at]!;
  leg.legId = instrumentId;
  leg.instrumentId = instrumentId;
  leg.asset = columns.assets[at]!;
  leg.frame = frame;
  leg.markIndex = columns.markIndexOf[at]!;
  leg.positionIndex = at;
  leg.traits = positionTraits(columns)[at]!;
  multiply(leg, unitVectors(frame), columns.quantities[at]!);
  if (frame.shortChargeUsdPerDay !== undefined && leg.quantity < 0) chargeShort(leg, frame.shortChargeUsdPerDay);
  splitCarry(leg);
}

/** Some positions of an account whose every position is valued, in the order given. */
export function valuePositionsAt(
  { frames }: Pick<PortfolioBasis, 'frames'>,
  { account, columns }: AccountBasis,
  places: Iterable<number>,
  onLeg: LegVisitor['onLeg'],
): void {
  const leg = { vector: newVectorSums(), account, lending: undefined } as Partial<LegInHand> as LegInHand;
  for (const at of places) {
    takePosition(leg, columns, at, frames.get(columns.underlyings[columns.underlyingOf[at]!]!)!);
    onLeg(leg);
  }
}

function valueLending(basis: PortfolioBasis, { account, lending }: AccountBasis, leg: LegInHand, visitor: LegVisitor) {
  if (lending === undefined) return;
  for (const balance of lendingLegs(account, lending)) {
    const { legId, quantity, listing } = balance;
    const instrumentId = `spot:${balance.asset}`;
    const frame = listing === undefined ? undefined : basis.frames.get(listing.underlying);
    const markIndex = listing?.index ?? -1;
    const issues = legIssues(instrumentId, frameStanding(frame, basis.step.timeUs), markIndex);
    for (const issue of issues) visitor.onIssue(account, legId, issue);
    if (!isValued(frame, markIndex)) continue;
    const asset = riskFactorOf(instrumentId, frame.underlying);
    Object.assign(leg, { account, legId, instrumentId, asset, frame, markIndex, positionIndex: undefined });
    leg.lending = balance;
    leg.traits = balanceTraits(instrumentId, balance.side);
    multiply(leg, unitVectors(frame), quantity);
    leg.vector[CARRY_USD_PER_DAY] = interestPerDay(leg.vector[VALUE_USD]!, balance);
    splitCarry(leg);
    visitor.onLeg(leg);
  }
}

function multiply(leg: LegInHand, { vectors, deltaUnits }: UnitVectors, quantity: number): void {
  const { vector, markIndex } = leg;
  const start = markIndex * VECTOR_SIZE;
  for (let field = 0; field < VECTOR_SIZE; field++) vector[field] = quantity * vectors[start + field]!;
  leg.quantity = quantity;
  leg.deltaUnits = quantity * deltaUnits[markIndex]!;
}

/** At a venue that trades against a pool a short doesn't receive what a long pays for borrowing, and pays for its own. */
function chargeShort({ vector, quantity, markIndex }: LegInHand, chargeUsdPerDay: Float64Array): void {
  vector[CARRY_USD_PER_DAY] = vector[CARRY_USD_PER_DAY]! - quantity * chargeUsdPerDay[markIndex]!;
}

/** Puts the carry into the part that it belongs to, and says what more a debt would cost at a higher rate. */
function splitCarry({ vector, traits: { carryPart, isDebt } }: LegInHand): void {
  if (carryPart !== undefined) vector[carryPart] = vector[CARRY_USD_PER_DAY]!;
  if (isDebt) vector[INTEREST_USD_PER_DAY_PER_RATE_POINT] = interestPerDayPerRatePoint(vector[VALUE_USD]!);
}
