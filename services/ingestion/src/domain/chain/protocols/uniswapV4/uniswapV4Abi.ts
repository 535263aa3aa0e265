import { parseAbi } from 'viem';

/** PoolManager of @uniswap/v4-core 1.0.2: all pools in one contract, each by the hash of its key. */
export const UNISWAP_V4_MANAGER_ABI = parseAbi([
  'event Initialize(bytes32 indexed id, address indexed currency0, address indexed currency1, uint24 fee, int24 tickSpacing, address hooks, uint160 sqrtPriceX96, int24 tick)',
  'event ModifyLiquidity(bytes32 indexed id, address indexed sender, int24 tickLower, int24 tickUpper, int256 liquidityDelta, bytes32 salt)',
  'event Swap(bytes32 indexed id, address indexed sender, int128 amount0, int128 amount1, uint160 sqrtPriceX96, uint128 liquidity, int24 tick, uint24 fee)',
  'event Donate(bytes32 indexed id, address indexed sender, uint256 amount0, uint256 amount1)',
  // Known, and without a bearing on price or liquidity; Transfer is of claims on tokens (ERC-6909).
  'event ProtocolFeeControllerUpdated(address indexed protocolFeeController)',
  'event ProtocolFeeUpdated(bytes32 indexed id, uint24 protocolFee)',
  'event Transfer(address caller, address indexed from, address indexed to, uint256 indexed id, uint256 amount)',
  'event Approval(address indexed owner, address indexed spender, uint256 indexed id, uint256 amount)',
  'event OperatorSet(address indexed owner, address indexed operator, bool approved)',
  'event OwnershipTransferred(address indexed user, address indexed newOwner)',
]);

/** StateView of @uniswap/v4-periphery 1.0.3, which reads the manager's storage. */
export const UNISWAP_V4_STATE_VIEW_ABI = parseAbi([
  'function getSlot0(bytes32 poolId) view returns (uint160 sqrtPriceX96, int24 tick, uint24 protocolFee, uint24 lpFee)',
  'function getLiquidity(bytes32 poolId) view returns (uint128)',
  'function getPositionInfo(bytes32 poolId, address owner, int24 tickLower, int24 tickUpper, bytes32 salt) view returns (uint128 liquidity, uint256 feeGrowthInside0LastX128, uint256 feeGrowthInside1LastX128)',
]);

/** What PoolManager answers of its own storage (Extsload.sol of v4-core): the words of a list of slots. */
export const UNISWAP_V4_STORAGE_ABI = parseAbi(['function extsload(bytes32[] slots) view returns (bytes32[] values)']);

/** PositionManager of @uniswap/v4-periphery 1.0.3. */
export const UNISWAP_V4_POSITIONS_ABI = parseAbi([
  'event Transfer(address indexed from, address indexed to, uint256 indexed id)',
  'event Approval(address indexed owner, address indexed spender, uint256 indexed id)',
  'event ApprovalForAll(address indexed owner, address indexed operator, bool approved)',
  'event Subscription(uint256 indexed tokenId, address indexed subscriber)',
  'event Unsubscription(uint256 indexed tokenId, address indexed subscriber)',
  'function getPoolAndPositionInfo(uint256 tokenId) view returns ((address currency0, address currency1, uint24 fee, int24 tickSpacing, address hooks) poolKey, uint256 info)',
  'function getPositionLiquidity(uint256 tokenId) view returns (uint128)',
  'function ownerOf(uint256 id) view returns (address)',
]);
