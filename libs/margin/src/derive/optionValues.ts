import { allocateBlack76Inputs, allocateBlack76Outputs, BLACK76_REASONS, black76Columns } from '@gimbal/quant';
import type { DeriveFailure, DeriveResult } from './failures.js';

/** One option at one state of its market. */
export interface OptionState {
  readonly forwardUsd: number;
  readonly strikeUsd: number;
  readonly tauYears: number;
  readonly vol: number;
  readonly ratePer1: number;
  readonly right: 'call' | 'put';
}

/**
 * Black-76 values of one contract each, all in one pass. Where no time or no volatility is left the option is worth its
 * discounted intrinsic value, which is the formula's limit.
 */
export function optionValues(states: readonly OptionState[]): DeriveResult<Float64Array> {
  const inputs = allocateBlack76Inputs(states.length);
  const out = allocateBlack76Outputs(states.length);
  states.forEach((state, i) => {
    inputs.forward[i] = state.forwardUsd;
    inputs.strike[i] = state.strikeUsd;
    inputs.tauYears[i] = state.tauYears;
    inputs.vol[i] = state.vol;
    inputs.ratePer1[i] = state.ratePer1;
    inputs.isPut[i] = state.right === 'put' ? 1 : 0;
  });
  black76Columns(inputs, out);
  for (const [i, state] of states.entries()) {
    if (state.tauYears <= 0 || state.vol <= 0) out.price[i] = discountedIntrinsic(state);
    else if (out.reason[i] !== 0) return { ok: false, failure: notValued(state, BLACK76_REASONS[out.reason[i]!]!) };
  }
  return { ok: true, value: out.price };
}

function discountedIntrinsic(state: OptionState): number {
  const inTheMoney = state.forwardUsd - state.strikeUsd;
  return Math.max(0, state.right === 'call' ? inTheMoney : -inTheMoney) * Math.exp(-state.ratePer1 * state.tauYears);
}

function notValued(state: OptionState, reason: string): DeriveFailure {
  const { forwardUsd, strikeUsd, tauYears, vol } = state;
  return {
    code: 'OptionNotValued',
    field: `the ${state.right} at ${strikeUsd}`,
    expected: 'inputs that Black-76 can value',
    found: `${reason} (forward ${forwardUsd}, vol ${vol}, ${tauYears} years)`,
  };
}
