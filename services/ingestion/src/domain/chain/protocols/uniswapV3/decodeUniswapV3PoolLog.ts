import { addressText } from '../abi/hexText.js';
import { type EvmLog, eventReader } from '../abi/readEvent.js';
import { facts, ignored, type LogReading, refusal } from '../abi/reading.js';
import { poolSwap } from './poolSwap.js';
import { UNISWAP_V3_POOL_ABI } from './uniswapV3Abi.js';
import type { UniswapV3PoolFact } from './uniswapV3Facts.js';

const readPoolEvent = eventReader(UNISWAP_V3_POOL_ABI);

/** What a log of a pool says about its price, its liquidity and who provides it. */
export function decodeUniswapV3PoolLog(log: EvmLog): LogReading<UniswapV3PoolFact> {
  const swap = poolSwap(log);
  if (swap !== undefined) return facts(swap);
  const read = readPoolEvent(log);
  if (read.kind === 'refused') return read;
  const { event } = read;
  switch (event.eventName) {
    case 'Initialize':
      return facts({ kind: 'pool_priced', ...event.args });
    case 'Swap': {
      const { amount0, amount1, sqrtPriceX96, liquidity, tick } = event.args;
      return facts({ kind: 'pool_swapped', amount0, amount1, sqrtPriceX96, liquidity, tick });
    }
    case 'Mint':
    case 'Burn': {
      const { owner, tickLower, tickUpper, amount } = event.args;
      return ofRange(tickLower, tickUpper, (range) => ({
        kind: 'pool_liquidity_changed',
        owner: addressText(owner),
        ...range,
        liquidity: event.eventName === 'Mint' ? amount : -amount,
      }));
    }
    case 'Collect': {
      const { owner, tickLower, tickUpper, amount0, amount1 } = event.args;
      return ofRange(tickLower, tickUpper, (range) => ({
        kind: 'pool_collected',
        owner: addressText(owner),
        ...range,
        amount0,
        amount1,
      }));
    }
    default:
      return ignored(event.eventName);
  }
}

function ofRange(
  lowerTick: number,
  upperTick: number,
  fact: (range: { readonly lowerTick: number; readonly upperTick: number }) => UniswapV3PoolFact,
): LogReading<UniswapV3PoolFact> {
  if (lowerTick < upperTick) return facts(fact({ lowerTick, upperTick }));
  return refusal('impossible_value', `Expected a lower tick below ${upperTick}, was ${lowerTick}.`);
}
