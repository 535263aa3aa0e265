import { describe, expect, it } from 'vitest';
import { contractOf, DESK, FoldedRows, logOf, readOf, ZERO } from '../protocol.sample.js';
import { poolAddressOf } from './poolAddressOf.js';
import { positionHash } from './poolRows.js';
import { UNISWAP_V3_POOL_ABI, UNISWAP_V3_POSITIONS_ABI } from './uniswapV3Abi.js';
import { uniswapV3PoolFold } from './uniswapV3PoolFold.js';
import { uniswapV3PositionsFold } from './uniswapV3PositionsFold.js';

const TOKEN0 = `0x${'01'.repeat(20)}`;
const TOKEN1 = `0x${'02'.repeat(20)}`;
const [LOWER, UPPER] = [-60, 60];
const Q128 = 2n ** 128n;
const address = poolAddressOf({ token0: TOKEN0, token1: TOKEN1, fee: 3000 });
const pool = contractOf('uniswap-v3-pool', { feed: 'pool' }, address, 'pool');
const manager = contractOf('uniswap-v3-positions', { tokens: [`${TOKEN0}=A/0`, `${TOKEN1}=B/0`] });

interface Told {
  readonly liquidity?: bigint;
  /** Growth of both tokens, in units of a token for each unit of liquidity. */
  readonly global?: readonly [bigint, bigint];
  readonly lower?: readonly [bigint, bigint];
  readonly tick?: number;
  readonly last?: readonly [bigint, bigint];
  readonly owed?: readonly [bigint, bigint];
  /** What the pool owes to the manager for the range, with what it has there. */
  readonly ofRange?: { readonly liquidity: bigint; readonly owed: readonly [bigint, bigint] };
}

/** What is owed to the position by the reads of one block. */
function owedBy(told: Told, rows = new FoldedRows(manager, pool)): readonly (readonly [string, bigint])[] {
  const { liquidity = 10n, global = [7n, 9n], lower = [1n, 2n], tick = 0, last = [0n, 0n], owed = [0n, 0n] } = told;
  const ofRange = told.ofRange ?? { liquidity, owed: owed };
  const ask = (name: string, args: readonly unknown[], outputs: readonly unknown[]) =>
    rows.read(uniswapV3PoolFold, pool, readOf(UNISWAP_V3_POOL_ABI, name, args, outputs));
  const beside = (outside: readonly [bigint, bigint]) =>
    [liquidity, 0n, outside[0] * Q128, outside[1] * Q128, 0n, 0n, 0, true] as const;
  rows.log(
    uniswapV3PositionsFold,
    manager,
    logOf(UNISWAP_V3_POSITIONS_ABI, 'Transfer', { from: ZERO, to: DESK, tokenId: 5n }),
  );
  ask('slot0', [], [2n ** 96n, tick, 0, 1, 1, 0, true]);
  ask('feeGrowthGlobal0X128', [], [global[0] * Q128]);
  ask('feeGrowthGlobal1X128', [], [global[1] * Q128]);
  ask('ticks', [LOWER], beside(lower));
  ask('ticks', [UPPER], beside([0n, 0n]));
  const key = positionHash(manager.address, LOWER, UPPER);
  ask('positions', [key], [ofRange.liquidity, last[0] * Q128, last[1] * Q128, ...ofRange.owed]);
  rows.read(uniswapV3PositionsFold, manager, positionRead(liquidity, last, owed));
  return owedOf(rows);
}

function positionRead(liquidity: bigint, last: readonly [bigint, bigint], owed: readonly [bigint, bigint]) {
  const growth = [last[0] * Q128, last[1] * Q128];
  const answer = [0n, ZERO, TOKEN0, TOKEN1, 3000, LOWER, UPPER, liquidity, ...growth, ...owed];
  return readOf(UNISWAP_V3_POSITIONS_ABI, 'positions', [5n], answer, 'desk-a');
}

function owedOf(rows: FoldedRows): readonly (readonly [string, bigint])[] {
  return [...rows.rows]
    .filter(([, row]) => row.protocol === 'uniswap-v3-positions')
    .flatMap(([key, row]) => uniswapV3PositionsFold.positions(key, row as never, rows.watch))
    .flatMap(({ owed }) => owed.map(({ asset, units }) => [asset, units] as const));
}

describe('what collecting a position would pay', () => {
  it('is the growth inside its range for each unit of its liquidity, beside what is owed already', () => {
    // Inside 7 - 1 and 9 - 2, less 4 and 5 since the last touch: 2 for each of 10, and 3 and 4 that were owed.
    expect(owedBy({ last: [4n, 5n], owed: [3n, 4n] })).toEqual([
      ['A', 23n],
      ['B', 24n],
    ]);
  });

  it('has of a range that the price has left what grew while it was inside', () => {
    // Below the lower tick the growth outside of it is that of above: 7 - (7 - 1) - 0 = 1, and 9 - (9 - 2) = 2.
    expect(owedBy({ tick: -100 })).toEqual([
      ['A', 10n],
      ['B', 20n],
    ]);
  });

  it('goes on over the end of 256 bits', () => {
    const wrapped = [2n ** 128n - 3n, 0n] as const;
    // From -3 before to 7 - 1: 9 for each.
    expect(owedBy({ last: wrapped, lower: [1n, 9n] })).toEqual([['A', 90n]]);
  });

  it('is no more than the pool owes to the manager for that range', () => {
    expect(owedBy({ last: [6n, 7n], owed: [3n, 4n], ofRange: { liquidity: 30n, owed: [2n, 4n] } })).toEqual([
      ['A', 2n],
      ['B', 4n],
    ]);
  });

  it('is what stands to it once its liquidity is gone', () => {
    expect(owedBy({ liquidity: 0n, owed: [3n, 4n] })).toEqual([
      ['A', 3n],
      ['B', 4n],
    ]);
  });

  it('is only what the manager wrote down where the pool was not read at the block', () => {
    const rows = new FoldedRows(manager, pool);
    owedBy({}, rows);
    rows.number += 1n;
    rows.read(uniswapV3PositionsFold, manager, positionRead(10n, [0n, 0n], [3n, 0n]));
    expect(owedOf(rows)).toEqual([['A', 3n]]);
  });
});

describe('positions of an account whose facts begin with a read', () => {
  it('are there from the first block on, with what they are owed', () => {
    const rows = new FoldedRows(manager, pool);
    const watch = {
      ...rows.watch,
      accountsOf: () => [{ accountId: 'desk-a', chain: 'ethereum', address: DESK, opening: 'read' }],
    };
    const decoded = uniswapV3PositionsFold.decodeRead(manager, positionRead(10n, [0n, 0n], [3n, 0n]));
    if (decoded.kind === 'refused') throw new Error(decoded.reason);
    const context = { contract: manager, place: rows.place, watch } as const;
    const changes = decoded.facts.flatMap((fact) => uniswapV3PositionsFold.apply(rows.rows, fact, context as never));
    for (const { key, row } of changes) rows.rows.set(key, row!);
    const [state] = decoded.states;
    for (const { key, row } of uniswapV3PositionsFold.open(rows.rows, state!, context as never))
      rows.rows.set(key, row!);
    expect(rows.positions(uniswapV3PositionsFold)).toEqual([['desk-a', `univ3:ethereum:${address}:-60:60`, 10n]]);
    expect(owedOf(rows)).toEqual([['A', 3n]]);
  });
});
