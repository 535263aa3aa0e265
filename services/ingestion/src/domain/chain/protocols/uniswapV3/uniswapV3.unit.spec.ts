import { describe, expect, it } from 'vitest';
import { contractOf, DESK, DESK_TWO, FoldedRows, logOf, readOf, STRANGER, ZERO } from '../protocol.sample.js';
import { poolAddressOf } from './poolAddressOf.js';
import { UNISWAP_V3_POOL_ABI, UNISWAP_V3_POSITIONS_ABI } from './uniswapV3Abi.js';
import { uniswapV3PoolFold } from './uniswapV3PoolFold.js';
import { uniswapV3PositionsFold } from './uniswapV3PositionsFold.js';

const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48';
const WETH = '0xc02aaa39b223fe8d0a0e5c4f27ead9083c756cc2';

describe('a pool', () => {
  const pool = contractOf('uniswap-v3-pool', { feed: 'weth-ens' });
  // WETH/ENS 0.3 % on Ethereum, blocks 13578932 and 13578934: its first two swaps.
  const first = {
    sender: STRANGER,
    recipient: STRANGER,
    amount0: -927248711787417535n,
    amount1: 226019397190954581334n,
    sqrtPriceX96: 1596559182082899146010277864392n,
    liquidity: 27848677274506847359n,
    tick: 60068,
  };
  const second = {
    sender: STRANGER,
    recipient: STRANGER,
    amount0: 920000000000000000n,
    amount1: -223879353725590078001n,
    sqrtPriceX96: 959633067218665487871404249200n,
    liquidity: 27848677274506847359n,
    tick: 49886,
  };
  const swap = (rows: FoldedRows, args: object) =>
    rows.log(uniswapV3PoolFold, pool, logOf(UNISWAP_V3_POOL_ABI, 'Swap', args as Readonly<Record<string, unknown>>));

  it('is said after each block with what came in, from tick to tick', () => {
    const rows = new FoldedRows(pool);
    swap(rows, first);
    expect(rows.observations(uniswapV3PoolFold)).toMatchObject([
      { tick: 60068, liquidity: '27848677274506847359', amount0In: '0', amount1In: '226019397190954581334', hooks: '' },
    ]);
    rows.number += 2n;
    swap(rows, second);
    expect(rows.observations(uniswapV3PoolFold)).toMatchObject([
      { tick: 49886, lowestTick: 49886, highestTick: 60068, amount0In: '920000000000000000', amount1In: '0' },
    ]);
  });

  it('sums the swaps of one block', () => {
    const rows = new FoldedRows(pool);
    swap(rows, first);
    swap(rows, second);
    expect(rows.observations(uniswapV3PoolFold)).toMatchObject([
      { amount0In: '920000000000000000', amount1In: '226019397190954581334', lowestTick: 49886, highestTick: 60068 },
    ]);
  });

  it('takes liquidity into range while lower <= tick < upper', () => {
    const rows = new FoldedRows(pool);
    swap(rows, first);
    const range = (lower: number, upper: number, amount: bigint, name: 'Mint' | 'Burn') =>
      logOf(UNISWAP_V3_POOL_ABI, name, {
        sender: STRANGER,
        owner: STRANGER,
        tickLower: lower,
        tickUpper: upper,
        amount,
        amount0: 0n,
        amount1: 0n,
      });
    rows.log(uniswapV3PoolFold, pool, range(60060, 60120, 5n, 'Mint'));
    rows.log(uniswapV3PoolFold, pool, range(60120, 60180, 7n, 'Mint'));
    rows.log(uniswapV3PoolFold, pool, range(60000, 60068, 11n, 'Mint'));
    rows.log(uniswapV3PoolFold, pool, range(60060, 60120, 2n, 'Burn'));
    expect(rows.observations(uniswapV3PoolFold)).toMatchObject([{ liquidity: '27848677274506847362' }]);
  });

  it('says nothing before its liquidity is known, and refuses a range upside down', () => {
    const rows = new FoldedRows(pool);
    rows.log(uniswapV3PoolFold, pool, logOf(UNISWAP_V3_POOL_ABI, 'Initialize', { sqrtPriceX96: 1n, tick: 0 }));
    expect(rows.observations(uniswapV3PoolFold)).toEqual([]);
    rows.read(uniswapV3PoolFold, pool, readOf(UNISWAP_V3_POOL_ABI, 'liquidity', [], [9n]));
    expect(rows.observations(uniswapV3PoolFold)).toMatchObject([{ liquidity: '9' }]);
    const args = { owner: DESK, tickLower: 60, tickUpper: 0, amount: 1n, amount0: 0n, amount1: 0n };
    const log = logOf(UNISWAP_V3_POOL_ABI, 'Burn', args);
    expect(uniswapV3PoolFold.decodeLog(pool, log)).toMatchObject({ kind: 'refused', code: 'impossible_value' });
  });

  it('stays as it is when a read repeats its price', () => {
    const rows = new FoldedRows(pool);
    swap(rows, first);
    const said = [...rows.rows];
    rows.number += 1n;
    const slot0 = [first.sqrtPriceX96, first.tick, 0, 1, 1, 0, true];
    rows.read(uniswapV3PoolFold, pool, readOf(UNISWAP_V3_POOL_ABI, 'slot0', [], slot0));
    expect([...rows.rows]).toEqual(said);
  });

  it('has the address that the factory made', () => {
    // USDC/WETH of Ethereum at 0.05 % and 0.3 %, as explorers and info.uniswap.org show them.
    const key = { token0: USDC, token1: WETH };
    expect(poolAddressOf({ ...key, fee: 500 })).toBe('0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640');
    expect(poolAddressOf({ ...key, fee: 3000 })).toBe('0x8ad599c3a0ff1de082011efddc58f1908eb6e6d8');
  });
});

