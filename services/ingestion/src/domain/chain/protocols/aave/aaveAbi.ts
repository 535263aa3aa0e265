import { parseAbi } from 'viem';

/**
 * Aave v3's pool, v3.0 to v3.6 (IPool of @aave/core-v3 1.19.3 and of @aave-dao/aave-v3-origin 3.6.0). The events that both
 * have are alike, an enum being a uint8 in the log.
 */
export const AAVE_POOL_ABI = parseAbi([
  'event Supply(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint16 indexed referralCode)',
  'event Withdraw(address indexed reserve, address indexed user, address indexed to, uint256 amount)',
  'event Borrow(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint8 interestRateMode, uint256 borrowRate, uint16 indexed referralCode)',
  'event Repay(address indexed reserve, address indexed user, address indexed repayer, uint256 amount, bool useATokens)',
  'event LiquidationCall(address indexed collateralAsset, address indexed debtAsset, address indexed user, uint256 debtToCover, uint256 liquidatedCollateralAmount, address liquidator, bool receiveAToken)',
  'event ReserveDataUpdated(address indexed reserve, uint256 liquidityRate, uint256 stableBorrowRate, uint256 variableBorrowRate, uint256 liquidityIndex, uint256 variableBorrowIndex)',
  'event ReserveUsedAsCollateralEnabled(address indexed reserve, address indexed user)',
  'event ReserveUsedAsCollateralDisabled(address indexed reserve, address indexed user)',
  'event UserEModeSet(address indexed user, uint8 categoryId)',
  'event DeficitCreated(address indexed user, address indexed debtAsset, uint256 amountCreated)',
  // Known, and without a bearing on what is folded.
  'event DeficitCovered(address indexed reserve, address caller, uint256 amountCovered)',
  'event FlashLoan(address indexed target, address initiator, address indexed asset, uint256 amount, uint8 interestRateMode, uint256 premium, uint16 indexed referralCode)',
  'event MintedToTreasury(address indexed reserve, uint256 amountMinted)',
  'event IsolationModeTotalDebtUpdated(address indexed asset, uint256 totalDebt)',
  'event MintUnbacked(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint16 indexed referralCode)',
  'event BackUnbacked(address indexed reserve, address indexed backer, uint256 amount, uint256 fee)',
  'event PositionManagerApproved(address indexed user, address indexed positionManager)',
  'event PositionManagerRevoked(address indexed user, address indexed positionManager)',
  // Stable rates, gone since v3.2: said, not folded.
  'event RebalanceStableBorrowRate(address indexed reserve, address indexed user)',
  'event SwapBorrowRateMode(address indexed reserve, address indexed user, uint8 interestRateMode)',
  'function getUserEMode(address user) view returns (uint256)',
  'function getUserConfiguration(address user) view returns ((uint256 data))',
  'function getConfiguration(address asset) view returns ((uint256 data))',
  'function getReserveNormalizedIncome(address asset) view returns (uint256)',
  'function getReserveNormalizedVariableDebt(address asset) view returns (uint256)',
  'function getReservesList() view returns (address[])',
  // From v3.1 its legacy form, in which nothing moved (DataTypes.ReserveDataLegacy).
  'function getReserveData(address asset) view returns ((uint256 configuration, uint128 liquidityIndex, uint128 currentLiquidityRate, uint128 variableBorrowIndex, uint128 currentVariableBorrowRate, uint128 currentStableBorrowRate, uint40 lastUpdateTimestamp, uint16 id, address aTokenAddress, address stableDebtTokenAddress, address variableDebtTokenAddress, address interestRateStrategyAddress, uint128 accruedToTreasury, uint128 unbacked, uint128 isolationModeTotalDebt))',
  // From v3.1: what the pool counts as its own of the token, whatever was sent to it besides.
  'function getVirtualUnderlyingBalance(address asset) view returns (uint128)',
  // From v3.3.
  'function getReserveDeficit(address asset) view returns (uint256)',
  // From v3.2: a category as numbers and as sets of reserves, one bit for each place in the list of reserves.
  'function getEModeCategoryCollateralConfig(uint8 id) view returns ((uint16 ltv, uint16 liquidationThreshold, uint16 liquidationBonus))',
  'function getEModeCategoryCollateralBitmap(uint8 id) view returns (uint128)',
  'function getEModeCategoryBorrowableBitmap(uint8 id) view returns (uint128)',
  // From v3.6.
  'function getEModeCategoryLtvzeroBitmap(uint8 id) view returns (uint128)',
]);

