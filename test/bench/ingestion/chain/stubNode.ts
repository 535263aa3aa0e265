import type { EvmConnectorOptions } from '@gimbal/ingestion-service';
import { hashOfBlock, logsOfBlock, timeOfBlock } from './chainFrames.ts';

export type RpcClient = ReturnType<NonNullable<EvmConnectorOptions['connect']>>;
type Answer = Extract<Awaited<ReturnType<RpcClient['send']>>, { ok: true }>['answers'][number];

const hex = (value: number): string => `0x${value.toString(16)}`;
const ZERO_BLOOM = `0x${'0'.repeat(512)}`;

/** A node in this process with canned blocks, a hundred logs each: the sockets and a node's own time aren't measured. */
export function stubNode(blocks: number): RpcClient & { readonly answered: { calls: number } } {
  const answered = { calls: 0 };
  return {
    answered,
    send: async (calls) => {
      // As over a network, the answer comes later.
      await new Promise((resolve) => setImmediate(resolve));
      answered.calls += calls.length;
      return { ok: true, answers: calls.map(({ method, params }) => answerTo(method, params, blocks)) };
    },
    close: () => undefined,
  };
}

function answerTo(method: string, params: readonly unknown[], blocks: number): Answer {
  if (method === 'eth_chainId') return { ok: true, result: '0x1' };
  if (method === 'eth_getBlockByNumber') return { ok: true, result: blockNamed(String(params[0]), blocks) };
  if (method === 'eth_getBlockByHash') {
    return { ok: true, result: blockNamed(hex(Number(BigInt(String(params[0])) - (1n << 200n))), blocks) };
  }
  if (method === 'eth_getLogs') return { ok: true, result: logsOf(params[0] as Filter, blocks) };
  return { ok: false, code: -32601, message: 'method not found', data: undefined };
}

function blockNamed(name: string, blocks: number): object | null {
  const number = name === 'latest' ? blocks : name === 'finalized' ? Math.max(0, blocks - 64) : Number(name);
  if (!(number >= 0 && number <= blocks)) return null;
  return {
    number: hex(number),
    hash: hashOfBlock(number),
    parentHash: hashOfBlock(Math.max(0, number - 1)),
    timestamp: hex(timeOfBlock(number)),
    logsBloom: ZERO_BLOOM,
    receiptsRoot: hashOfBlock(number),
    baseFeePerGas: '0x7',
  };
}

interface Filter {
  readonly blockHash?: string;
  readonly fromBlock?: string;
  readonly toBlock?: string;
}

function logsOf({ blockHash, fromBlock, toBlock }: Filter, blocks: number): readonly object[] {
  const one = blockHash === undefined ? undefined : Number(BigInt(blockHash) - (1n << 200n));
  const from = Math.max(1, one ?? Number(fromBlock));
  const to = Math.min(blocks, one ?? Number(toBlock));
  const found: object[] = [];
  for (let number = from; number <= to; number++) {
    for (const log of logsOfBlock(number)) {
      const { logIndex, ...fields } = log;
      const place = { blockHash: hashOfBlock(number), blockNumber: hex(number), transactionIndex: hex(logIndex >> 2) };
      found.push({ ...fields, ...place, logIndex: hex(logIndex), removed: false });
    }
  }
  return found;
}
