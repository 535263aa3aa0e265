import { encodeFunctionResult, type Hex, multicall3Abi, numberToHex, pad, toEventSelector } from 'viem';
import { describe, expect, it } from 'vitest';
import type { WatchedAccount, WatchedContract } from '../../../domain/chain/chainFact.js';
import { POSITIONS_READ_MAX } from '../limits.js';
import { aggregateCallData, aggregateGroups, aggregateResults } from './aggregateCalls.js';
import { callAnswer } from './callAnswer.js';
import { readPlanOf } from './readPlanOf.js';
import { readsOfBlock } from './readsOfBlock.js';

const TOKEN: Hex = `0x${'a1'.repeat(20)}`;
const NFTS: Hex = `0x${'c3'.repeat(20)}`;
const HOLDER: Hex = `0x${'d4'.repeat(20)}`;
const TRANSFER = toEventSelector('Transfer(address,address,uint256)');

const contract = (address: Hex, protocol: WatchedContract['protocol'], parameters = {}): WatchedContract => ({
  name: address,
  chain: 'test',
  address,
  protocol,
  parameters,
});
const account: WatchedAccount = { accountId: 'desk', chain: 'test', address: HOLDER, opening: 'read' };
const quiet = { number: 7n, first: false, logs: [] };

describe('the plan of reads', () => {
  const plan = readPlanOf([contract(TOKEN, 'erc20'), contract(NFTS, 'uniswap-v4-positions')], [account]);

  it('calls functions by their published selectors', () => {
    // balanceOf(address) is 0x70a08231 (EIP-20's interface in the four-byte directory).
    expect(plan.fixed).toMatchObject([
      { address: TOKEN, callData: `0x70a08231${pad(HOLDER).slice(2)}`, accountId: 'desk' },
    ]);
    // latestRoundData() 0xfeaf968c, slot0() 0x3850c7bd, liquidity() 0x1a686502, getReserves() 0x0902f1ac.
    const others = readPlanOf(
      [contract(TOKEN, 'chainlink', { feed: 'f' }), contract(NFTS, 'uniswap-v3-pool'), contract(HOLDER, 'uniswap-v2')],
      [],
    );
    expect(others.fixed.map(({ callData }) => callData)).toEqual(
      expect.arrayContaining(['0xfeaf968c', '0x3850c7bd', '0x1a686502', '0x0902f1ac']),
    );
  });

  it('reads an account after a log that names it, and nothing after others', () => {
    const stranger = pad(`0x${'e5'.repeat(20)}`);
    const other = { address: TOKEN, topics: [TRANSFER, stranger, stranger] };
    expect(readsOfBlock(plan, { ...quiet, logs: [other] }, 100)).toEqual([]);
    const own = { address: TOKEN, topics: [TRANSFER, stranger, pad(HOLDER)] };
    expect(readsOfBlock(plan, { ...quiet, logs: [other, own] }, 100)).toEqual(plan.fixed);
  });

  it('reads everything in the first block, and in every so many', () => {
    expect(readsOfBlock(plan, quiet, 100)).toEqual([]);
    expect(readsOfBlock(plan, { ...quiet, first: true }, 100)).toEqual(plan.fixed);
    expect(readsOfBlock(plan, { ...quiet, number: 300n }, 100)).toEqual(plan.fixed);
  });

  it('reads the totals of a reserve after a log of the pool that names it', () => {
    const [pool, aToken, asset, other] = [TOKEN, NFTS, `0x${'e1'.repeat(20)}`, `0x${'e2'.repeat(20)}`] as const;
    const parameters = {
      role: 'pool',
      deployment: 'd',
      ruleset: 'aave-v3.0',
      reserves: [`${asset}=A/18/f`, `${other}=B/6/g`],
    };
    const totals = readPlanOf(
      [contract(pool, 'aave-v3', parameters), contract(aToken, 'aave-v3-atoken', { deployment: 'd', asset: 'A' })],
      [],
    );
    const updated = (reserve: Hex) => ({ address: pool, topics: [TRANSFER, pad(reserve)] });
    const functions = (...logs: ReturnType<typeof updated>[]) =>
      readsOfBlock(totals, { ...quiet, logs }, 100).map((read) => read.function.replace(/\(.*/, ''));
    // 0x18160ddd is totalSupply().
    expect(totals.fixed.find(({ address }) => address === aToken)?.callData).toBe('0x18160ddd');
    const ofPool = ['getReserveNormalizedIncome', 'getReserveNormalizedVariableDebt', 'getReserveData'];
    expect(functions(updated(asset))).toEqual([...ofPool, 'totalSupply']);
    expect(functions(updated(other))).toEqual(ofPool);
  });

  it('reads what no log tells as often as its contract needs', () => {
    const oracle = readPlanOf([contract(TOKEN, 'op-gas-oracle')], []);
    // l1BaseFee() 0x519b4bd3, blobBaseFee() 0xf8206140, baseFeeScalar() 0xc5985918, blobBaseFeeScalar() 0x68d5dca6.
    expect(oracle.fixed.map(({ callData }) => callData)).toEqual([
      '0x519b4bd3',
      '0xf8206140',
      '0xc5985918',
      '0x68d5dca6',
    ]);
    expect(readsOfBlock(oracle, { ...quiet, number: 12n }, 100)).toEqual(oracle.fixed);
    expect(readsOfBlock(oracle, { ...quiet, number: 13n }, 100)).toEqual([]);
  });

  it('reads the position that a log gives to an account, once', () => {
    const given = { address: NFTS, topics: [TRANSFER, pad('0x'), pad(HOLDER), pad('0x2a')] };
    const reads = readsOfBlock(plan, { ...quiet, logs: [given, given] }, 100);
    // getPoolAndPositionInfo(uint256) is 0x7ba03aad.
    const callData = `0x7ba03aad${pad('0x2a').slice(2)}`;
    expect(reads).toMatchObject([
      { address: NFTS, function: 'getPoolAndPositionInfo(42)', callData, accountId: 'desk' },
    ]);
  });

  it('reads of the positions that come in one block so many at most', () => {
    const logs = Array.from({ length: 5_001 }, (_, id) => ({
      address: NFTS,
      topics: [TRANSFER, pad('0x'), pad(HOLDER), pad(numberToHex(id))],
    }));
    const names = readsOfBlock(plan, { ...quiet, logs }, 100).map((read) => read.function);
    expect(names).toHaveLength(POSITIONS_READ_MAX);
    expect(names.at(-1)).toBe(`getPoolAndPositionInfo(${POSITIONS_READ_MAX - 1})`);
  });

  it('reads no position for the account that gave it away, within the block or before', () => {
    const stranger = pad(`0x${'e5'.repeat(20)}`);
    const given = { address: NFTS, topics: [TRANSFER, stranger, pad(HOLDER), pad('0x2a')] };
    const away = { address: NFTS, topics: [TRANSFER, pad(HOLDER), stranger, pad('0x2a')] };
    expect(readsOfBlock(plan, { ...quiet, logs: [away] }, 100)).toEqual(
      plan.fixed.filter(({ address }) => address === NFTS),
    );
    expect(readsOfBlock(plan, { ...quiet, logs: [given, away] }, 100)).toEqual([]);
    expect(readsOfBlock(plan, { ...quiet, logs: [away, given] }, 100)).toHaveLength(1);
  });
});

describe('many reads in one call', () => {
  const [read] = readPlanOf([contract(TOKEN, 'erc20')], [account]).fixed;

  it('go in groups, each answered by itself', () => {
    const group = [read!, read!];
    expect(aggregateGroups(Array.from({ length: 201 }, () => read!)).map(({ length }) => length)).toEqual([
      100, 100, 1,
    ]);
    // aggregate3((address,bool,bytes)[]) is 0x82ad56cb.
    expect(aggregateCallData(group).slice(0, 10)).toBe('0x82ad56cb');
    const result = [
      { success: true, returnData: '0x01' },
      { success: false, returnData: '0x02' },
    ] as const;
    const data = encodeFunctionResult({ abi: multicall3Abi, functionName: 'aggregate3', result });
    expect(aggregateResults(data, group)).toEqual([
      { reverted: false, returnData: '0x01' },
      { reverted: true, returnData: '0x02' },
    ]);
    expect(aggregateResults(data, [read!])).toBeUndefined();
    expect(aggregateResults('0x', group)).toBeUndefined();
  });
});

describe('the answer to a call', () => {
  const error = (code: number, message: string, data?: unknown): Parameters<typeof callAnswer>[0] => ({
    ok: false,
    code,
    message,
    data,
  });

  it('may be as long as the node lets it be', () => {
    const result = `0x${'ab'.repeat(8 * 1024 * 1024)}`;
    expect(callAnswer({ ok: true, result }).kind).toBe('result');
    expect(callAnswer({ ok: true, result: `${result}a` }).kind).toBe('wrong');
    expect(callAnswer(error(3, 'execution reverted', result)).kind).toBe('result');
  });

  it('is bytes or a revert', () => {
    expect(callAnswer({ ok: true, result: '0xAB' })).toEqual({
      kind: 'result',
      result: { reverted: false, returnData: '0xab' },
    });
    const reverted = { kind: 'result', result: { reverted: true, returnData: '0x08c379a0' } };
    expect(callAnswer(error(3, 'execution reverted', '0x08c379a0'))).toEqual(reverted);
    // Nethermind.
    expect(callAnswer(error(-32015, 'VM execution error.', 'Reverted 0x08c379a0'))).toEqual(reverted);
  });

  it('is none where the node lacks the block or its state', () => {
    expect(callAnswer(error(-32000, 'header not found'))).toEqual({ kind: 'absent' });
    expect(callAnswer(error(-32000, 'hash 0xaa is not currently canonical'))).toEqual({ kind: 'absent' });
    expect(callAnswer(error(-32000, 'missing trie node 0xaa'))).toMatchObject({ kind: 'unable' });
    expect(callAnswer({ ok: true, result: 5 })).toMatchObject({ kind: 'wrong' });
  });
});
