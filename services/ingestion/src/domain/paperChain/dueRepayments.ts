import { parseInstrument } from '@gimbal/instruments';
import { absDecimal, parseDecimal, toUnits } from '@gimbal/money';
import { reserveKey } from '@gimbal/margin';
import { causeKey, type IngestionRows, type RepaymentRow } from '../ingestionState.js';
import type { LendingAction } from './lendingAction.js';

export type DueRepayment =
  | { readonly ok: true; readonly row: RepaymentRow; readonly action: LendingAction }
  | { readonly ok: false; readonly row: RepaymentRow; readonly reason: string };

/**
 * Fills that repay a debt and have not been settled yet, as actions on the paper chain. Digits finer than the token's
 * are cut off: nobody can pay them.
 */
export function dueRepayments(rows: IngestionRows, deployments: ReadonlySet<string>): readonly DueRepayment[] {
  return [...rows.repayments.values()]
    .filter((row) => deployments.has(row.deployment) && !rows.settledCauses.get(causeKey(row.accountId, row.orderId)))
    .map((row) => repaymentOf(rows, row));
}

function repaymentOf(rows: IngestionRows, row: RepaymentRow): DueRepayment {
  const { orderId: id, deployment, accountId, quantity } = row;
  const instrument = parseInstrument(row.instrumentId);
  if (instrument.kind !== 'spot') {
    return { ok: false, row, reason: `Expected a spot instrument to repay with, was "${row.instrumentId}".` };
  }
  const { asset } = instrument;
  const reserve = rows.book.reserves.get(reserveKey(deployment, asset));
  if (reserve === undefined)
    return { ok: false, row, reason: `Expected ${asset} to be a reserve of ${deployment}, was not.` };
  const parsed = parseDecimal(quantity);
  if (!parsed.ok) return { ok: false, row, reason: `Expected a decimal quantity, was "${quantity}".` };
  const amount = toUnits(absDecimal(parsed.value), reserve.decimals, 'down');
  return { ok: true, row, action: { id, deployment, accountId, asset, action: 'REPAY', amount } };
}
