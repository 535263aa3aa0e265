import { balanceFromScaled } from '@gimbal/margin';
import { decimalToNumber, fromUnits } from '@gimbal/money';
import type { AccountBasis, PortfolioBasis } from '../exposure/portfolioBasis.js';
import type { RiskState } from '../riskState.js';
import { accountKey, portfolioKey } from '../rowKeys.js';
import { AccrualDraft } from './accrualDraft.js';
import { applyActivity } from './applyActivity.js';
import { type LegBook, NO_LEGS, openLegBook } from './legBook.js';
import { type StepMarks, stepMarks } from './marksOfLeg.js';
import { openActivities } from './noteActivity.js';
import { COLUMN, NO_COLUMNS } from './pnlColumns.js';
import {
  type LendingStanding,
  liquidationKey,
  type PnlAccrual,
  type PnlActivity,
  type PnlLeg,
  type PnlLegs,
} from './pnlRows.js';
import { unitFeesUsd } from './poolFees.js';
import { stepTerms } from './stepTerms.js';

/** The legs of a portfolio and what has become of them. */
export interface PnlStanding {
  readonly legs: PnlLegs;
  readonly accrual: PnlAccrual;
}

const NOTHING: Pick<PnlAccrual, 'columns' | 'flowsUsd' | 'grossUsd' | 'lending' | 'step'> = {
  columns: NO_COLUMNS,
  flowsUsd: 0,
  grossUsd: 0,
  lending: new Map(),
  step: 0,
};

/** What the positions of a portfolio are at this step, by leg. */
interface Holdings {
  readonly quantities: Float64Array;
  readonly lending: Map<number, LendingStanding>;
  readonly activities: readonly { readonly account: AccountBasis; readonly activity: PnlActivity }[];
  readonly consumed: ReadonlyMap<string, number>;
}

/**
 * A portfolio's accrual after one more exposure. The ledger says what changed: quantities at the marks of both ends, and
 * what has accrued, less flows. The terms say why: quantities held before the step, times the marks and Greeks with which
 * it began. Pure: the same rows give the same bits. Without a standing this is where the portfolio's P&L begins.
 */
export function advancePnl(
  state: RiskState,
  held: PnlStanding | undefined,
  basis: PortfolioBasis,
  sequence: number,
): PnlStanding {
  const before = held?.accrual ?? NOTHING;
  const book = openLegBook(state, held?.legs ?? NO_LEGS);
  const holdings = readHoldings(state, held, basis, book);
  const { legs } = book;
  const { step } = basis;
  const draft = new AccrualDraft(before, legs.length);
  const marksOf = stepMarks(state.frames, state.previousFrames, before.step);
  const prices = pricesNow(marksOf, legs, draft);
  for (const { account, activity } of holdings.activities)
    applyActivity(draft, book, account.account, activity, prices);
  const inputs: StepInputs = { before, holdings, prices, basis, marksOf };
  let valueUsd = 0;
  for (let leg = 0; leg < legs.length; leg++) valueUsd += advanceLeg(state, draft, legs[leg]!, leg, inputs);
  const from = held?.accrual ?? { fromSequence: sequence, fromTimeUs: step.timeUs, startValueUsd: 0 };
  return {
    legs:
      legs === held?.legs.legs && holdings.consumed === held.legs.consumed
        ? held.legs
        : { legs, consumed: holdings.consumed },
    accrual: {
      fromSequence: from.fromSequence,
      fromTimeUs: from.fromTimeUs,
      startValueUsd: from.startValueUsd,
      sequence,
      step: step.number,
      timeUs: step.timeUs,
      valueUsd,
      flowsUsd: draft.flowsUsd,
      grossUsd: draft.grossUsd,
      columns: draft.columns.done(),
      lending: holdings.lending,
    },
  };
}

