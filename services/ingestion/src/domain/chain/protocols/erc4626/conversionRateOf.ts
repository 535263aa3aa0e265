import { type Event, event } from '@gimbal/contracts';
import { ConversionRateObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { formatDecimal, fromUnits } from '@gimbal/money';

/** The fact that a share redeems for so much of its asset. `assetDecimals` is at most what libs/money bears. */
export function conversionRateOf(rate: {
  readonly feed: string;
  readonly instrumentId: string;
  readonly assetUnits: bigint;
  readonly assetDecimals: number;
  readonly observedAtUs: bigint;
}): Event {
  const { feed, instrumentId, assetUnits, assetDecimals, observedAtUs } = rate;
  return event(ConversionRateObserved, {
    feed,
    instrumentId,
    rate: formatDecimal(fromUnits(assetUnits, assetDecimals)),
    marketPriceUsd: '',
    yieldPer1: '',
    assumed: false,
    observedAtUs,
  });
}
