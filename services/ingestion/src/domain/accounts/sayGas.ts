import { event } from '@gimbal/contracts';
import { GasPriceObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { formatDecimal, fromUnits } from '@gimbal/money';
import { rowReader } from '../chain/applyChanges.js';
import type { ChainChange } from '../chain/chainChange.js';
import { type BlockGas, gasPriceWei, l1DataFeePerGasWei } from '../chain/protocols/gas/gasPriceWei.js';
import { l1DataFeeWei } from '../chain/protocols/gas/l2FeeRows.js';
import { REFERENCE_BYTES, REFERENCE_GAS } from '../chain/protocols/gas/limits.js';
import type { StepLedger } from '../stepLedger.js';

const GWEI_DECIMALS = 9;

/**
 * Says what gas costs by the newest block: its base fee (EIP-1559), the tip that was paid in it, and what an L2 takes for the
 * data that it posts to L1, of the reference transaction; and what the chain's coin is worth.
 */
export function sayGas(ledger: StepLedger, { feed: { chain, gas }, baseFee }: ChainChange): void {
  if (gas === undefined || baseFee === undefined) return;
  const price = gas.coinOracle === undefined ? undefined : ledger.now.book.prices.get(gas.coinOracle);
  const coinPriceUsd =
    price === undefined ? gas.assumedCoinPriceUsd : formatDecimal(fromUnits(price.answer, price.decimals));
  const { bytes, gasUsed } = gas.reference ?? { bytes: REFERENCE_BYTES, gasUsed: REFERENCE_GAS };
  const feeWei = l1DataFeeWei(rowReader(ledger.now.chain, chain), bytes);
  const l1DataFee = feeWei === undefined ? undefined : { feeWei, gasUsed: BigInt(gasUsed) };
  const block: BlockGas = { baseFeeWei: baseFee.perGas, priorityFeeWei: baseFee.tipPerGas, l1DataFee };
  const said = {
    feed: gas.feed,
    chain,
    gasPriceGwei: gweiOf(gasPriceWei(block)),
    coinPriceUsd,
    coinPriceAssumed: price === undefined || price.assumed,
    observedAtUs: baseFee.atUs,
    baseFeeGwei: gweiOf(block.baseFeeWei),
    priorityFeeGwei: block.priorityFeeWei === undefined ? undefined : gweiOf(block.priorityFeeWei),
    l1DataFeeGwei: l1DataFee === undefined ? undefined : gweiOf(l1DataFeePerGasWei(l1DataFee)),
  };
  ledger.say('market', gas.feed, event(GasPriceObserved, said));
}

function gweiOf(wei: bigint): string {
  return formatDecimal(fromUnits(wei, GWEI_DECIMALS));
}