/** The tokens that count what is supplied and owed. */
export const AAVE_TOKEN_ABI = parseAbi([
  'event Mint(address indexed caller, address indexed onBehalfOf, uint256 value, uint256 balanceIncrease, uint256 index)',
  'event Burn(address indexed from, address indexed target, uint256 value, uint256 balanceIncrease, uint256 index)',
  'event BalanceTransfer(address indexed from, address indexed to, uint256 value, uint256 index)',
  // Amounts in the underlying, interest among them: what Mint, Burn and BalanceTransfer say exactly.
  'event Transfer(address indexed from, address indexed to, uint256 value)',
  'event Approval(address indexed owner, address indexed spender, uint256 value)',
  'event BorrowAllowanceDelegated(address indexed fromUser, address indexed toUser, address indexed asset, uint256 amount)',
  // A proxy's beginning and each upgrade of it: an aToken says its treasury, a debt token has none.
  'event Initialized(address indexed underlyingAsset, address indexed pool, address treasury, address incentivesController, uint8 aTokenDecimals, string aTokenName, string aTokenSymbol, bytes params)',
  'event Initialized(address indexed underlyingAsset, address indexed pool, address incentivesController, uint8 debtTokenDecimals, string debtTokenName, string debtTokenSymbol, bytes params)',
  'function scaledBalanceOf(address user) view returns (uint256)',
  'function balanceOf(address user) view returns (uint256)',
  'function scaledTotalSupply() view returns (uint256)',
  // What is supplied or owed at a variable rate, with interest up to the block.
  'function totalSupply() view returns (uint256)',
]);

export const AAVE_CONFIGURATOR_ABI = parseAbi([
  'event CollateralConfigurationChanged(address indexed asset, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus)',
  'event LiquidationProtocolFeeChanged(address indexed asset, uint256 oldFee, uint256 newFee)',
  'event EModeCategoryAdded(uint8 indexed categoryId, uint256 ltv, uint256 liquidationThreshold, uint256 liquidationBonus, address oracle, string label)',
  // Up to v3.1 an asset is in one category.
  'event EModeAssetCategoryChanged(address indexed asset, uint8 oldCategoryId, uint8 newCategoryId)',
  // From v3.2 a category has sets of assets.
  'event AssetCollateralInEModeChanged(address indexed asset, uint8 categoryId, bool collateral)',
  'event AssetBorrowableInEModeChanged(address indexed asset, uint8 categoryId, bool borrowable)',
  // From v3.6.
  'event AssetLtvzeroInEModeChanged(address indexed asset, uint8 categoryId, bool ltvzero)',
  // Known, and without a bearing on health.
  'event ReserveInitialized(address indexed asset, address indexed aToken, address stableDebtToken, address variableDebtToken, address interestRateStrategyAddress)',
  'event ReserveActive(address indexed asset, bool active)',
  'event ReserveFrozen(address indexed asset, bool frozen)',
  'event ReservePaused(address indexed asset, bool paused)',
  'event ReserveDropped(address indexed asset)',
  'event ReserveBorrowing(address indexed asset, bool enabled)',
  'event ReserveFlashLoaning(address indexed asset, bool enabled)',
  'event ReserveStableRateBorrowing(address indexed asset, bool enabled)',
  'event ReserveFactorChanged(address indexed asset, uint256 oldReserveFactor, uint256 newReserveFactor)',
  'event BorrowCapChanged(address indexed asset, uint256 oldBorrowCap, uint256 newBorrowCap)',
  'event SupplyCapChanged(address indexed asset, uint256 oldSupplyCap, uint256 newSupplyCap)',
  'event UnbackedMintCapChanged(address indexed asset, uint256 oldUnbackedMintCap, uint256 newUnbackedMintCap)',
  'event DebtCeilingChanged(address indexed asset, uint256 oldDebtCeiling, uint256 newDebtCeiling)',
  'event SiloedBorrowingChanged(address indexed asset, bool oldState, bool newState)',
  'event BorrowableInIsolationChanged(address asset, bool borrowable)',
  'event PendingLtvChanged(address indexed asset, uint256 ltv)',
  'event LiquidationGracePeriodChanged(address indexed asset, uint40 gracePeriodUntil)',
  'event LiquidationGracePeriodDisabled(address indexed asset)',
  'event ReserveInterestRateStrategyChanged(address indexed asset, address oldStrategy, address newStrategy)',
  'event ReserveInterestRateDataChanged(address indexed asset, address indexed strategy, bytes data)',
  'event ATokenUpgraded(address indexed asset, address indexed proxy, address indexed implementation)',
  'event StableDebtTokenUpgraded(address indexed asset, address indexed proxy, address indexed implementation)',
  'event VariableDebtTokenUpgraded(address indexed asset, address indexed proxy, address indexed implementation)',
  'event BridgeProtocolFeeUpdated(uint256 oldBridgeProtocolFee, uint256 newBridgeProtocolFee)',
  'event FlashloanPremiumTotalUpdated(uint128 oldFlashloanPremiumTotal, uint128 newFlashloanPremiumTotal)',
  'event FlashloanPremiumToProtocolUpdated(uint128 oldFlashloanPremiumToProtocol, uint128 newFlashloanPremiumToProtocol)',
]);

export const AAVE_ORACLE_ABI = parseAbi([
  'event AssetSourceUpdated(address indexed asset, address indexed source)',
  'event BaseCurrencySet(address indexed baseCurrency, uint256 baseCurrencyUnit)',
  'event FallbackOracleUpdated(address indexed fallbackOracle)',
  'function getAssetPrice(address asset) view returns (uint256)',
  'function getSourceOfAsset(address asset) view returns (address)',
  'function BASE_CURRENCY_UNIT() view returns (uint256)',
]);
