import { formatDecimal, formatHealth, formatUsd, type MaybeNumber } from '../format/numbers.js';
import { instrumentName } from '../format/names.js';
import { ACTION_KINDS, nameOf } from '../format/wireNames.js';
import type { Proposal } from './actions.js';

type Made = NonNullable<Proposal['made']>;
type Action = NonNullable<Made['action']>;

export const REPAY = 2;

/** For example "Sell 59.62 ETH-USD perp on paper", "Repay 60,000 USDC of aave:main". */
export function actionWords(action: Action): string {
  const { kind, quantity, instrumentId, accountId, venue } = action;
  if (kind === REPAY)
    return `Repay ${formatDecimal(quantity)} ${instrumentName(instrumentId).replace(' spot', '')} of ${accountId}`;
  const side = quantity.startsWith('-') ? 'Sell' : 'Buy';
  return `${side} ${formatDecimal(quantity.replace(/^-/, ''))} ${instrumentName(instrumentId)} on ${venue}`;
}

/** The number of the limit, before or after. */
export function limitValue(made: Made, value: MaybeNumber): string {
  return made.action?.kind === REPAY ? formatHealth(value) : formatUsd(value);
}

export function limitName(made: Made): string {
  return made.action?.kind === REPAY ? 'health' : 'delta';
}

export function kindWord(kind: number | null): string {
  return nameOf(ACTION_KINDS, kind);
}

type Cost = Made['cost'];

/** The parts of a cost that are not zero; delay risk is a deviation, not a cost, and is in no total. */
export function costParts(cost: Cost): readonly (readonly [string, string])[] {
  if (cost === undefined) return [];
  const parts: readonly (readonly [string, MaybeNumber])[] = [
    ['slippage', cost.slippageUsd],
    ['venue fee', cost.venueFeeUsd],
    ['gas', cost.gasUsd],
    ['delay risk ±', cost.delayRiskUsd],
  ];
  return parts.map(([name, value]) => [name, formatUsd(value, 2)] as const);
}
