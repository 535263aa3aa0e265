import { event } from '@gimbal/contracts';
import { GasPriceObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { cellsOf, minuteField, positiveDecimalField } from './fieldText.js';

export const GAS_MINUTE_COLUMNS = ['block_timestamp', 'gas_price'] as const;

/** The gas price of a minute in gwei. The price of the chain's coin stands beside it, and is assumed. */
export function decodeGasMinute(line: string, feed: FeedOf<'demeter-gas-minute-csv'>): Decoded {
  const cells = cellsOf(line, GAS_MINUTE_COLUMNS);
  if (!cells.ok) return refused(cells.reason);
  const [time = '', gas = ''] = cells.value;
  const observedAt = minuteField(time, 'block_timestamp');
  if (!observedAt.ok) return refused(observedAt.reason);
  const gasPriceGwei = positiveDecimalField(gas, 'gas_price');
  if (!gasPriceGwei.ok) return refused(gasPriceGwei.reason);
  return {
    kind: 'observation',
    topic: 'market',
    key: feed.id,
    observedAtUs: observedAt.value,
    event: event(GasPriceObserved, {
      feed: feed.id,
      chain: feed.chain,
      gasPriceGwei: gasPriceGwei.value,
      coinPriceUsd: feed.assumedCoinPriceUsd,
      coinPriceAssumed: true,
      observedAtUs: observedAt.value,
    }),
  };
}
