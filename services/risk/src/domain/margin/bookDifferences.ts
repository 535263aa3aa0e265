import type { Unvalued } from '@gimbal/contracts/risk/v1/exposure_events';
import { marginHoldings, type MarginInputs } from '@gimbal/margin';
import type { BookColumns } from '../book/bookColumns.js';
import type { AccountRow } from '../riskState.js';
import { legInstrument } from './legInstrument.js';

/** Booked quantities are decimals and the venue's are doubles: a part in 10^9 is neither's news. */
const SAME_QUANTITY_PART = 1e-9;

/**
 * What the venue shows and the book doesn't, or not as much: the exposure counts the book, so each difference is named, and
 * neither side is corrected. Cash and what bears interest are left out: the book has them as coins that were paid.
 */
export function bookDifferences(account: AccountRow, columns: BookColumns, inputs: MarginInputs): readonly Unvalued[] {
  const { engine } = inputs.parameters;
  const shown = new Map<string, number>();
  const differences: Unvalued[] = [];
  for (const { legId, quantity, bearsInterest } of marginHoldings(inputs.parameters, inputs.account)) {
    const instrumentId = bearsInterest ? undefined : legInstrument(engine, account.venue, account.deployment, legId);
    if (instrumentId === undefined) continue;
    if (instrumentId !== '') shown.set(instrumentId, (shown.get(instrumentId) ?? 0) + quantity);
    else if (quantity !== 0) differences.push(difference(account, legId, quantity, 0));
  }
  const booked = new Map(columns.instrumentIds.map((id, at) => [id, columns.quantities[at]!]));
  for (const [instrumentId, quantity] of shown) {
    const held = booked.get(instrumentId) ?? 0;
    if (!isSame(quantity, held)) differences.push(difference(account, instrumentId, quantity, held));
  }
  for (const [instrumentId, held] of booked) {
    if (instrumentId.startsWith('spot:') || shown.has(instrumentId)) continue;
    differences.push(difference(account, instrumentId, 0, held));
  }
  return differences;
}

function isSame(one: number, other: number): boolean {
  return Math.abs(one - other) <= SAME_QUANTITY_PART * Math.max(Math.abs(one), Math.abs(other));
}

function difference({ accountId }: AccountRow, instrumentId: string, shown: number, booked: number): Unvalued {
  const reason = `Expected ${shown} of ${instrumentId} as the venue shows it, the book has ${booked}.`;
  return { accountId, instrumentId, code: 'account_differs_from_book', reason, valueKept: true };
}
