import { encodeAbiParameters, encodeFunctionData, type Hex, hexToBytes, numberToHex, pad } from 'viem';
import { describe, expect, it } from 'vitest';
import type { WatchedAccount, WatchedContract } from '../../../domain/chain/chainFact.js';
import { decodeGmxSizeRead } from '../../../domain/chain/protocols/gmx/gmxSizeRead.js';
import { GMX_STORE_ABI } from '../../../domain/chain/protocols/gmx/gmxStoreAbi.js';
import {
  gmxAccountPositionsKey,
  type GmxField,
  gmxFieldKey,
  type GmxPositionName,
  gmxPositionKeyOf,
} from '../../../domain/chain/protocols/gmx/gmxStoreKeys.js';
import { Endpoint } from '../endpoints/endpoint.js';
import { EndpointPool } from '../endpoints/endpointPool.js';
import type { RpcAnswer, RpcCall, RpcClient } from '../rpc/rpcClient.js';
import { GmxPositionReads } from './gmxPositionReads.js';
import type { ReadBlock } from './heldPositionReads.js';
import type { AnsweredRead } from './heldPositions.js';
import { readPlanOf } from './readPlanOf.js';

const STORE: Hex = `0x${'d0'.repeat(20)}`;
const EMITTER: Hex = `0x${'e0'.repeat(20)}`;
const ETH_MARKET: Hex = `0x${'aa'.repeat(20)}`;
const ARB_MARKET: Hex = `0x${'ab'.repeat(20)}`;
const OTHER_MARKET: Hex = `0x${'ac'.repeat(20)}`;
const [WETH, USDC, ARB]: readonly Hex[] = ['e1', 'c1', 'a1'].map((byte): Hex => `0x${byte.repeat(20)}`);
const ALICE: Hex = `0x${'11'.repeat(20)}`;
const BOB: Hex = `0x${'22'.repeat(20)}`;
const HASH: Hex = `0x${'b1'.repeat(32)}`;

const markets = [`${ETH_MARKET}=perp:gmx:ETH-USD/${WETH}/18`, `${ARB_MARKET}=perp:gmx:ARB-USD/${ARB}/18`];
const contractOf = (role: string, address: Hex): WatchedContract => ({
  name: `gmx/${role}`,
  chain: 'arbitrum',
  address,
  protocol: 'gmx-v2',
  parameters: { role, feed: 'gmx-v2:arbitrum', markets },
});
const events = contractOf('events', EMITTER);
const store = contractOf('store', STORE);
const accountOf = (accountId: string, address: Hex): WatchedAccount => ({
  accountId,
  chain: 'arbitrum',
  address,
  opening: 'read',
});
const accounts = [accountOf('alice', ALICE), accountOf('bob', BOB)];

/** A node whose only contract keeps values under keys; where it has none it answers as a mapping does, with zeros. */
class StoreNode implements RpcClient {
  readonly values = new Map<Hex, Hex>();
  isDeployed = true;

  send(calls: readonly RpcCall[]): ReturnType<RpcClient['send']> {
    const answers = calls.map(({ params }): RpcAnswer => {
      const { data } = params[0] as { readonly data: Hex };
      return { ok: true, result: this.isDeployed ? (this.values.get(data) ?? EMPTY[data.slice(0, 10)]!) : '0x' };
    });
    return Promise.resolve({ ok: true, answers });
  }

  close(): void {
    this.values.clear();
  }

  put(owner: Hex, field: GmxField, value: Hex): void {
    const functionName = field === 'IS_LONG' ? 'getBool' : field === 'SIZE_IN_TOKENS' ? 'getUint' : 'getAddress';
    const args = [gmxFieldKey(owner, field)] as const;
    this.values.set(encodeFunctionData({ abi: GMX_STORE_ABI, functionName, args }), pad(value));
  }

