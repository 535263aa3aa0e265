import type { ExplainedInput } from '@gimbal/contracts/risk/v1/risk_service';
import { formatDecimal } from '@gimbal/money';
import type { VectorField } from '../exposure/exposureVector.js';
import type { AccountBasis } from '../exposure/portfolioBasis.js';
import type { ValuedLeg } from '../exposure/valueLegs.js';
import { assumedKeys } from '../folds/foldAssumedInputs.js';
import type { ObservedPart } from '../observed/observedHoldings.js';
import type { FactRef, RiskState } from '../riskState.js';
import { input } from './explained.js';
import { balanceInputs, rateInput } from './lendingInputs.js';
import type { VectorComponent } from './vectorComponents.js';

const INTEREST_FIELDS: ReadonlySet<VectorField> = new Set(['carryUsdPerDay', 'interestUsdPerDay']);

/** What a leg's term was computed from, each with its record. */
export function legInputs(
  state: RiskState,
  account: AccountBasis,
  leg: ValuedLeg,
  component: VectorComponent,
): ExplainedInput[] {
  const isInterest = INTEREST_FIELDS.has(component.field) && leg.lending !== undefined;
  return [
    ...quantityInputs(account, leg),
    ...(isInterest ? interestInputs(state, account, leg) : markInputs(state, leg, component)),
  ];
}

function quantityInputs({ columns, lending }: AccountBasis, leg: ValuedLeg): ExplainedInput[] {
  if (leg.lending !== undefined) {
    const origin = lending === undefined ? [] : balanceInputs(lending, leg.lending.asset, leg.lending.side);
    return [input('quantity', leg.quantity, leg.lending.asset), ...origin];
  }
  const position = columns.positions[leg.positionIndex!]!;
  const { sources, facts, parts } = position;
  if (parts !== undefined) {
    const sum = input('quantity', formatDecimal(position.quantity), 'units', sources.at(-1));
    return [sum, ...parts.map(partInput)];
  }
  const quantity = input('quantity', formatDecimal(position.quantity), 'units', sources.at(-1));
  const earlier = sources
    .slice(0, -1)
    .map((source, at) => input(`fact ${facts - sources.length + at + 1} of ${facts}`, '', '', source));
  return [quantity, ...earlier];
}

/** What was observed, where, and at which block. */
function partInput({ kind, quantity, place, source, number, blockHash, fact }: ObservedPart): ExplainedInput {
  const block = blockHash === '' ? '' : `, block ${number} ${blockHash}`;
  return input(`${kind} at ${place} by ${source}${block}`, formatDecimal(quantity), 'units', fact);
}

function interestInputs(state: RiskState, { lending }: AccountBasis, leg: ValuedLeg): ExplainedInput[] {
  const price = columnInput(state, leg, 'price', leg.frame.columns.priceUsd[leg.markIndex]!, 'USD per unit');
  return lending === undefined || leg.lending === undefined ? [price] : [price, rateInput(lending, leg.lending)];
}

function markInputs(state: RiskState, leg: ValuedLeg, component: VectorComponent): ExplainedInput[] {
  const { frame, markIndex } = leg;
  const name = columnOf(component, leg);
  const mark = columnInput(state, leg, name, frame.columns[name][markIndex]!, component.columnUnit);
  const spot = component.usesSpot ? [input('spot', frame.spotUsd, 'USD', sourceOf(leg))] : [];
  return [mark, ...shortChargeInputs(state, leg, component), ...spot, ...assumedInputs(state, leg)];
}

/** What a short pays beside the other side of the carry, where there is any. */
function shortChargeInputs(state: RiskState, leg: ValuedLeg, { column, columnUnit }: VectorComponent) {
  const charge = leg.frame.shortChargeUsdPerDay?.[leg.markIndex] ?? 0;
  if (column !== 'carryUsdPerDay' || leg.quantity >= 0 || charge === 0) return [];
  return [columnInput(state, leg, 'shortChargeUsdPerDay', charge, columnUnit)];
}

/** Without a delta for a smile that moves, delta itself stands there. */
function columnOf({ column }: VectorComponent, { frame, markIndex }: ValuedLeg): VectorComponent['column'] {
  const isDelta = column === 'deltaStickyDelta' && Number.isNaN(frame.columns.deltaStickyDelta[markIndex]);
  return isDelta ? 'delta' : column;
}

function columnInput(state: RiskState, leg: ValuedLeg, name: string, value: number, unit: string): ExplainedInput {
  const isAssumed = state.assumed.has(assumedKeys.mark(leg.instrumentId));
  return input(name, Number.isNaN(value) ? 'missing, counted as 0' : value, unit, sourceOf(leg), isAssumed);
}

function sourceOf({ frame, markIndex }: ValuedLeg): FactRef | undefined {
  return frame.sources[frame.sourceOf[markIndex]! - 1];
}

/** What somebody assumed behind the mark: the funding of a perpetual, the volatility of an option. */
function assumedInputs(state: RiskState, { instrumentId, frame }: ValuedLeg): ExplainedInput[] {
  const isOption = instrumentId.startsWith('option:') || instrumentId.startsWith('ioption:');
  const rows = [
    state.assumed.get(assumedKeys.funding(instrumentId)),
    isOption ? state.assumed.get(assumedKeys.vol(frame.underlying)) : undefined,
  ];
  return rows.flatMap((row) => (row === undefined ? [] : [input(row.name, row.value, row.unit, row.source, true)]));
}
