import { encodeAbiParameters, type Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { contractOf, DESK, DESK_TWO, FoldedRows, logOf, readOf, STRANGER, ZERO } from '../protocol.sample.js';
import { feeSlots, listedFeeSlots } from './feeSlots.js';
import { UNISWAP_V4_MANAGER_ABI, UNISWAP_V4_POSITIONS_ABI, UNISWAP_V4_STORAGE_ABI } from './uniswapV4Abi.js';
import { uniswapV4ManagerFold } from './uniswapV4ManagerFold.js';
import { uniswapV4PositionsFold } from './uniswapV4PositionsFold.js';
import { v4PoolId } from './v4PoolId.js';

const Q128 = 2n ** 128n;
const [LOWER, UPPER] = [-200, 200];
const TOKEN = `0x${'a0'.repeat(20)}`;
const KEY = { currency0: ZERO, currency1: TOKEN, fee: 500, tickSpacing: 10, hooks: ZERO };
const RANGE = { pool: v4PoolId(KEY), lowerTick: LOWER, upperTick: UPPER };
const INFO = (BigInt(UPPER) << 32n) + (BigInt.asUintN(24, BigInt(LOWER)) << 8n);
// The pool is in no list of the manager: what it owes is known all the same.
const manager = contractOf('uniswap-v4-manager', { pools: [] }, `0x${'41'.repeat(20)}`);
const positions = contractOf(
  'uniswap-v4-positions',
  { tokens: [`${ZERO}=ETH/0`, `${TOKEN}=B/0`] },
  `0x${'42'.repeat(20)}`,
);

interface Told {
  readonly liquidity?: bigint;
  /** Growth of both tokens, in units of a token for each unit of liquidity. */
  readonly global?: readonly [bigint, bigint];
  readonly lower?: readonly [bigint, bigint];
  readonly last?: readonly [bigint, bigint];
  readonly tick?: number;
}

function storageRead({ liquidity = 10n, global = [7n, 9n], lower = [1n, 2n], last = [0n, 0n], tick = 0 }: Told) {
  const slots = listedFeeSlots(feeSlots(RANGE, positions.address, 5n));
  const price = (BigInt.asUintN(24, BigInt(tick)) << 160n) + 2n ** 96n;
  const growth = [...global, ...lower, 0n, 0n].map((units) => BigInt.asUintN(256, units * Q128));
  const words = [price, ...growth, liquidity, ...last.map((units) => BigInt.asUintN(256, units * Q128))];
  const answer = words.map((word) => encodeAbiParameters([{ type: 'uint256' }], [word]));
  return readOf(UNISWAP_V4_STORAGE_ABI, 'extsload', [slots], [answer]);
}

function positionRead(accountId = 'desk-a') {
  return readOf(UNISWAP_V4_POSITIONS_ABI, 'getPoolAndPositionInfo', [5n], [KEY, INFO], accountId);
}

function moved(from: string, to: string) {
  return logOf(UNISWAP_V4_POSITIONS_ABI, 'Transfer', { from, to, id: 5n });
}

/** Liquidity of the pool manager, for the number of the position. */
function changed(liquidityDelta: bigint) {
  const range = { tickLower: LOWER, tickUpper: UPPER };
  const salt = encodeAbiParameters([{ type: 'uint256' }], [5n]);
  const sender = positions.address as Hex;
  return logOf(UNISWAP_V4_MANAGER_ABI, 'ModifyLiquidity', { id: RANGE.pool, sender, ...range, liquidityDelta, salt });
}

function owedOf(rows: FoldedRows): readonly (readonly [string, string, bigint])[] {
  return [...rows.rows]
    .filter(([, row]) => row.protocol === 'uniswap-v4-positions')
    .flatMap(([key, row]) => uniswapV4PositionsFold.positions(key, row as never, rows.watch))
    .flatMap(({ accountId, owed }) => owed.map(({ asset, units }) => [accountId, asset, units] as const));
}

/** What is owed to the position by the reads of one block. */
function owedBy(told: Told, contract = positions): readonly (readonly [string, bigint])[] {
  const rows = new FoldedRows(manager, contract);
  rows.log(uniswapV4PositionsFold, contract, moved(ZERO, DESK));
  rows.read(uniswapV4ManagerFold, manager, storageRead(told));
  rows.read(uniswapV4PositionsFold, contract, positionRead());
  return owedOf(rows).map(([, asset, units]) => [asset, units]);
}

describe('where the pool manager keeps it', () => {
  it('is at the hashes of the mappings of its storage', () => {
    // By a Keccak-256 of thirty lines in Python, from the layout that StateLibrary.sol of v4-core 1.0.2 describes.
    const pool = '0x21c67e77068de97969ba93d4aab21826d33ca12bb9f565d8496e8fda8a82ca27';
    const slots = feeSlots({ pool, lowerTick: -200, upperTick: 200 }, `0x${'42'.repeat(20)}`, 77n);
    const state = '0xda8cac368d67cd2f2d8aaa5cc531768e0fa3b1d205c5c5de60da078e1f59bd';
    const position = '0x1c7d7c4d61ce832da937b53e18e205b4f4483962dda7a43569d74b96a1c084';
    expect(slots).toEqual({
      price: `${state}fc`,
      global: [`${state}fd`, `${state}fe`],
      outsideLower: [
        '0xacc2973ddab6ad5b58f640d71fb8668e201d908cbc4e9e4e1c441fb75c6aad04',
        '0xacc2973ddab6ad5b58f640d71fb8668e201d908cbc4e9e4e1c441fb75c6aad05',
      ],
      outsideUpper: [
        '0x370faf49a2bd80ec24f5fc25f3fa0540e671700ad4055ef63f1c38131d33795d',
        '0x370faf49a2bd80ec24f5fc25f3fa0540e671700ad4055ef63f1c38131d33795e',
      ],
      liquidity: `${position}0b`,
      insideLast: [`${position}0c`, `${position}0d`],
    });
  });
});

describe('what touching a v4 position would pay', () => {
  it('is the growth inside its range for each unit of its liquidity, since the last touch', () => {
    // Inside 7 - 1 and 9 - 2, less 4 and 5 since the last touch: 2 for each of 10.
    expect(owedBy({ last: [4n, 5n] })).toEqual([
      ['ETH', 20n],
      ['B', 20n],
    ]);
  });

  it('has of a range that the price has left what grew while it was inside', () => {
    // Below the lower tick the growth outside of it is that of above: 1 - 0 and 2 - 0.
    expect(owedBy({ tick: -201 })).toEqual([
      ['ETH', 10n],
      ['B', 20n],
    ]);
    // From the upper tick on it is 0 - 1 and 0 - 2, since -3 and -6 before: 2 and 4.
    expect(owedBy({ tick: 200, last: [-3n, -6n] })).toEqual([
      ['ETH', 20n],
      ['B', 40n],
    ]);
  });

  it('goes on over the end of 256 bits, and is rounded down', () => {
    // From -3 before to 7 - 1: 9 for each of 10; of the other token 9 - 9 = 0.
    expect(owedBy({ last: [-3n, 0n], lower: [1n, 9n] })).toEqual([['ETH', 90n]]);
    // A liquidity of 0 is owed nothing, whatever grew.
    expect(owedBy({ liquidity: 0n })).toEqual([]);
  });

  it('is nothing where it is more than the pool manager can pay', () => {
    // 6 · (2^127 - 1) is above an int128: whoever touches the position is refused. Of the other 0.
    expect(owedBy({ liquidity: 2n ** 127n - 1n, global: [7n, 2n] })).toEqual([]);
    // One for each is just what it pays.
    expect(owedBy({ liquidity: 2n ** 127n - 1n, global: [2n, 2n] })).toEqual([['ETH', 2n ** 127n - 1n]]);
  });

  it('is named by the address of a currency that the catalogue lacks, in its integers', () => {
    const bare = { ...positions, parameters: {} };
    expect(owedBy({ last: [4n, 5n] }, bare)).toEqual([
      [ZERO, 20n],
      [TOKEN, 20n],
    ]);
  });

  it('is paid out by each change of liquidity, goes along with the position, and is as of its read', () => {
    const rows = new FoldedRows(manager, positions);
    rows.log(uniswapV4PositionsFold, positions, moved(ZERO, DESK)).log(uniswapV4ManagerFold, manager, changed(10n));
    rows.read(uniswapV4ManagerFold, manager, storageRead({})).read(uniswapV4PositionsFold, positions, positionRead());
    const owed = [
      ['desk-a', 'ETH', 60n],
      ['desk-a', 'B', 70n],
    ];
    expect(owedOf(rows)).toEqual(owed);
    // Where it lies is read again in another block, and the storage isn't.
    rows.number += 1n;
    rows.read(uniswapV4PositionsFold, positions, positionRead());
    expect(owedOf(rows)).toEqual(owed);
    rows.log(uniswapV4PositionsFold, positions, moved(DESK, DESK_TWO));
    expect(owedOf(rows)).toEqual(owed.map(([, ...rest]) => ['desk-b', ...rest]));
    rows.log(uniswapV4PositionsFold, positions, moved(DESK_TWO, STRANGER));
    expect(owedOf(rows)).toEqual([]);
    rows.log(uniswapV4PositionsFold, positions, moved(STRANGER, DESK)).log(uniswapV4ManagerFold, manager, changed(-1n));
    expect(owedOf(rows)).toEqual([]);
    expect(rows.positions(uniswapV4PositionsFold)).toContainEqual([
      'desk-a',
      `univ4:ethereum:${RANGE.pool}:-200:200`,
      9n,
    ]);
  });

  it('comes with the liquidity of a position that somebody sent', () => {
    const rows = new FoldedRows(manager, positions);
    rows.log(uniswapV4PositionsFold, positions, moved(STRANGER, DESK));
    rows.read(uniswapV4ManagerFold, manager, storageRead({ liquidity: 11n, last: [6n, 6n] }));
    rows.read(uniswapV4PositionsFold, positions, positionRead());
    expect(rows.positions(uniswapV4PositionsFold)).toEqual([['desk-a', `univ4:ethereum:${RANGE.pool}:-200:200`, 11n]]);
    expect(owedOf(rows)).toEqual([['desk-a', 'B', 11n]]);
  });
});

describe('a v4 position from before the first block', () => {
  it('is there with the first read, of an account whose facts begin with a read, and of no other', () => {
    const rows = new FoldedRows(manager, positions);
    rows.read(uniswapV4ManagerFold, manager, storageRead({}));
    rows.read(uniswapV4PositionsFold, positions, positionRead());
    expect(owedOf(rows)).toEqual([]);
    const decoded = uniswapV4PositionsFold.decodeRead(positions, positionRead());
    if (decoded.kind === 'refused') throw new Error(decoded.reason);
    const accountsOf = () => [{ accountId: 'desk-a', chain: 'ethereum', address: DESK, opening: 'read' }];
    const context = { contract: positions, place: rows.place, watch: { ...rows.watch, accountsOf } } as never;
    for (const { key, row } of uniswapV4PositionsFold.apply(rows.rows, decoded.facts[0]!, context)) {
      rows.rows.set(key, row!);
    }
    expect(rows.positions(uniswapV4PositionsFold)).toEqual([['desk-a', `univ4:ethereum:${RANGE.pool}:-200:200`, 10n]]);
    expect(owedOf(rows)).toEqual([
      ['desk-a', 'ETH', 60n],
      ['desk-a', 'B', 70n],
    ]);
  });

  it('is named by a number in the catalogue', () => {
    const named = (tokenIds: readonly string[]) =>
      uniswapV4PositionsFold.checkContract({ ...positions, parameters: { tokenIds } });
    expect(named(['5', '77'])).toBeUndefined();
    expect(named(['0x5'])).toBe('Expected numbers in tokenIds of uniswap-v4-positions, was "0x5".');
  });
});

describe('a range that is none', () => {
  it('is refused', () => {
    // 24 bits of -200 above 24 bits of 200.
    const info = (BigInt.asUintN(24, -200n) << 32n) + (200n << 8n);
    const read = readOf(UNISWAP_V4_POSITIONS_ABI, 'getPoolAndPositionInfo', [5n], [KEY, info]);
    expect(uniswapV4PositionsFold.decodeRead(positions, read)).toMatchObject({
      kind: 'refused',
      reason: 'Expected a lower tick below -200, was 200.',
    });
  });
});

describe('words of storage', () => {
  it('are refused when they are not as many as the slots', () => {
    const slot = `0x${'01'.repeat(32)}`;
    const read = readOf(UNISWAP_V4_STORAGE_ABI, 'extsload', [[slot, slot]], [[slot]]);
    expect(uniswapV4ManagerFold.decodeRead(manager, read)).toMatchObject({
      kind: 'refused',
      reason: 'Expected 2 words of storage, were 1.',
    });
  });
});
