import { event } from '@gimbal/contracts';
import { GasPriceObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { formatDecimal, fromUnits } from '@gimbal/money';
import type { Observed } from '../../../decoded.js';

/** Wei in a gwei: 10^9. */
const GWEI_DECIMALS = 9;

/** What a block says of the price of gas, in wei; what is left out isn't known on its chain. */
export interface BlockGas {
  readonly feed: string;
  readonly chain: string;
  readonly baseFeeWei: bigint;
  /** Tip per unit of gas at the percentile that the connector asks for. */
  readonly priorityFeeWei?: bigint | undefined;
  /** What an L2 takes for the L1 data of a transaction, and the gas that this transaction uses there. */
  readonly l1DataFee?: { readonly feeWei: bigint; readonly gasUsed: bigint } | undefined;
  /** USD, decimal string; empty where no feed is named. */
  readonly coinPriceUsd: string;
  readonly observedAtUs: bigint;
}

/**
 * Wei that a unit of gas costs all in: base fee and tip, and the L1 data fee of the reference transaction spread over its
 * gas, rounded up, so that gas times price is at least what is paid.
 */
export function gasPriceWei({ baseFeeWei, priorityFeeWei = 0n, l1DataFee }: BlockGas): bigint {
  const l1 = l1DataFee === undefined || l1DataFee.gasUsed <= 0n ? 0n : perGas(l1DataFee.feeWei, l1DataFee.gasUsed);
  return baseFeeWei + priorityFeeWei + l1;
}

/** The fact that gas costs so much on a chain. */
export function gasPriceOf(gas: BlockGas): Observed {
  const { feed, chain, coinPriceUsd, observedAtUs } = gas;
  return {
    topic: 'market',
    key: feed,
    observedAtUs,
    event: event(GasPriceObserved, {
      feed,
      chain,
      gasPriceGwei: formatDecimal(fromUnits(gasPriceWei(gas), GWEI_DECIMALS)),
      coinPriceUsd,
      coinPriceAssumed: false,
      observedAtUs,
    }),
  };
}

function perGas(feeWei: bigint, gasUsed: bigint): bigint {
  return (feeWei + gasUsed - 1n) / gasUsed;
}
