/** One contract of an inverse perpetual or future: `contractSizeUsd` dollars of notional, profit paid in coin. */
export interface InverseContract {
  readonly contractSizeUsd: number;
  readonly markUsd: number;
  readonly entryUsd: number;
}

export interface InverseContractGreeks {
  /** Unrealised profit in coin: size·(1/entry - 1/mark). */
  readonly profitCoin: number;
  readonly valueUsd: number;
  /** The contract alone, size/mark coins: what Deribit prints as a future's delta. */
  readonly deltaUnits: number;
  readonly gammaUnitsPerUsd: number;
  /** The profit is coin and so is delta itself. With it the whole is size/entry coins, whatever the mark. */
  readonly equityDeltaUnits: number;
  readonly equityGammaUnitsPerUsd: number;
}

/** Greeks of one long inverse contract; multiply by the number of contracts, negative when short. */
export function inverseContractGreeks(contract: InverseContract): InverseContractGreeks {
  const { contractSizeUsd, markUsd, entryUsd } = contract;
  const profitCoin = contractSizeUsd * (1 / entryUsd - 1 / markUsd);
  const slope = contractSizeUsd / (markUsd * markUsd);
  return {
    profitCoin,
    valueUsd: profitCoin * markUsd,
    deltaUnits: contractSizeUsd / markUsd,
    gammaUnitsPerUsd: -slope,
    equityDeltaUnits: profitCoin,
    equityGammaUnitsPerUsd: slope,
  };
}
