import type { MarginCure } from '@gimbal/contracts/risk/v1/exposure_events';
import type { MarginCall } from '@gimbal/contracts/risk/v1/risk_service';
import { exact, figure, usd } from './figures.js';
import { moment } from './moments.js';

/** A margin call in lines: how near, what is at stake, by when, and what would be enough. */
export function marginCallText({ raised, cleared }: MarginCall): string {
  if (raised === undefined) return '';
  const { callId, level, accountId, deployment, ruleset, value, threshold, isHealthFactor, cut } = raised;
  const measure = isHealthFactor ? 'health' : 'margin usage';
  const state = cleared === undefined ? 'open' : `cleared ${moment(cleared.cut?.timeUs ?? 0n)}`;
  const reached = raised.dueAtUs === 0n ? 'never' : moment(raised.dueAtUs);
  const target = raised.cures[0]?.target;
  return [
    `${callId}  ${level}, ${state}`,
    `  account   ${accountId} on ${deployment} (${ruleset})`,
    `  passed    ${measure} ${figure(value, 4)}, ${level} line ${figure(threshold, 2)}, at ${moment(cut?.timeUs ?? 0n)}`,
    ...(target === undefined ? [] : [`  target    ${measure} ${figure(target, 2)} after any one of the cures`]),
    `  at stake  ${usd(raised.liquidationLossUsd)}`,
    // No deadline: a fall of the prices comes first.
    `  reaches   its liquidation ${reached}, by interest and funding alone, prices held`,
    ...raised.cures.map((cure) => `  cure      ${cureText(cure)}`),
  ].join('\n');
}

const ACTIONS: Readonly<Record<string, string>> = {
  add_collateral: 'add',
  repay_debt: 'repay',
  reduce_position: 'close',
  add_cash: 'pay in',
};

function cureText({ action, asset, amount, amountUsd, target, available, availableAccountId }: MarginCure): string {
  const held =
    available === ''
      ? ''
      : availableAccountId === ''
        ? '; no other account holds any'
        : `; ${availableAccountId} holds ${exact(available)}`;
  return `${ACTIONS[action] ?? action} ${exact(amount)} ${asset} (${usd(amountUsd)}), to ${figure(target, 2)}${held}`;
}
