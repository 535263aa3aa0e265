import type { Unvalued } from '@gimbal/contracts/risk/v1/exposure_events';
import type { PositionBreakFound } from '@gimbal/contracts/ingestion/v1/chain_events';
import { absDecimal, formatDecimal } from '@gimbal/money';
import type { AccountRow, RiskState } from '../riskState.js';
import { contractCash } from './contractCash.js';
import { hasLendingPath, isOfLendingPath } from './isOfLendingPath.js';
import type { ObservedAccountRow, ObservedPositionRow, OpenTransfer } from './observedRows.js';

type Issue = Omit<Unvalued, 'accountId'>;

/** What has to be said beside the totals of a watched account: nothing of it is netted into them. */
export function observedIssues(
  state: RiskState,
  account: AccountRow,
  observed: ObservedAccountRow,
): readonly Unvalued[] {
  const hasLending = hasLendingPath(state, account);
  const positions = observed.positionKeys
    .map((key) => state.observedPositions.get(key)!)
    .filter((position) => !hasLending || !isOfLendingPath(account, position));
  const said = account.observed
    ? [...positions.flatMap(positionIssues), ...observed.transfers.flatMap(transferIssues)]
    : notCounted(account, positions.length + observed.transfers.length);
  return [...said, ...observed.breaks.map(breakIssue)].map((issue) => ({ accountId: account.accountId, ...issue }));
}

function positionIssues({ instrumentId, place, quantity, entryPrice, unreadable }: ObservedPositionRow): Issue[] {
  const issues: Issue[] = [];
  if (unreadable !== '') {
    const reason = `What was said of it at ${place} is not read. ${unreadable}`;
    issues.push({ instrumentId, code: 'unreadable_fact', reason, valueKept: quantity.unscaled !== 0n });
  }
  if (contractCash(instrumentId, quantity, entryPrice) === 'missing') {
    const found = 'found none: its whole price is in the value, not what it has gained.';
    const reason = `Expected what ${formatDecimal(quantity)} of ${instrumentId} at ${place} were entered at, ${found}`;
    issues.push({ instrumentId, code: 'missing_entry_price', reason, valueKept: true });
  }
  return issues;
}

function transferIssues({ asset, bridge, transferId, fromChain, toChain, amount, isUnsent }: OpenTransfer): Issue[] {
  const instrumentId = `spot:${asset}`;
  if (amount.unscaled === 0n) {
    const reason = `Expected the amount of transfer ${transferId} over ${bridge}, found none that can be read.`;
    return [{ instrumentId, code: 'unreadable_fact', reason, valueKept: false }];
  }
  if (!isUnsent) return [];
  const found = `it arrived on ${toChain}: a break of ${formatDecimal(absDecimal(amount))} ${asset}, counted once.`;
  const reason = `Expected that transfer ${transferId} over ${bridge} had left ${fromChain}, found no block of it, and ${found}`;
  return [{ instrumentId, code: 'transfer_arrived_unsent', reason, valueKept: true }];
}

function breakIssue(found: PositionBreakFound): Issue {
  const { instrumentId, place, source, byFacts, observed, difference, blockHash } = found;
  const units = blockHash === '' ? 'units' : "of the contract's units";
  const expected = `Expected ${byFacts} by the facts, was ${observed} ${units} at ${place}, ${source}`;
  const reason = `${expected}: a break of ${difference}, which the totals don't hold.`;
  return { instrumentId, code: 'position_break', reason, valueKept: true };
}

/** An account is booked by trades or observed: one that is both counts what attaching it said, and says so. */
function notCounted({ accountId }: AccountRow, count: number): Issue[] {
  if (count === 0) return [];
  const found = `${count} of its positions are observed as well and not counted: attach it as observed to count them instead.`;
  const reason = `Expected that ${accountId} is booked by trades alone, ${found}`;
  return [{ instrumentId: '', code: 'observed_and_booked', reason, valueKept: true }];
}