  list(account: Hex, ...keys: readonly Hex[]): void {
    const args = [gmxAccountPositionsKey(account), 0n, 1000n] as const;
    const data = encodeFunctionData({ abi: GMX_STORE_ABI, functionName: 'getBytes32ValuesAt', args });
    this.values.set(data, encodeAbiParameters([{ type: 'bytes32[]' }], [keys]));
  }

  /** A market with its two tokens, which may be one. */
  market(market: Hex, longToken: Hex, shortToken: Hex): void {
    this.put(market, 'LONG_TOKEN', longToken);
    this.put(market, 'SHORT_TOKEN', shortToken);
  }

  position(name: GmxPositionName, size: bigint): Hex {
    const key = gmxPositionKeyOf(name);
    this.put(key, 'MARKET', name.market as Hex);
    this.put(key, 'COLLATERAL_TOKEN', name.collateralToken as Hex);
    this.put(key, 'IS_LONG', name.isLong ? '0x01' : '0x');
    this.put(key, 'SIZE_IN_TOKENS', numberToHex(size));
    return key;
  }
}

// Selectors of getUint(bytes32), getAddress(bytes32), getBool(bytes32) as published bindings of such stores have them, and their zeros.
const ZERO = pad('0x');
const EMPTY: Readonly<Record<string, Hex>> = {
  '0xbd02d0f5': ZERO,
  '0x21f8a721': ZERO,
  '0x7ae1cfca': ZERO,
  // getBytes32ValuesAt(bytes32,uint256,uint256): a list of nothing.
  '0xf069052a': encodeAbiParameters([{ type: 'bytes32[]' }], [[]]),
};

function setUp(): {
  readonly node: StoreNode;
  readonly read: (block: Partial<ReadBlock>) => Promise<readonly AnsweredRead[]>;
  /** As `read`, of a block that isn't delivered. */
  readonly readInVain: (block: Partial<ReadBlock>) => Promise<readonly AnsweredRead[]>;
} {
  const node = new StoreNode();
  node.market(ETH_MARKET, WETH!, USDC!);
  node.market(ARB_MARKET, ARB!, ARB!);
  const surroundings = { monotonicMs: () => 0, random: () => 0, onStanding: () => undefined };
  const pool = new EndpointPool([new Endpoint('node', node, 1e6, surroundings)], 1);
  const reads = new GmxPositionReads(readPlanOf([events, store], accounts).stores ?? []);
  const readInVain = async (block: Partial<ReadBlock>): Promise<readonly AnsweredRead[]> => {
    const whole = { hash: HASH, logs: [], whole: false, ...block };
    const reply = await reads.ofBlock({ pool, multicall: undefined }, whole, new AbortController().signal);
    if (reply.kind !== 'value') throw new Error(`Expected reads, was ${reply.kind}.`);
    return reply.value;
  };
  const read = async (block: Partial<ReadBlock>): Promise<readonly AnsweredRead[]> => {
    const answered = await readInVain(block);
    reads.noteDelivered(answered);
    return answered;
  };
  return { node, read, readInVain };
}

/** The units that the fold makes of an answer; the reason where it refuses. */
function unitsOf([{ address, function: text, callData, accountId }, { reverted, returnData }]: AnsweredRead): unknown {
  const read = { address, function: text, accountId, reverted };
  const decoded = decodeGmxSizeRead(store, {
    ...read,
    callData: hexToBytes(callData),
    returnData: hexToBytes(returnData),
  });
  if (decoded.kind === 'refused') return decoded.reason;
  return decoded.states.map(({ accountId: whose, instrumentId, units }) => `${whose} ${instrumentId} ${units}`).join();
}

