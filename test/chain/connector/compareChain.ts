import { toHex } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import { compare, type Tally } from '../tally.ts';
import type { CanonicalFrames, SeenLog } from './canonicalFrames.ts';

const ZERO = `0x${'0'.repeat(64)}`;

interface NodeLog extends Omit<SeenLog, 'logIndex'> {
  readonly logIndex: Hex;
}

/** Block for block and log for log what the node has itself, asked without any proxy. */
export async function compareChain(
  chain: LocalChain,
  seen: CanonicalFrames,
  from: bigint,
  contracts: readonly Hex[],
  tally: Tally,
): Promise<void> {
  const head = BigInt((await chain.rpc('eth_blockNumber', [])) as Hex);
  compare(tally, 'blocks whose parent was missing', 0, seen.orphans);
  compare(tally, 'number of blocks', head - from + 1n, BigInt(seen.blocks.length));
  const kept = new Map<string, string>();
  for (let number = from; number <= head; number++) {
    const block = seen.blocks[Number(number - from)];
    const node = (await chain.rpc('eth_getBlockByNumber', [toHex(number), false])) as {
      readonly hash: string;
      readonly timestamp: Hex;
    };
    compare(tally, `hash of block ${number}`, node.hash, block?.hash ?? 'none');
    compare(tally, `time of block ${number}`, BigInt(node.timestamp), BigInt(block?.timestamp ?? -1));
    const filter = { blockHash: node.hash, address: contracts };
    const logs = (await chain.rpc('eth_getLogs', [filter])) as readonly NodeLog[];
    compare(tally, `logs of block ${number}`, logs.length, block?.logs.length ?? -1);
    for (const [place, log] of logs.entries()) {
      compare(
        tally,
        `log ${place} of block ${number}`,
        textOf({ ...log, logIndex: Number(log.logIndex) }),
        textOf(block?.logs[place]),
      );
    }
    // What a contract keeps is the word of its last log, so the node's logs say what every read has to be.
    for (const { address, topics } of logs) kept.set(address, topics[0]!);
    for (const read of block?.reads ?? []) {
      const answer = read.reverted ? 'reverted' : read.returnData;
      compare(tally, `read of ${read.address} in block ${number}`, kept.get(read.address) ?? ZERO, answer);
    }
  }
}

function textOf(log: SeenLog | undefined): string {
  return log === undefined
    ? 'none'
    : [log.logIndex, log.address, log.topics.join(','), log.data, log.transactionHash].join(' ');
}
