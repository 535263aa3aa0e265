import { type Decimal, formatDecimal, mulDecimal, rescaleDecimal } from '@gimbal/money';
import { FEE_SCALE } from '../../limits.js';
import type { ExecutionState } from '../executionState.js';
import { type Doubt, feedDoubt } from './feedDoubt.js';

export interface GasCost {
  readonly ok: true;
  readonly usd: Decimal;
  /** Where it comes from, for the basis of a cost. */
  readonly basis: string;
}

/** A cost, or why nothing may rest on what is known of it. */
export type KnownGasCost =
  GasCost | { readonly ok: false; readonly code: Doubt['code'] | 'gas_unknown'; readonly reason: string };

const USD_PER_GWEI_SCALE = 9;

/** Units × gas price × price of the chain's coin, rounded up to a millionth; none before gas was observed, and while what tells of it is in doubt. */
export function gasCost(state: ExecutionState, chain: string, units: number): KnownGasCost {
  const gas = state.gas.get(chain);
  if (gas === undefined) {
    return { ok: false, code: 'gas_unknown', reason: `Expected a gas price of ${chain}, found none.` };
  }
  const doubt = feedDoubt(state, gas.feed);
  if (doubt !== undefined) return { ok: false, ...doubt };
  const coins = mulDecimal({ unscaled: BigInt(units), scale: USD_PER_GWEI_SCALE }, gas.gasPriceGwei);
  const usd = rescaleDecimal(mulDecimal(coins, gas.coinPriceUsd), FEE_SCALE, 'up');
  const coin = `${formatDecimal(gas.coinPriceUsd)} USD${gas.coinPriceAssumed ? ' (assumed)' : ''}`;
  return {
    ok: true,
    usd,
    basis: `gas ${units} units at ${formatDecimal(gas.gasPriceGwei)} gwei and a coin of ${coin}`,
  };
}
