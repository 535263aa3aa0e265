import { parseAbi } from 'viem';

/** ERC-20 (eips.ethereum.org/EIPS/eip-20), and wrapped coins' own events for what Transfer doesn't show. */
export const ERC20_ABI = parseAbi([
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  'event Approval(address indexed owner, address indexed spender, uint256 value)',
  // WETH9 mints and burns without a Transfer.
  'event Deposit(address indexed dst, uint256 wad)',
  'event Withdrawal(address indexed src, uint256 wad)',
  'function balanceOf(address) view returns (uint256)',
  'function totalSupply() view returns (uint256)',
  'function decimals() view returns (uint8)',
  'function symbol() view returns (string)',
]);

/** Tokens from before the standard (MKR, SAI) answer with 32 bytes, padded with zeros. */
export const BYTES32_SYMBOL_ABI = parseAbi(['function symbol() view returns (bytes32)']);
