import type { OrderFlowTerms } from '@gimbal/contracts/ingestion/v1/health_events';
import { priceUsdFromSqrtPriceX96 } from '@gimbal/quant';
import type { SwapFlow } from './flowInput.js';

/** keccak-256 of Swap(address,address,int256,int256,uint160,uint128,int24). */
const SWAP_TOPIC = '0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67';
const WORD_BYTES = 32;
const SWAP_WORDS = 5;
const PIPS_PER_ONE = 1_000_000;

/** A Swap log of a Uniswap v3 pool in the terms of its base asset; undefined for any other log. */
export function swapOfLog(topics: readonly string[], data: Uint8Array, terms: OrderFlowTerms): SwapFlow | undefined {
  if (topics[0]?.toLowerCase() !== SWAP_TOPIC || data.length !== SWAP_WORDS * WORD_BYTES) return undefined;
  const amount0 = BigInt.asIntN(256, wordAt(data, 0));
  const amount1 = BigInt.asIntN(256, wordAt(data, 1));
  return swapFlow(amount0, amount1, wordAt(data, 2), terms);
}

/** The same from its numbers: amounts signed as in the log, above 0 for what the pool received. */
export function swapFlow(amount0: bigint, amount1: bigint, sqrtPriceX96: bigint, terms: OrderFlowTerms): SwapFlow {
  const { token0Decimals, token1Decimals, baseToken, feePips } = terms;
  const whole0 = Number(amount0) / 10 ** token0Decimals;
  const whole1 = Number(amount1) / 10 ** token1Decimals;
  const volatileIsToken = baseToken === 1 ? 1 : 0;
  const price = priceUsdFromSqrtPriceX96(sqrtPriceX96, { token0Decimals, token1Decimals, volatileIsToken });
  const [base, quote] = volatileIsToken === 0 ? [whole0, whole1] : [whole1, whole0];
  return { kind: 'swap', price, base, quote, feeShare: feePips / PIPS_PER_ONE };
}

function wordAt(data: Uint8Array, word: number): bigint {
  return data
    .subarray(word * WORD_BYTES, (word + 1) * WORD_BYTES)
    .reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}
