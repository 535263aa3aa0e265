import { parseAbi } from 'viem';

/** A pair of Uniswap v2 and of its forks (IUniswapV2Pair of @uniswap/v2-core). */
export const UNISWAP_V2_PAIR_ABI = parseAbi([
  'event Sync(uint112 reserve0, uint112 reserve1)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  // Each comes with a Sync, which has the reserves after it.
  'event Swap(address indexed sender, uint256 amount0In, uint256 amount1In, uint256 amount0Out, uint256 amount1Out, address indexed to)',
  'event Mint(address indexed sender, uint256 amount0, uint256 amount1)',
  'event Burn(address indexed sender, uint256 amount0, uint256 amount1, address indexed to)',
  'event Approval(address indexed owner, address indexed spender, uint256 value)',
  'function getReserves() view returns (uint112 reserve0, uint112 reserve1, uint32 blockTimestampLast)',
  'function totalSupply() view returns (uint256)',
  'function balanceOf(address) view returns (uint256)',
]);
