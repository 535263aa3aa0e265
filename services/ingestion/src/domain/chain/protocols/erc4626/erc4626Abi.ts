import { parseAbi } from 'viem';

/** ERC-4626 (eips.ethereum.org/EIPS/eip-4626): a vault whose shares are a token. */
export const ERC4626_ABI = parseAbi([
  'event Deposit(address indexed sender, address indexed owner, uint256 assets, uint256 shares)',
  'event Withdraw(address indexed sender, address indexed receiver, address indexed owner, uint256 assets, uint256 shares)',
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  'event Approval(address indexed owner, address indexed spender, uint256 value)',
  'function balanceOf(address) view returns (uint256)',
  'function convertToAssets(uint256 shares) view returns (uint256)',
  'function totalAssets() view returns (uint256)',
  'function totalSupply() view returns (uint256)',
  // Tokens that tell their rate under a name of their own: wstETH of Lido, rETH of Rocket Pool.
  'function stEthPerToken() view returns (uint256)',
  'function getExchangeRate() view returns (uint256)',
]);
