import { parseAbi } from 'viem';

/** Opyn's Controller of Squeeth, as it is deployed on Ethereum (0x6418..93d5; opyn.gitbook.io, squeeth contracts). */
export const SQUEETH_CONTROLLER_ABI = parseAbi([
  'event OpenVault(address sender, uint256 vaultId)',
  'event DepositCollateral(address sender, uint256 vaultId, uint256 amount)',
  'event WithdrawCollateral(address sender, uint256 vaultId, uint256 amount)',
  'event DepositUniPositionToken(address sender, uint256 vaultId, uint256 tokenId)',
  'event WithdrawUniPositionToken(address sender, uint256 vaultId, uint256 tokenId)',
  'event MintShort(address sender, uint256 amount, uint256 vaultId)',
  'event BurnShort(address sender, uint256 amount, uint256 vaultId)',
  'event ReduceDebt(address sender, uint256 vaultId, uint256 ethRedeemed, uint256 wPowerPerpRedeemed, uint256 wPowerPerpBurned, uint256 wPowerPerpExcess, uint256 bounty)',
  'event Liquidate(address liquidator, uint256 vaultId, uint256 debtAmount, uint256 collateralPaid)',
  'event NormalizationFactorUpdated(uint256 oldNormFactor, uint256 newNormFactor, uint256 lastModificationTimestamp, uint256 timestamp)',
  'event RedeemShort(address sender, uint256 vauldId, uint256 collateralAmount)',
  // Known, and without a bearing on vaults or funding.
  'event RedeemLong(address sender, uint256 wPowerPerpAmount, uint256 payoutAmount)',
  'event UpdateOperator(address sender, uint256 vaultId, address operator)',
  'event FeeRateUpdated(uint256 oldFee, uint256 newFee)',
  'event FeeRecipientUpdated(address oldFeeRecipient, address newFeeRecipient)',
  'event Paused(uint256 pausesLeft)',
  'event UnPaused(address unpauser)',
  'event Shutdown(uint256 indexForSettlement)',
  'function vaults(uint256) view returns (address operator, uint32 NftCollateralId, uint96 collateralAmount, uint128 shortAmount)',
  'function normalizationFactor() view returns (uint128)',
  'function getExpectedNormalizationFactor() view returns (uint256)',
]);
