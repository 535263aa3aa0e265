import { decodeEventLog } from 'viem';
import type { Contract } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';

/** A log of a pool, decoded, in the chain's order. */
export interface PoolLog {
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
  readonly block: number;
  readonly logIndex: number;
}

interface RawLog {
  readonly data: Hex;
  readonly topics: readonly [Hex, ...Hex[]];
  readonly blockNumber: Hex;
  readonly logIndex: Hex;
}

/** Everything that a pool logged since the chain began. */
export async function poolLogs(chain: LocalChain, pool: Contract): Promise<PoolLog[]> {
  const filter = { address: pool.address, fromBlock: '0x0', toBlock: 'latest' };
  const logs = (await chain.rpc('eth_getLogs', [filter])) as readonly RawLog[];
  return logs.map(({ data, topics, blockNumber, logIndex }) => {
    const event = decodeEventLog({ abi: pool.abi, data, topics: [...topics], strict: false });
    const args = (event.args ?? {}) as Readonly<Record<string, unknown>>;
    return { name: event.eventName ?? '', args, block: Number(blockNumber), logIndex: Number(logIndex) };
  });
}
