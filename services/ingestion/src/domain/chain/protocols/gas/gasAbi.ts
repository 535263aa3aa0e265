import { parseAbi } from 'viem';

/** GasPriceOracle of the OP chains (0x4200..000F, docs.optimism.io): what posting a transaction to L1 costs, in wei. */
export const OP_GAS_ORACLE_ABI = parseAbi([
  'function l1BaseFee() view returns (uint256)',
  'function blobBaseFee() view returns (uint256)',
  'function baseFeeScalar() view returns (uint32)',
  'function blobBaseFeeScalar() view returns (uint32)',
  'function getL1Fee(bytes data) view returns (uint256)',
  'function getL1FeeUpperBound(uint256 unsignedTxSize) view returns (uint256)',
]);

/** ArbGasInfo of Arbitrum (0x00..006C, docs.arbitrum.io): prices in wei, of an L2 transaction, of a byte on L1 and so on. */
export const ARB_GAS_INFO_ABI = parseAbi([
  'function getPricesInWei() view returns (uint256 perL2Tx, uint256 perL1CalldataByte, uint256 perStorageAllocation, uint256 perArbGasBase, uint256 perArbGasCongestion, uint256 perArbGasTotal)',
  'function getL1BaseFeeEstimate() view returns (uint256)',
]);
