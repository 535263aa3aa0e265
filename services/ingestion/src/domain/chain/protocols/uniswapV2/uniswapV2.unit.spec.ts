import { describe, expect, it } from 'vitest';
import { contractOf, DESK, FoldedRows, logOf, readOf, STRANGER, ZERO } from '../protocol.sample.js';
import { UNISWAP_V2_PAIR_ABI } from './uniswapV2Abi.js';
import { uniswapV2Fold } from './uniswapV2Fold.js';

const POOL = `0x${'c0'.repeat(20)}`;
const PAIR = contractOf('uniswap-v2', { instrument: `univ2:ethereum:${POOL}`, decimals: 12, feed: 'weth-usdt' });
const synced = (reserve0: bigint, reserve1: bigint) => logOf(UNISWAP_V2_PAIR_ABI, 'Sync', { reserve0, reserve1 });
const moved = (from: string, to: string, value: bigint) => logOf(UNISWAP_V2_PAIR_ABI, 'Transfer', { from, to, value });

describe('a pair', () => {
  it('is said with the reserves of its last Sync and the supply that mints and burns left', () => {
    const rows = new FoldedRows(PAIR).log(uniswapV2Fold, PAIR, synced(10n, 20n));
    expect(rows.observations(uniswapV2Fold)).toEqual([]);
    rows.read(uniswapV2Fold, PAIR, readOf(UNISWAP_V2_PAIR_ABI, 'totalSupply', [], [1000n]));
    rows.log(uniswapV2Fold, PAIR, moved(ZERO, DESK, 50n)).log(uniswapV2Fold, PAIR, synced(11n, 22n));
    rows.log(uniswapV2Fold, PAIR, moved(STRANGER, ZERO, 7n));
    expect(rows.observations(uniswapV2Fold)).toMatchObject([
      { feed: 'weth-usdt', pool: POOL, reserve0: '11', reserve1: '22', totalSupply: '1043' },
    ]);
    expect(rows.positions(uniswapV2Fold)).toEqual([['desk-a', `univ2:ethereum:${POOL}`, 50n]]);
  });

  it('without reserves is not said', () => {
    const rows = new FoldedRows(PAIR).log(uniswapV2Fold, PAIR, synced(0n, 20n));
    rows.read(uniswapV2Fold, PAIR, readOf(UNISWAP_V2_PAIR_ABI, 'totalSupply', [], [1000n]));
    expect(rows.observations(uniswapV2Fold)).toEqual([]);
  });

  it('names its own pool', () => {
    const other = contractOf('uniswap-v2', { ...PAIR.parameters, instrument: `univ2:ethereum:${STRANGER}` });
    expect(uniswapV2Fold.checkContract(other)).toMatch(/^Expected the instrument univ2:ethereum:0xc0/);
  });
});
