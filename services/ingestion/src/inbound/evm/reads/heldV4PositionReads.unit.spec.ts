import {
  decodeFunctionData,
  encodeFunctionResult,
  encodeAbiParameters,
  type Hex,
  numberToHex,
  pad,
  toEventSelector,
} from 'viem';
import { describe, expect, it } from 'vitest';
import type { WatchedContract } from '../../../domain/chain/chainFact.js';
import {
  UNISWAP_V4_POSITIONS_ABI,
  UNISWAP_V4_STORAGE_ABI,
} from '../../../domain/chain/protocols/uniswapV4/uniswapV4Abi.js';
import { Endpoint } from '../endpoints/endpoint.js';
import { EndpointPool } from '../endpoints/endpointPool.js';
import { POSITIONS_READ_MAX } from '../limits.js';
import type { RpcAnswer, RpcCall, RpcClient } from '../rpc/rpcClient.js';
import { HeldV4PositionReads, type PositionLog } from './heldV4PositionReads.js';
import { readPlanOf } from './readPlanOf.js';

const MANAGER: Hex = `0x${'41'.repeat(20)}`;
const POSITIONS: Hex = `0x${'42'.repeat(20)}`;
const VIEW: Hex = `0x${'43'.repeat(20)}`;
const DESK: Hex = `0x${'d5'.repeat(20)}`;
const STRANGER: Hex = `0x${'57'.repeat(20)}`;
const ZERO: Hex = `0x${'00'.repeat(20)}`;
const KEY = { currency0: ZERO, currency1: DESK, fee: 500, tickSpacing: 10, hooks: ZERO };
const signal = new AbortController().signal;

/** A node whose contracts know who owns what. */
class OwnersNode implements RpcClient {
  readonly owners = new Map<bigint, Hex>();
  asked = 0;
  /** Upper tick above lower tick above flags. */
  info = (200n << 32n) + (100n << 8n);

  send(calls: readonly RpcCall[]) {
    this.asked += calls.length;
    return Promise.resolve({ ok: true, answers: calls.map((call) => this.answer(call)) } as const);
  }

  close(): void {}

  private answer({ params }: RpcCall): RpcAnswer {
    const { to, data } = params[0] as { readonly to: Hex; readonly data: Hex };
    if (to === MANAGER) {
      const { args } = decodeFunctionData({ abi: UNISWAP_V4_STORAGE_ABI, data });
      const words = args[0].map(() => pad('0x01'));
      return { ok: true, result: encodeAbiParameters([{ type: 'bytes32[]' }], [words]) };
    }
    if (to === VIEW) return { ok: true, result: encodeAbiParameters(Array(3).fill({ type: 'uint256' }), [1n, 0n, 0n]) };
    const { functionName, args } = decodeFunctionData({ abi: UNISWAP_V4_POSITIONS_ABI, data });
    const owner = this.owners.get(args[0] as bigint);
    if (owner === undefined) return { ok: false, code: 3, message: 'execution reverted', data: '0x' };
    if (functionName === 'ownerOf') return { ok: true, result: pad(owner) };
    const result = [KEY, this.info] as const;
    return { ok: true, result: encodeFunctionResult({ abi: UNISWAP_V4_POSITIONS_ABI, functionName, result } as never) };
  }
}

function setUp(parameters: WatchedContract['parameters'] = {}, view = false, known: readonly bigint[] = []) {
  const contract = (address: Hex, protocol: WatchedContract['protocol'], more = {}): WatchedContract => ({
    name: address,
    chain: 'test',
    address,
    protocol,
    parameters: more,
  });
  const contracts = [
    ...(view ? [contract(VIEW, 'uniswap-v4-manager', { role: 'view', pools: [] })] : []),
    contract(MANAGER, 'uniswap-v4-manager', { pools: [] }),
    contract(POSITIONS, 'uniswap-v4-positions', parameters),
  ];
  const account = { accountId: 'desk', chain: 'test', address: DESK, opening: 'zero' } as const;
  const node = new OwnersNode();
  const surroundings = { monotonicMs: () => 0, random: () => 0, onStanding: () => {} };
  const pool = new EndpointPool([new Endpoint('a', node, 1_000_000, surroundings)], 1);
  const reads = new HeldV4PositionReads(readPlanOf(contracts, [account]).heldV4 ?? [], known);
  /** The functions that are read in a block with these logs. */
  const read = async (logs: readonly PositionLog[], whole = false): Promise<readonly string[]> => {
    reads.hear(logs);
    const reply = await reads.ofBlock({ pool, multicall: undefined }, { hash: pad('0xb1'), logs, whole }, signal);
    if (reply.kind !== 'value') throw new Error(reply.kind);
    return reply.value.map(([planned]) => planned.function);
  };
  return { node, reads, read };
}

const word = (number: bigint): Hex => pad(numberToHex(number));

function moved(from: Hex, to: Hex, tokenId: bigint): PositionLog {
  const event = toEventSelector('Transfer(address,address,uint256)');
  return { address: POSITIONS, topics: [event, pad(from), pad(to), word(tokenId)] };
}

function modified(tokenId: bigint, sender: Hex = POSITIONS): PositionLog {
  const event = toEventSelector('ModifyLiquidity(bytes32,address,int24,int24,int256,bytes32)');
  const data: Hex = `0x${'00'.repeat(96)}${word(tokenId).slice(2)}`;
  return { address: MANAGER, topics: [event, pad('0xaa'), pad(sender)], data };
}

