import { type Decimal, formatDecimal, mulDecimal, rescaleDecimal } from '@gimbal/money';
import { FEE_SCALE } from '../../limits.js';
import type { ExecutionState } from '../executionState.js';

export interface GasCost {
  readonly usd: Decimal;
  /** Where it comes from, for the basis of a cost. */
  readonly basis: string;
}

const USD_PER_GWEI_SCALE = 9;

/** Units × gas price × price of the chain's coin, rounded up to a millionth; undefined before gas was observed. */
export function gasCost(state: ExecutionState, chain: string, units: number): GasCost | undefined {
  const gas = state.gas.get(chain);
  if (gas === undefined) return undefined;
  const coins = mulDecimal({ unscaled: BigInt(units), scale: USD_PER_GWEI_SCALE }, gas.gasPriceGwei);
  const usd = rescaleDecimal(mulDecimal(coins, gas.coinPriceUsd), FEE_SCALE, 'up');
  const coin = `${formatDecimal(gas.coinPriceUsd)} USD${gas.coinPriceAssumed ? ' (assumed)' : ''}`;
  return { usd, basis: `gas ${units} units at ${formatDecimal(gas.gasPriceGwei)} gwei and a coin of ${coin}` };
}
