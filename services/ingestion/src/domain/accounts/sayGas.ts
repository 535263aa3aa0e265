import { event } from '@gimbal/contracts';
import { GasPriceObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { formatDecimal, fromUnits } from '@gimbal/money';
import type { ChainChange } from '../chain/chainChange.js';
import type { StepLedger } from '../stepLedger.js';

const GWEI_DECIMALS = 9;

/** Says the base fee of the newest block (EIP-1559, wei per gas) as the price of gas, with what its coin is worth. */
export function sayGas(ledger: StepLedger, { feed: { chain, gas }, baseFee }: ChainChange): void {
  if (gas === undefined || baseFee === undefined) return;
  const price = gas.coinOracle === undefined ? undefined : ledger.now.book.prices.get(gas.coinOracle);
  const coinPriceUsd =
    price === undefined ? gas.assumedCoinPriceUsd : formatDecimal(fromUnits(price.answer, price.decimals));
  const said = {
    feed: gas.feed,
    chain,
    gasPriceGwei: formatDecimal(fromUnits(baseFee.perGas, GWEI_DECIMALS)),
    coinPriceUsd,
    coinPriceAssumed: price === undefined || price.assumed,
    observedAtUs: baseFee.atUs,
  };
  ledger.say('market', gas.feed, event(GasPriceObserved, said));
}
