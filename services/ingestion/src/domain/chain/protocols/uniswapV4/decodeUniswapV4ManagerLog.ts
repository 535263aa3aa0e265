import { addressText } from '../abi/hexText.js';
import { type EvmLog, eventReader } from '../abi/readEvent.js';
import { facts, ignored, type LogReading, refusal } from '../abi/reading.js';
import { UNISWAP_V4_MANAGER_ABI } from './uniswapV4Abi.js';
import type { UniswapV4PoolFact } from './uniswapV4Facts.js';

const readManagerEvent = eventReader(UNISWAP_V4_MANAGER_ABI);

/** What a log of the pool manager says about a pool. */
export function decodeUniswapV4ManagerLog(log: EvmLog): LogReading<UniswapV4PoolFact> {
  const read = readManagerEvent(log);
  if (read.kind === 'refused') return read;
  const { event } = read;
  switch (event.eventName) {
    case 'Initialize': {
      const { id, sqrtPriceX96, tick } = event.args;
      return facts({ kind: 'v4_priced', pool: id, sqrtPriceX96, tick });
    }
    case 'Swap': {
      const { id, amount0, amount1, sqrtPriceX96, liquidity, tick, fee } = event.args;
      // As the swapper's balance changes: what it paid, and the pool received, is below zero. v3 logs the pool's side.
      const amount0In = amount0 < 0n ? -amount0 : 0n;
      const amount1In = amount1 < 0n ? -amount1 : 0n;
      const after = { sqrtPriceX96, liquidity, tick, lpFeePips: fee };
      return facts({ kind: 'v4_swapped', pool: id, amount0In, amount1In, ...after });
    }
    case 'ModifyLiquidity': {
      const { id, sender, tickLower, tickUpper, liquidityDelta, salt } = event.args;
      if (tickLower >= tickUpper) {
        return refusal('impossible_value', `Expected a lower tick below ${tickUpper}, was ${tickLower}.`);
      }
      return facts({
        kind: 'v4_liquidity_changed',
        pool: id,
        sender: addressText(sender),
        salt: BigInt(salt),
        lowerTick: tickLower,
        upperTick: tickUpper,
        liquidity: liquidityDelta,
      });
    }
    case 'Donate': {
      const { id, amount0, amount1 } = event.args;
      return facts({ kind: 'v4_donated', pool: id, amount0, amount1 });
    }
    default:
      return ignored(event.eventName);
  }
}
