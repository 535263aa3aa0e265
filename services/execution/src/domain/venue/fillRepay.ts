import type { ActionCost, ProposedAction } from '@gimbal/contracts/execution/v1/execution_events';
import { addDecimal, compareDecimal, decimalOf, decimalToNumber, formatDecimal, toUnits } from '@gimbal/money';
import type { Decision } from '../decide/decision.js';
import { gasCost } from '../market/gasCost.js';
import { chainOf } from '../repay/cureHealth.js';
import { lendingInputs } from '../repay/lendingInputs.js';
import { repayDoubt } from '../repay/repayDoubt.js';
import { owed } from '../repay/repayQuantity.js';
import { freeBalance } from '../wallet/freeBalance.js';
import type { Spend } from '../wallet/spend.js';
import { type FillResult, rejected } from './fillResult.js';

/** Repays on the paper chain: what was approved and nothing else, while the balance and the debt are still there. */
export function fillRepay(decision: Decision, action: ProposedAction, spent: readonly Spend[]): FillResult {
  const { state, desk, config } = decision;
  const quantity = decimalOf(action.quantity);
  const chain = chainOf(action.deployment);
  const gas = gasCost(state, chain, config.repay.gasUnits);
  if (!gas.ok) return rejected(gas.code, gas.reason);
  const free = freeBalance(state, desk, action.payingAccountId, action.instrumentId, spent);
  const needed = addDecimal(quantity, gas.usd);
  if (compareDecimal(free, needed) < 0) {
    const reason = `Expected ${formatDecimal(needed)} ${action.instrumentId} free in ${action.payingAccountId}, was ${formatDecimal(free)}.`;
    return rejected('insufficient_balance', reason);
  }
  const inputs = lendingInputs(state, desk.tenant, action.deployment, action.accountId);
  if (!inputs.ok) return rejected(inputs.code, inputs.reason);
  const doubt = repayDoubt(decision, inputs, action);
  if (doubt !== undefined) return rejected(doubt.code, doubt.reason);
  const { asset } = config.repay;
  const decimals = inputs.account.reserves.find((reserve) => reserve.asset === asset)?.decimals ?? 0;
  const debtRaw = owed(inputs.ruleset, inputs.account, asset);
  if (debtRaw < toUnits(quantity, decimals, 'up')) {
    return rejected(
      'debt_below_quantity',
      `Expected a debt of at least ${action.quantity} ${asset}, was ${debtRaw} raw.`,
    );
  }
  const gasUsd = decimalToNumber(gas.usd);
  const cost: ActionCost = {
    slippageUsd: 0,
    venueFeeUsd: 0,
    gasUsd,
    delayRiskUsd: 0,
    totalUsd: gasUsd,
    basis: `Measured: ${gas.basis}.`,
  };
  return { ok: true, fill: { quantity: action.quantity, price: '1', fee: '0', gasUsd: formatDecimal(gas.usd), cost } };
}
