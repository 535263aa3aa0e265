/** What a block says of the price of gas, in wei; what is left out isn't known on its chain. */
export interface BlockGas {
  /** EIP-1559, of the header. */
  readonly baseFeeWei: bigint;
  /** Tip per unit of gas at the percentile that the connector asks for. */
  readonly priorityFeeWei?: bigint | undefined;
  /** What an L2 takes for the L1 data of a transaction, and the gas that this transaction uses there. */
  readonly l1DataFee?: { readonly feeWei: bigint; readonly gasUsed: bigint } | undefined;
}

/**
 * Wei that a unit of gas costs all in: base fee and tip, and the L1 data fee of the reference transaction spread over its
 * gas, rounded up, so that gas times price is at least what is paid.
 */
export function gasPriceWei({ baseFeeWei, priorityFeeWei = 0n, l1DataFee }: BlockGas): bigint {
  return baseFeeWei + priorityFeeWei + (l1DataFee === undefined ? 0n : l1DataFeePerGasWei(l1DataFee));
}

/** Wei of a unit of gas; 0 for a transaction without gas, which there is none of. */
export function l1DataFeePerGasWei({ feeWei, gasUsed }: NonNullable<BlockGas['l1DataFee']>): bigint {
  return gasUsed <= 0n ? 0n : (feeWei + gasUsed - 1n) / gasUsed;
}