describe('positions', () => {
  const manager = contractOf('uniswap-v3-positions', { tokens: [`${USDC}=USDC/6`, `${WETH}=WETH/18`] });
  const INSTRUMENT = 'univ3:ethereum:0x88e6a0c2ddd26feeb64f039a2c41296fcb3f5640:193000:194000';
  const positionOf = (liquidity: bigint, accountId?: string) =>
    readOf(
      UNISWAP_V3_POSITIONS_ABI,
      'positions',
      [1234n],
      [0n, ZERO, USDC, WETH, 500, 193000, 194000, liquidity, 0n, 0n, 3n, 4n],
      accountId,
    );
  const log = (rows: FoldedRows, name: string, args: Readonly<Record<string, unknown>>) =>
    rows.log(uniswapV3PositionsFold, manager, logOf(UNISWAP_V3_POSITIONS_ABI, name, args));
  const minted = () => {
    const rows = new FoldedRows(manager);
    log(rows, 'Transfer', { from: ZERO, to: DESK, tokenId: 1234n });
    log(rows, 'IncreaseLiquidity', { tokenId: 1234n, liquidity: 500n, amount0: 1n, amount1: 1n });
    return rows;
  };

  it('are counted in liquidity from the mint on, once they are known to lie somewhere', () => {
    const rows = minted();
    expect(rows.positions(uniswapV3PositionsFold)).toEqual([]);
    rows.read(uniswapV3PositionsFold, manager, positionOf(500n));
    log(rows, 'DecreaseLiquidity', { tokenId: 1234n, liquidity: 200n, amount0: 1n, amount1: 1n });
    expect(rows.positions(uniswapV3PositionsFold)).toEqual([['desk-a', INSTRUMENT, 300n]]);
  });

  it('are held against positions(), which corrects nothing', () => {
    const rows = minted();
    const decoded = uniswapV3PositionsFold.decodeRead(manager, positionOf(501n, 'desk-a'));
    expect(decoded).toMatchObject({
      states: [{ accountId: 'desk-a', instrumentId: INSTRUMENT, source: 'uniswap-v3:ethereum/nft/1234', units: 501n }],
    });
    rows.read(uniswapV3PositionsFold, manager, positionOf(501n, 'desk-a'));
    expect(rows.positions(uniswapV3PositionsFold)).toEqual([['desk-a', INSTRUMENT, 500n]]);
  });

  it('that came from elsewhere begin with what was read, and go with their owner', () => {
    const rows = new FoldedRows(manager);
    log(rows, 'Transfer', { from: STRANGER, to: DESK, tokenId: 1234n });
    rows.read(uniswapV3PositionsFold, manager, positionOf(700n));
    log(rows, 'Transfer', { from: DESK, to: DESK_TWO, tokenId: 1234n });
    expect(rows.positions(uniswapV3PositionsFold)).toEqual([
      ['desk-b', INSTRUMENT, 700n],
      ['desk-a', INSTRUMENT, 0n],
    ]);
    log(rows, 'Transfer', { from: DESK_TWO, to: STRANGER, tokenId: 1234n });
    expect(rows.positions(uniswapV3PositionsFold).map(([, , units]) => units)).toEqual([0n, 0n]);
  });

  it('have what collecting would give as owed, outside their quantity', () => {
    const rows = minted();
    rows.read(uniswapV3PositionsFold, manager, positionOf(500n));
    const asked = { tokenId: 1234n, recipient: DESK, amount0Max: 2n ** 128n - 1n, amount1Max: 2n ** 128n - 1n };
    rows.read(uniswapV3PositionsFold, manager, readOf(UNISWAP_V3_POSITIONS_ABI, 'collect', [asked], [30n, 40n]));
    log(rows, 'Collect', { tokenId: 1234n, recipient: DESK, amount0: 10n, amount1: 50n });
    const owed = [...rows.rows].flatMap(([key, row]) =>
      uniswapV3PositionsFold.positions(key, row as never, rows.watch).map((held) => held.owed),
    );
    expect(owed).toEqual([[{ asset: 'USDC', decimals: 6, units: 20n }]]);
  });
});
