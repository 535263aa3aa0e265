import { toHex } from './contracts.ts';
import type { LocalChain } from './localChain.ts';

/** The time of the latest block, in seconds. */
export async function latestSeconds(chain: LocalChain): Promise<bigint> {
  const block = (await chain.rpc('eth_getBlockByNumber', ['latest', false])) as {
    readonly timestamp: string;
  };
  return BigInt(block.timestamp);
}

/** Makes the next block carry this time; it must be later than the latest. */
export async function setNextBlockSeconds(chain: LocalChain, seconds: bigint): Promise<void> {
  await chain.rpc('evm_setNextBlockTimestamp', [toHex(seconds)]);
}

/** Mines one empty block `seconds` later. */
export async function passTime(chain: LocalChain, seconds: bigint): Promise<void> {
  await setNextBlockSeconds(chain, (await latestSeconds(chain)) + seconds);
  await chain.rpc('evm_mine', []);
}
