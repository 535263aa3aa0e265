import { encodeAbiParameters, type Hex } from 'viem';
import { describe, expect, it } from 'vitest';
import { contractOf, DESK, FoldedRows, logOf, readOf, STRANGER, ZERO } from '../protocol.sample.js';
import { UNISWAP_V4_MANAGER_ABI, UNISWAP_V4_POSITIONS_ABI, UNISWAP_V4_STATE_VIEW_ABI } from './uniswapV4Abi.js';
import { uniswapV4ManagerFold } from './uniswapV4ManagerFold.js';
import { uniswapV4PositionsFold } from './uniswapV4PositionsFold.js';
import { ticksOfInfo, v4PoolId } from './v4PoolId.js';

// ETH/USDC at 0.05 % without hooks on Ethereum, as the Uniswap interface shows its id.
const KEY = {
  currency0: ZERO,
  currency1: '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48',
  fee: 500,
  tickSpacing: 10,
  hooks: ZERO,
} as const;
const POOL = '0x21c67e77068de97969ba93d4aab21826d33ca12bb9f565d8496e8fda8a82ca27';
const MANAGER = contractOf('uniswap-v4-manager', { pools: [`${POOL}=eth-usdc/${ZERO}`] }, `0x${'41'.repeat(20)}`);
const POSITIONS = contractOf('uniswap-v4-positions', {}, `0x${'42'.repeat(20)}`);
const INSTRUMENT = `univ4:ethereum:${POOL}:-200:200`;

function liquidity(delta: bigint, tokenId: bigint, sender: string = POSITIONS.address) {
  const salt = encodeAbiParameters([{ type: 'uint256' }], [tokenId]);
  const range = { tickLower: -200, tickUpper: 200 };
  return logOf(UNISWAP_V4_MANAGER_ABI, 'ModifyLiquidity', { id: POOL, sender, ...range, liquidityDelta: delta, salt });
}

describe('v4', () => {
  it('names a pool by the hash of its key', () => {
    expect(v4PoolId(KEY)).toBe(POOL);
  });

  it('says a pool by its swaps, in which what the swapper paid is below zero', () => {
    const rows = new FoldedRows(MANAGER, POSITIONS);
    const swap = { id: POOL, sender: STRANGER, amount0: -5n, amount1: 7n, sqrtPriceX96: 2n ** 96n, tick: 0, fee: 500 };
    rows.log(uniswapV4ManagerFold, MANAGER, logOf(UNISWAP_V4_MANAGER_ABI, 'Swap', { ...swap, liquidity: 100n }));
    rows.log(uniswapV4ManagerFold, MANAGER, liquidity(11n, 1n, STRANGER));
    expect(rows.observations(uniswapV4ManagerFold)).toMatchObject([
      { feed: 'eth-usdc', pool: POOL, hooks: ZERO, liquidity: '111', amount0In: '5', amount1In: '0', lpFeePips: 500 },
    ]);
  });

  it('counts a numbered position by the salt of the position manager alone', () => {
    const rows = new FoldedRows(MANAGER, POSITIONS);
    const minted = logOf(UNISWAP_V4_POSITIONS_ABI, 'Transfer', { from: ZERO, to: DESK, id: 77n });
    rows.log(uniswapV4PositionsFold, POSITIONS, minted);
    rows.log(uniswapV4ManagerFold, MANAGER, liquidity(900n, 77n));
    rows.log(uniswapV4ManagerFold, MANAGER, liquidity(-300n, 77n));
    // The same salt under another caller is another position.
    rows.log(uniswapV4ManagerFold, MANAGER, liquidity(5n, 77n, STRANGER));
    expect(rows.positions(uniswapV4PositionsFold)).toEqual([['desk-a', INSTRUMENT, 600n]]);
  });

  it('holds it against the view of the state', () => {
    const salt = encodeAbiParameters([{ type: 'uint256' }], [77n]);
    const args = [POOL, POSITIONS.address as Hex, -200, 200, salt];
    const read = readOf(UNISWAP_V4_STATE_VIEW_ABI, 'getPositionInfo', args, [600n, 0n, 0n], 'desk-a');
    expect(uniswapV4ManagerFold.decodeRead(MANAGER, read)).toMatchObject({
      states: [{ accountId: 'desk-a', instrumentId: INSTRUMENT, source: 'uniswap-v4:ethereum/nft/77', units: 600n }],
    });
  });

  it('refuses a range upside down, or of no width, whoever says it', () => {
    const salt = encodeAbiParameters([{ type: 'uint256' }], [77n]);
    const view = (lower: number, upper: number) => {
      const args = [POOL, POSITIONS.address as Hex, lower, upper, salt];
      return readOf(UNISWAP_V4_STATE_VIEW_ABI, 'getPositionInfo', args, [600n, 0n, 0n], 'desk-a');
    };
    expect(uniswapV4ManagerFold.decodeRead(MANAGER, view(200, 100))).toMatchObject({
      kind: 'refused',
      code: 'impossible_value',
      reason: 'Expected a lower tick below 100, was 200.',
    });
    expect(uniswapV4ManagerFold.decodeRead(MANAGER, view(100, 100)).kind).toBe('refused');
    const info = (100n << 32n) + (200n << 8n);
    const position = readOf(UNISWAP_V4_POSITIONS_ABI, 'getPoolAndPositionInfo', [77n], [KEY, info], 'desk-a');
    expect(uniswapV4PositionsFold.decodeRead(POSITIONS, position)).toMatchObject({
      reason: 'Expected a lower tick below 100, was 200.',
    });
  });

  it('unpacks signed ticks of a position', () => {
    // 24 bits of 200 above 24 bits of -200 (two to the 24th less 200) above 8 bits of flags, 1 for a subscriber.
    expect(ticksOfInfo((200n << 32n) + ((2n ** 24n - 200n) << 8n) + 1n)).toEqual({ lowerTick: -200, upperTick: 200 });
  });
});
