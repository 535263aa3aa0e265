import { event } from '@gimbal/contracts';
import { ConversionRateObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { formatDecimal, fromUnits } from '@gimbal/money';
import type { Observed } from '../../../decoded.js';

/** The fact that a whole share redeems for so much of its asset. */
export function conversionRateOf(
  worth: {
    readonly feed: string;
    readonly instrumentId: string;
    readonly assetUnits: bigint;
    readonly assetDecimals: number;
  },
  observedAtUs: bigint,
): Observed {
  const { feed, instrumentId, assetUnits, assetDecimals } = worth;
  return {
    topic: 'market',
    key: feed,
    observedAtUs,
    event: event(ConversionRateObserved, {
      feed,
      instrumentId,
      rate: formatDecimal(fromUnits(assetUnits, assetDecimals)),
      marketPriceUsd: '',
      yieldPer1: '',
      assumed: false,
      observedAtUs,
    }),
  };
}
