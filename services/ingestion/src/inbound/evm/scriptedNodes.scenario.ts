import { bytesToHex, concatHex, type Hex, keccak256, numberToHex, pad, stringToHex, toRlp } from 'viem';
import { headerHash } from './blocks/headerHash.js';
import { bloomBits } from './blocks/logsBloom.js';
import { receiptsRoot } from './blocks/receiptsRoot.js';
import type { RpcAnswer, RpcCall, RpcClient, RpcOutcome } from './rpc/rpcClient.js';

/** A chain in memory with real header hashes, blooms and roots, for tests without a node. */
export class ScriptedChain {
  readonly known = new Map<string, ScriptedBlock>();
  canonical: ScriptedBlock[] = [];

  constructor() {
    this.extend('genesis', []);
  }

  get head(): ScriptedBlock {
    return this.canonical.at(-1)!;
  }

  /** A block on the head, with one log for each address; `salt` makes it another one than its sibling. */
  extend(salt: string, addresses: readonly Hex[]): ScriptedBlock {
    const block = scriptedBlock(this.canonical.at(-1), salt, addresses);
    this.known.set(block.hash, block);
    this.canonical.push(block);
    return block;
  }

  /** Undoes so many blocks; nodes still know them by their hash. */
  undo(blocks: number): void {
    this.canonical = this.canonical.slice(0, -blocks);
  }
}

export interface ScriptedBlock {
  readonly number: bigint;
  readonly hash: Hex;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly logs: readonly Readonly<Record<string, unknown>>[];
  readonly receipts: readonly object[];
}

function scriptedBlock(parent: ScriptedBlock | undefined, salt: string, addresses: readonly Hex[]): ScriptedBlock {
  const number = parent === undefined ? 0n : parent.number + 1n;
  const logs = addresses.map((address, place) => ({
    address,
    topics: [keccak256(stringToHex(`${salt} ${number} ${place}`))],
    data: pad(numberToHex(number)),
  }));
  const bloom = bloomOf(logs.flatMap(({ address, topics }) => [address, ...topics]));
  // One transaction holds all logs.
  const receipt = { type: '0x0', status: '0x1', cumulativeGasUsed: '0x5208', logsBloom: bloom, logs };
  const fields = {
    parentHash: parent?.hash ?? pad('0x'),
    sha3Uncles: keccak256(toRlp([])),
    miner: pad('0x', { size: 20 }),
    stateRoot: keccak256(stringToHex(salt)),
    transactionsRoot: keccak256(toRlp('0x')),
    receiptsRoot: receiptsRoot(logs.length === 0 ? [] : [receipt]),
    logsBloom: bloom,
    difficulty: '0x0',
    number: numberToHex(number),
    gasLimit: '0x1c9c380',
    gasUsed: '0x0',
    timestamp: numberToHex(1_700_000_000n + number),
    extraData: '0x',
    mixHash: pad('0x'),
    nonce: pad('0x', { size: 8 }),
    baseFeePerGas: '0x7',
  };
  const hash = headerHash(fields)!;
  const placed = logs.map((log, place) => ({
    ...log,
    blockHash: hash,
    blockNumber: numberToHex(number),
    transactionHash: keccak256(concatHex([hash, '0x00'])),
    transactionIndex: '0x0',
    logIndex: numberToHex(place),
    removed: false,
  }));
  const receipts = placed.length === 0 ? [] : [{ ...receipt, logs: placed }];
  return { number, hash, fields: { ...fields, hash }, logs: placed, receipts };
}

function bloomOf(entries: readonly Hex[]): Hex {
  const bytes = new Uint8Array(256);
  for (const bit of entries.flatMap(bloomBits)) bytes[255 - (bit >> 3)]! |= 1 << (bit & 7);
  return bytesToHex(bytes);
}

/** What a node does with calls before it answers like an honest one; undefined: nothing. */
export type Misdeed = (
  calls: readonly RpcCall[],
  honest: (calls: readonly RpcCall[]) => readonly RpcAnswer[],
) => RpcOutcome | undefined;

/** A node of the chain that can be made to do wrong. */
export class ScriptedNode implements RpcClient {
  misdeed: Misdeed | undefined;
  asked = 0;

  constructor(readonly chain: ScriptedChain) {}

  async send(calls: readonly RpcCall[], signal: AbortSignal): Promise<RpcOutcome> {
    // As over a network, the answer comes later.
    await new Promise((resolve) => setImmediate(resolve));
    if (signal.aborted) return { ok: false, failure: { kind: 'aborted' } };
    this.asked++;
    const honest = (asked: readonly RpcCall[]): readonly RpcAnswer[] => asked.map((call) => this.answer(call));
    return this.misdeed?.(calls, honest) ?? { ok: true, answers: honest(calls) };
  }

  close(): void {
    this.misdeed = undefined;
  }

  private answer({ method, params }: RpcCall): RpcAnswer {
    switch (method) {
      case 'eth_chainId':
        return answered('0x1');
      case 'eth_getBlockByNumber':
        return answered(this.blockAt(params[0] as string)?.fields ?? null);
      case 'eth_getBlockByHash':
        return answered(this.chain.known.get(params[0] as string)?.fields ?? null);
      case 'eth_getBlockReceipts':
        return answered(this.chain.known.get(params[0] as string)?.receipts ?? null);
      case 'eth_getLogs':
        return this.logsOf(params[0] as LogFilter);
      case 'eth_call':
        return this.callAt((params[1] as { readonly blockHash: string }).blockHash);
      default:
        return { ok: false, code: -32601, message: 'method not found', data: undefined };
    }
  }

  private blockAt(name: string): ScriptedBlock | undefined {
    const { canonical } = this.chain;
    if (name === 'latest') return canonical.at(-1);
    return name === 'finalized' ? canonical[Math.max(0, canonical.length - 65)] : canonical[Number(name)];
  }

  private logsOf(filter: LogFilter): RpcAnswer {
    const wanted = (block: ScriptedBlock): readonly object[] =>
      block.logs.filter(({ address }) => filter.address.includes(address as Hex));
    if (filter.blockHash !== undefined) {
      const block = this.chain.known.get(filter.blockHash);
      return block === undefined ? UNKNOWN : answered(wanted(block));
    }
    const range = this.chain.canonical.slice(Number(filter.fromBlock), Number(filter.toBlock) + 1);
    return answered(range.flatMap(wanted));
  }

  /** Every contract answers with the number of the block. */
  private callAt(hash: string): RpcAnswer {
    const block = this.chain.canonical.find((candidate) => candidate.hash === hash);
    return block === undefined ? UNKNOWN : answered(pad(numberToHex(block.number)));
  }
}

interface LogFilter {
  readonly blockHash?: string;
  readonly fromBlock?: string;
  readonly toBlock?: string;
  readonly address: readonly Hex[];
}

const UNKNOWN: RpcAnswer = { ok: false, code: -32000, message: 'unknown block', data: undefined };

function answered(result: unknown): RpcAnswer {
  return { ok: true, result };
}