describe('v4 positions of accounts', () => {
  it('are read in the block that brings them, after each change of theirs, and in whole blocks', async () => {
    const { node, read } = setUp();
    const position = ['extsload(10 slots)', 'getPoolAndPositionInfo(5)'];
    expect(await read([], true)).toEqual([]);
    node.owners.set(5n, DESK);
    expect(await read([moved(ZERO, DESK, 5n)])).toEqual(position);
    expect(await read([modified(5n)])).toEqual(position);
    expect(await read([], true)).toEqual(position);
    // Of others, by another caller under the same salt, and nothing at all.
    expect(await read([modified(6n), modified(5n, STRANGER), moved(ZERO, STRANGER, 7n)])).toEqual([]);
    expect(await read([])).toEqual([]);
  });

  it('are those that they own at the block, whatever logs said', async () => {
    const { node, read } = setUp();
    node.owners.set(5n, STRANGER).set(6n, DESK);
    expect(await read([moved(ZERO, DESK, 5n), moved(ZERO, DESK, 6n)])).toContain('getPoolAndPositionInfo(6)');
    // Burnt; a reorganisation may bring it back.
    node.owners.delete(6n);
    expect(await read([moved(DESK, ZERO, 6n)])).toEqual([]);
    node.owners.set(6n, DESK);
    expect(await read([], true)).toEqual(['extsload(10 slots)', 'getPoolAndPositionInfo(6)']);
  });

  it('are known by the catalogue and by the facts so far, before any log', async () => {
    const { node, read } = setUp({ tokenIds: ['5'] }, false, [6n]);
    node.owners.set(5n, DESK).set(6n, DESK);
    // Three words of each, and once the seven of pool and range that both rest on.
    expect(await read([], true)).toEqual([
      'extsload(13 slots)',
      'getPoolAndPositionInfo(5)',
      'getPoolAndPositionInfo(6)',
    ]);
  });

  it('have their liquidity said by the view of the state where that is watched', async () => {
    const { node, read } = setUp({}, true, [5n]);
    node.owners.set(5n, DESK);
    expect(await read([], true)).toEqual(['extsload(10 slots)', 'getPositionInfo(5)', 'getPoolAndPositionInfo(5)']);
  });

  it('are at most so many, and one that was given away makes room for a new one', async () => {
    const ids = Array.from({ length: POSITIONS_READ_MAX }, (_, place) => BigInt(place));
    const { node, reads, read } = setUp({}, false, ids);
    for (const id of ids) node.owners.set(id, DESK);
    node.owners.set(1_000n, DESK);
    // 3 words for each of 500 and 7 for all, 250 in a call.
    const first = await read([moved(ZERO, DESK, 1_000n)], true);
    expect(first.slice(0, 7)).toEqual([...Array<string>(6).fill('extsload(250 slots)'), 'extsload(7 slots)']);
    expect(first).not.toContain('getPoolAndPositionInfo(1000)');
    node.owners.set(7n, STRANGER);
    await read([moved(DESK, STRANGER, 7n)]);
    expect(await read([moved(STRANGER, DESK, 1_000n)])).toContain('getPoolAndPositionInfo(1000)');
    expect(reads.tokenIds).toHaveLength(POSITIONS_READ_MAX);
    expect(reads.tokenIds).not.toContain(7n);
  });

  it('that lie upside down have nothing asked of their range', async () => {
    const { node, read } = setUp({}, true, [5n]);
    node.owners.set(5n, DESK);
    node.info = (100n << 32n) + (200n << 8n);
    expect(await read([], true)).toEqual(['getPoolAndPositionInfo(5)']);
  });

  it('are not pushed out by others that come in the same block', async () => {
    const { node, reads, read } = setUp();
    const spam = Array.from({ length: POSITIONS_READ_MAX }, (_, place) => 1_000n + BigInt(place));
    for (const id of [1n, ...spam]) node.owners.set(id, DESK);
    const given = [1n, ...spam].map((id) => moved(STRANGER, DESK, id));
    expect(await read(given)).toContain('getPoolAndPositionInfo(1)');
    expect(reads.tokenIds).toHaveLength(POSITIONS_READ_MAX);
    // One that comes back before it is read again isn't gone, and another makes room.
    for (const id of [1n, 1_003n]) node.owners.set(id, STRANGER);
    await read([moved(DESK, STRANGER, 1n), moved(DESK, STRANGER, 1_003n)]);
    node.owners.set(1n, DESK).set(2n, DESK).set(3n, DESK);
    const back = await read([1n, 2n, 3n].map((id) => moved(STRANGER, DESK, id)));
    expect(back).toEqual(expect.arrayContaining(['getPoolAndPositionInfo(1)', 'getPoolAndPositionInfo(2)']));
    expect(back).not.toContain('getPoolAndPositionInfo(3)');
    expect(reads.tokenIds).not.toContain(1_003n);
  });

  it('cost no request while there are none', async () => {
    const { node, read } = setUp();
    await read([modified(1n), moved(ZERO, STRANGER, 1n)], true);
    expect(node.asked).toBe(0);
  });
});
