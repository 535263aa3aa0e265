import { toEventSelector } from 'viem';
import { intAt, smallIntAt, uintAt } from '../abi/dataWords.js';
import { addressOfTopic, isLogOf } from '../abi/eventTopic.js';
import { bufferOf, type EvmLog } from '../abi/readEvent.js';
import { WORD_BYTES } from '../abi/wordBytes.js';
import type { UniswapV3PoolFact } from './uniswapV3Facts.js';

const SWAP = toEventSelector('event Swap(address indexed, address indexed, int256, int256, uint160, uint128, int24)');

/**
 * A swap of a pool, which most logs of one are, read by the places of its words. Undefined for any other log and for one that isn't
 * as it has to be, which the pool's interface then reads or refuses.
 */
export function poolSwap(log: EvmLog): UniswapV3PoolFact | undefined {
  if (!isLogOf(log, SWAP, 3, 5 * WORD_BYTES)) return undefined;
  const data = bufferOf(log.data);
  const amount0 = intAt(data, 0, 256);
  const amount1 = intAt(data, WORD_BYTES, 256);
  const sqrtPriceX96 = uintAt(data, 2 * WORD_BYTES, 160);
  const liquidity = uintAt(data, 3 * WORD_BYTES, 128);
  const tick = smallIntAt(data, 4 * WORD_BYTES, 24);
  if (amount0 === undefined || amount1 === undefined || sqrtPriceX96 === undefined) return undefined;
  if (liquidity === undefined || tick === undefined || !log.topics.slice(1).every(addressOfTopic)) return undefined;
  return { kind: 'pool_swapped', amount0, amount1, sqrtPriceX96, liquidity, tick };
}
