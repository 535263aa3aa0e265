import { event } from '@gimbal/contracts';
import { LendingPositionObserved, LiquidationObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { lendingAccounts } from '@gimbal/margin';
import { LIQUIDATIONS_PER_STEP_MAX } from '../../limits.js';
import type { RequestedAction } from '../admitFrames.js';
import { causeKey } from '../ingestionState.js';
import type { StepLedger } from '../stepLedger.js';
import { dueRepayments } from './dueRepayments.js';
import type { LendingAction } from './lendingAction.js';
import { liquidateAccount } from './liquidateAccount.js';
import { performLendingAction } from './performLendingAction.js';

/**
 * What the lending protocol does with the paper accounts in a step, at the prices and indexes just observed: the
 * actions asked for, the repayments that were filled in the step before, then whatever liquidators would take.
 */
export function runPaperChain(
  ledger: StepLedger,
  requested: readonly RequestedAction[],
  deployments: ReadonlySet<string>,
): void {
  for (const { action, feed, raw } of requested) {
    const reason = perform(ledger, action);
    if (reason !== undefined) ledger.quarantine({ feed, raw, reason, recordId: action.id });
  }
  settleRepayments(ledger, deployments);
  liquidateUnhealthy(ledger, deployments);
}

/** Does an action once; a second time it changes nothing. Returns why the protocol refused it, if it did. */
function perform(ledger: StepLedger, action: LendingAction): string | undefined {
  if (ledger.now.settledCauses.get(causeKey(action.accountId, action.id))) return undefined;
  const outcome = performLendingAction(ledger.now.book, action, ledger.step.timeUs);
  if (!outcome.ok) return outcome.reason;
  ledger.say('account', action.accountId, event(LendingPositionObserved, outcome.position));
  return undefined;
}

function settleRepayments(ledger: StepLedger, deployments: ReadonlySet<string>): void {
  for (const due of dueRepayments(ledger.now, deployments)) {
    const reason = due.ok ? perform(ledger, due.action) : due.reason;
    // A repayment that can't be made stays due; it is reported in the first step that could have made it.
    if (reason === undefined || due.row.filledInStep !== ledger.step.number - 1) continue;
    const raw = new TextEncoder().encode(`${due.row.quantity} ${due.row.instrumentId}`);
    ledger.quarantine({ feed: due.row.deployment, raw, reason, recordId: due.row.orderId });
  }
}

function liquidateUnhealthy(ledger: StepLedger, deployments: ReadonlySet<string>): void {
  for (const { deployment, accountId } of lendingAccounts(ledger.now.book)) {
    if (!deployments.has(deployment)) continue;
    for (let call = 1; call <= LIQUIDATIONS_PER_STEP_MAX; call++) {
      const cause = `liquidation/${deployment}/${ledger.step.number}/${call}`;
      const taken = liquidateAccount(ledger.now.book, deployment, accountId, cause, ledger.step.timeUs);
      if (taken === undefined) break;
      ledger.say('account', accountId, event(LiquidationObserved, taken.liquidation));
      for (const position of taken.positions) {
        ledger.say('account', accountId, event(LendingPositionObserved, position));
      }
    }
  }
}