describe('the positions of accounts at GMX v2', () => {
  it('are read in whole blocks: each that could be, with either token and on either side', async () => {
    const { node, read } = setUp();
    const short = { account: ALICE, market: ETH_MARKET, collateralToken: USDC!, isLong: false };
    node.list(ALICE, node.position(short, 5n));
    const reads = await read({ whole: true });
    // Each account has four of ETH, and two of ARB, whose tokens are one. What an account has comes first.
    expect(reads).toHaveLength(2 * (4 + 2));
    expect(reads.map(unitsOf).filter((text) => !String(text).endsWith(' 0'))).toEqual(['alice perp:gmx:ETH-USD -5']);
    expect(unitsOf(reads[0]!)).toBe('alice perp:gmx:ETH-USD -5');
    expect(await read({})).toEqual([]);
  });

  it('are read after a log of the emitter that names the account, and of that account alone', async () => {
    const { read } = setUp();
    const topics = [pad('0x01'), pad('0x02'), pad(BOB)];
    const reads = await read({ logs: [{ address: EMITTER, topics }] });
    expect(new Set(reads.map(([{ accountId }]) => accountId))).toEqual(new Set(['bob']));
    expect(reads).toHaveLength(6);
    expect(await read({ logs: [{ address: STORE, topics }] })).toEqual([]);
  });

  it('are found by the list of the account, whatever they are in; in a market of no catalogue that is told once', async () => {
    const { node, read } = setUp();
    // With a collateral that is no token of its market.
    const odd = { account: ALICE, market: ETH_MARKET, collateralToken: ARB!, isLong: true };
    const strange = { account: ALICE, market: OTHER_MARKET, collateralToken: USDC!, isLong: true };
    node.list(ALICE, node.position(odd, 7n), node.position(strange, 9n));
    const told = (await read({ whole: true })).map(unitsOf);
    expect(told[0]).toBe('alice perp:gmx:ETH-USD 7');
    expect(told.at(-1)).toMatch(/^Expected a position in a market of gmx\/store, was in 0xac.* with 9 units/);
    const again = (await read({ whole: true })).map(unitsOf);
    expect(again).toEqual(told.slice(0, -1));
  });

  it('are told once where a list names one of which the contract says nothing, a hundred at most', async () => {
    const { node, read } = setUp();
    node.list(BOB, `0x${'77'.repeat(32)}`);
    const told = (await read({ whole: true })).map(unitsOf);
    expect(told.filter((text) => String(text).startsWith('Expected an address of gmx/store, had none'))).toHaveLength(
      2,
    );
    node.list(ALICE, ...Array.from({ length: 1_200 }, (_, at) => numberToHex(at + 1, { size: 32 })));
    const many = await read({ whole: true });
    // The sizes of what could be, and what is left of the hundred.
    expect(many).toHaveLength(12 + 98);
    expect(await read({ whole: true })).toHaveLength(12);
  });

  it('are told again where the block was not delivered', async () => {
    const { node, read, readInVain } = setUp();
    node.list(BOB, `0x${'77'.repeat(32)}`);
    // The sizes of what could be, and two addresses that aren't there.
    expect(await readInVain({ whole: true })).toHaveLength(12 + 2);
    expect(await read({ whole: true })).toHaveLength(12 + 2);
    expect(await read({ whole: true })).toHaveLength(12);
  });

  it('are refused of a contract that is no DataStore, or has not the market, which is told once', async () => {
    const { node, read } = setUp();
    node.isDeployed = false;
    const reasons = (await read({ whole: true })).map(unitsOf);
    expect(reasons).toHaveLength(2 * 2 + 2);
    for (const reason of reasons) expect(reason).toMatch(/^Expected an answer of get(Address|Bytes32ValuesAt)/);
    expect(await read({ whole: true })).toEqual([]);
    const other = setUp();
    other.node.market(ARB_MARKET, '0x', '0x');
    const refused = (await other.read({ whole: true }))
      .map(unitsOf)
      .filter((text) => String(text).startsWith('Expected'));
    expect(refused).toHaveLength(2);
    expect(refused[0]).toMatch(/^Expected an address of gmx\/store, had none/);
  });

  it('are not read where no DataStore is watched, or no account', () => {
    expect(readPlanOf([events], accounts).stores).toEqual([]);
    expect(readPlanOf([events, store], []).stores).toEqual([]);
  });
});