function readHoldings(state: RiskState, held: PnlStanding | undefined, basis: PortfolioBasis, book: LegBook): Holdings {
  const quantities: [Int32Array, Float64Array][] = [];
  const lending = new Map<number, LendingStanding>();
  const activities: Holdings['activities'][number][] = [];
  let consumed = held?.legs.consumed ?? NO_LEGS.consumed;
  for (const account of basis.accounts) {
    const { tenant, portfolioId, accountId } = account.account;
    quantities.push([book.positionsOf(account.account, account.columns), account.columns.quantities]);
    readLending(account, book, lending);
    const key = accountKey(portfolioKey(tenant, portfolioId), accountId);
    const row = state.pnlActivities.get(key);
    if (row === undefined || row.through === (consumed.get(key) ?? 0)) continue;
    // Where the P&L begins, what was done before is what it begins with.
    if (held !== undefined) {
      for (const activity of openActivities(row, consumed.get(key) ?? 0)) {
        book.positionOf(account.account, activity.instrumentId);
        book.positionOf(account.account, activity.quoteInstrumentId);
        activities.push({ account, activity });
      }
    }
    consumed = new Map(consumed).set(key, row.through);
  }
  const now = new Float64Array(book.legs.length);
  for (const [legs, values] of quantities) for (let i = 0; i < legs.length; i++) now[legs[i]!] = values[i]!;
  return { quantities: now, lending, activities, consumed };
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

/** The price of each leg now: its mark, or the last one known, or NaN. */
function pricesNow(marksOf: MarksOf, legs: readonly PnlLeg[], draft: AccrualDraft): Float64Array {
  const prices = new Float64Array(legs.length);
  for (let leg = 0; leg < legs.length; leg++) {
    const { underlying, markIndex } = legs[leg]!;
    prices[leg] = marksOf(underlying).to.markOf(markIndex)?.priceUsd ?? draft.get(COLUMN.price, leg);
  }
  return prices;
}

type MarksOf = (underlying: string) => StepMarks;

interface StepInputs {
  readonly marksOf: MarksOf;
  readonly before: Pick<PnlAccrual, 'lending' | 'step'>;
  readonly holdings: Holdings;
  readonly prices: Float64Array;
  readonly basis: PortfolioBasis;
}

/** Takes one leg over the step, and returns its value at the end. */
function advanceLeg(state: RiskState, draft: AccrualDraft, leg: PnlLeg, at: number, inputs: StepInputs): number {
  const { before, holdings, prices, basis } = inputs;
  const marks = inputs.marksOf(leg.underlying);
  const heldBefore = draft.get(COLUMN.quantity, at);
  const isLending = leg.kind === 'supply' || leg.kind === 'debt';
  const standing = holdings.lending.get(at);
  const heldNow = isLending ? signedUnits(leg, standing) : holdings.quantities[at]!;
  const receivableBefore = draft.get(COLUMN.receivable, at);
  if (heldBefore === 0 && heldNow === 0) {
    draft.closeStep(
      at,
      receivableBefore,
      draft.get(COLUMN.receivable, at),
      basis.step.number,
      Number(basis.step.timeUs),
    );
    return draft.get(COLUMN.receivable, at);
  }
  const priceBefore = draft.get(COLUMN.price, at);
  const price = prices[at]!;
  const valueBefore = (Number.isNaN(priceBefore) ? 0 : heldBefore * priceBefore) + receivableBefore;
  if (heldBefore !== 0) {
    // What stood in the book before anybody had marked it comes in with its first mark.
    if (Number.isNaN(priceBefore) && !Number.isNaN(price)) draft.addFlow(at, heldBefore * price);
    else attribute(state, draft, leg, at, heldBefore, marks);
  }
  if (isLending)
    lendingTerms(state, draft, leg, at, {
      before: before.lending.get(at),
      now: standing,
      price,
      heldBefore,
      heldNow,
      basis,
    });
  if (leg.kind === 'liquidity') moveHolds(draft, leg, at, heldBefore, heldNow, marks);
  anchor(state, draft, leg, at);
  draft.set(COLUMN.quantity, at, heldNow);
  draft.set(COLUMN.price, at, heldNow === 0 ? Number.NaN : price);
  const value = (heldNow === 0 || Number.isNaN(price) ? 0 : heldNow * price) + draft.get(COLUMN.receivable, at);
  draft.closeStep(at, valueBefore, value, basis.step.number, Number(basis.step.timeUs));
  return value;
}

function attribute(
  state: RiskState,
  draft: AccrualDraft,
  leg: PnlLeg,
  at: number,
  held: number,
  marks: StepMarks,
): void {
  const { markIndex, kind } = leg;
  liquidityFees(state, draft, leg, at, held, marks.to.frame?.spotUsd ?? 0);
  if (marks.from === marks.to) return;
  const from = marks.from.markOf(markIndex);
  const to = marks.to.markOf(markIndex);
  if (from === undefined || to === undefined) return;
  const known = draft.get(COLUMN.anchor0, at);
  const factor = kind === 'powerPerp' ? state.pnlNormFactors.get(powerPerpDeployment(leg.legId)) : undefined;
  const normFactorChange = factor === undefined || Number.isNaN(known) ? 0 : factor / known - 1;
  stepTerms(kind, from, to, { normFactorChange }, (column, unitUsd) => {
    const usd = held * unitUsd;
    if (column === COLUMN.delta && kind === 'liquidity')
      holdTerms(draft, at, held * from.delta, to.spotUsd - from.spotUsd);
    else if (column === COLUMN.funding && kind !== 'powerPerp') draft.accrue(column, at, usd);
    else draft.addTerm(column, at, usd);
  });
}

/** The part of a range's delta that a holder of the period's beginning would have had too, and the part that he wouldn't. */
function holdTerms(draft: AccrualDraft, at: number, units: number, move: number): void {
  const hold = orElse(draft.get(COLUMN.hold, at), units);
  const dayHold = orElse(draft.get(COLUMN.dayHold, at), units);
  draft.set(COLUMN.hold, at, hold);
  draft.set(COLUMN.dayHold, at, dayHold);
  draft.addTerm(COLUMN.delta, at, hold * move);
  draft.addTerm(COLUMN.impermanentLoss, at, (units - hold) * move);
  draft.set(COLUMN.dayHoldGap, at, draft.get(COLUMN.dayHoldGap, at) + (dayHold - hold) * move);
}

/** Liquidity that is added holds what it was added with; liquidity that is taken takes its share of what is held. */
function moveHolds(draft: AccrualDraft, leg: PnlLeg, at: number, before: number, now: number, marks: StepMarks): void {
  if (before === now) return;
  const mark = marks.to.markOf(leg.markIndex);
  for (const column of [COLUMN.hold, COLUMN.dayHold]) {
    const hold = draft.get(column, at);
    if (Number.isNaN(hold)) continue;
    const isReduced = Math.abs(now) < Math.abs(before);
    if (before === 0 || now === 0) draft.set(column, at, Number.NaN);
    else draft.set(column, at, isReduced ? (hold * now) / before : hold + (now - before) * (mark?.delta ?? 0));
  }
}

function liquidityFees(
  state: RiskState,
  draft: AccrualDraft,
  leg: PnlLeg,
  at: number,
  held: number,
  spotUsd: number,
): void {
  if (leg.range === undefined) return;
  const pool = state.pnlPools.get(leg.range.poolKey);
  const growth0 = draft.get(COLUMN.anchor0, at);
  if (pool === undefined || Number.isNaN(growth0)) return;
  const unit = unitFeesUsd(leg.range.poolKey, leg.range, pool, growth0, draft.get(COLUMN.anchor1, at), spotUsd);
  draft.accrue(COLUMN.lpFees, at, held * unit);
}

/** Where the leg's accumulator stands, so that the next step knows what it grew by. */
function anchor(state: RiskState, draft: AccrualDraft, leg: PnlLeg, at: number): void {
  if (leg.range !== undefined) {
    const pool = state.pnlPools.get(leg.range.poolKey);
    if (pool === undefined) return;
    draft.set(COLUMN.anchor0, at, pool.feeGrowth0);
    draft.set(COLUMN.anchor1, at, pool.feeGrowth1);
  } else if (leg.kind === 'powerPerp') {
    const factor = state.pnlNormFactors.get(powerPerpDeployment(leg.legId));
    if (factor !== undefined) draft.set(COLUMN.anchor0, at, factor);
  }
}

/** Squeeth's controller on the token's chain; the only power perpetual with a normalisation factor. */
function powerPerpDeployment(instrumentId: string): string {
  return `squeeth:${instrumentId.split(':')[1] ?? ''}`;
}

interface LendingStep {
  readonly before: LendingStanding | undefined;
  readonly now: LendingStanding | undefined;
  readonly price: number;
  readonly heldBefore: number;
  readonly heldNow: number;
  readonly basis: PortfolioBasis;
}

/**
 * Interest is what the index made of the balance held before, in the ledger's own integers; a liquidation is what it took;
 * all else that moved the balance came from outside.
 */
function lendingTerms(state: RiskState, draft: AccrualDraft, leg: PnlLeg, at: number, step: LendingStep): void {
  const { before, now, heldBefore, heldNow } = step;
  const price = Number.isNaN(step.price) ? 0 : step.price;
  const indexRay = now?.indexRay ?? before?.indexRay ?? 0n;
  const grown = before === undefined ? 0 : signedUnits(leg, { ...before, indexRay });
  draft.addTerm(COLUMN.interest, at, (grown - heldBefore) * price);
  const taken = liquidatedUnits(state, leg, indexRay, step);
  draft.addTerm(COLUMN.liquidation, at, taken * price);
  draft.addFlow(at, (heldNow - grown - taken) * price);
}

function liquidatedUnits(state: RiskState, leg: PnlLeg, indexRay: bigint, { before, now, basis }: LendingStep): number {
  const [asset = '', deployment = ''] = lendingNames(leg);
  const row = state.pnlLiquidations.get(liquidationKey(deployment, leg.accountId, asset));
  if (row === undefined || row.step !== basis.step.number) return 0;
  const scaled = leg.kind === 'supply' ? row.scaledSupply : row.scaledDebt;
  const decimals = now?.decimals ?? before?.decimals ?? 0;
  return signedUnits(leg, { scaled: -scaled, indexRay, decimals }) * -1;
}

function lendingNames({ legId }: PnlLeg): [string, string] {
  const parts = legId.split(':');
  return [parts.at(-2) ?? '', parts.slice(0, -2).join(':')];
}

function signedUnits({ kind }: PnlLeg, standing: LendingStanding | undefined): number {
  if (standing === undefined) return 0;
  const { scaled, indexRay, decimals } = standing;
  const units = decimalToNumber(fromUnits(balanceFromScaled(scaled, indexRay), decimals));
  return kind === 'debt' ? -units : units;
}

function orElse(value: number, other: number): number {
  return Number.isNaN(value) ? other : value;
}
