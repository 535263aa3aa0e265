import { parseAbi } from 'viem';

/** SynthetixDebtShare of v2x: who owes which share of the debt pool. It logs a Transfer with each Mint and Burn. */
export const DEBT_SHARE_ABI = parseAbi([
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  'event Mint(address indexed account, uint256 amount)',
  'event Burn(address indexed account, uint256 amount)',
  'event ImportedDebtSharesUpdated(uint256 previousImported, uint256 newImported)',
  'function balanceOf(address account) view returns (uint256)',
  'function totalSupply() view returns (uint256)',
]);

/** PerpsMarketProxy of v3 (docs.synthetix.io, smart contract references). */
export const PERPS_MARKET_ABI = parseAbi([
  'event OrderSettled(uint128 indexed marketId, uint128 indexed accountId, uint256 fillPrice, int256 pnl, int256 accruedFunding, int128 sizeDelta, int128 newSize, uint256 totalFees, uint256 referralFees, uint256 collectedFees, uint256 settlementReward, bytes32 indexed trackingCode, address settler)',
  'event PositionLiquidated(uint128 indexed accountId, uint128 indexed marketId, uint256 amountLiquidated, int128 newPositionSize)',
  // Known, and not folded: margin, debt and interest of accounts, the market's own state.
  'event AccountLiquidationAttempt(uint128 indexed accountId, uint256 reward, bool fullLiquidation)',
  'event CollateralModified(uint128 indexed accountId, uint128 indexed collateralId, int256 amountDelta, address indexed sender)',
  'event AccountCharged(uint128 accountId, int256 amount, uint256 accountDebt)',
  'event InterestCharged(uint128 indexed accountId, uint256 interest)',
  'event MarketUpdated(uint128 marketId, uint256 price, int256 skew, uint256 size, int256 sizeDelta, int256 currentFundingRate, int256 currentFundingVelocity, uint128 interestRate)',
  'event OrderCommitted(uint128 indexed marketId, uint128 indexed accountId, uint8 orderType, int128 sizeDelta, uint256 acceptablePrice, uint256 commitmentTime, uint256 expectedPriceTime, uint256 settlementTime, uint256 expirationTime, bytes32 indexed trackingCode, address sender)',
  'event OrderCancelled(uint128 indexed marketId, uint128 indexed accountId, uint256 desiredPrice, uint256 fillPrice, int128 sizeDelta, uint256 settlementReward, bytes32 indexed trackingCode, address settler)',
  'function getOpenPosition(uint128 accountId, uint128 marketId) view returns (int256 totalPnl, int256 accruedFunding, int128 positionSize, uint256 owedInterest)',
]);
