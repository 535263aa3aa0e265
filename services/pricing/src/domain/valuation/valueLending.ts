import type { LendingBalance } from '@gimbal/instruments';
import { lendingBalance, valueInstrument } from '@gimbal/quant';
import type { Inputs } from './inputs.js';
import { type MarketView, reserveFeedKey } from './marketView.js';
import { missingFeed } from './missingFeed.js';
import { modelValuation } from './modelValuation.js';
import type { Valuation } from './valuation.js';
import { valueSpot } from './valueSpot.js';

const US_PER_SECOND = 1e6;

/** One scaled unit of a supply or a debt with the interest that it has accrued; a debt's price is below 0. */
export function valueLending(balance: LendingBalance, view: MarketView, inputs: Inputs): Valuation {
  const { protocol, chain, asset, side } = balance;
  const feed = view.reserveFeeds.get(reserveFeedKey(`${protocol}:${chain}`, asset));
  if (feed === undefined) return { kind: 'failed', failure: missingFeed(balance) };
  const coin = valueSpot({ kind: 'spot', asset }, view, inputs);
  const reserve = inputs.read(feed, 'lendingReserve', feed);
  if (coin?.kind !== 'valued' || reserve === undefined) return coin?.kind === 'failed' ? coin : undefined;
  const isDebt = side === 'debt';
  const { priceUsd, forwardUsd, delta } = coin.values;
  const elapsedSeconds = Math.max(0, Number(view.timeUs - reserve.observedAtUs) / US_PER_SECOND);
  const terms = {
    scaledUnits: 1,
    index: isDebt ? reserve.borrowIndex : reserve.supplyIndex,
    ratePer1: isDebt ? reserve.borrowRate : reserve.supplyRate,
    elapsedSeconds,
    priceUsd,
    isDebt: isDebt ? 1 : 0,
  };
  const valuation = modelValuation(valueInstrument(lendingBalance, terms), forwardUsd, 0);
  if (valuation?.kind !== 'valued') return valuation;
  // A dollar coin stands under USD, where its delta is in dollars.
  return { ...valuation, values: { ...valuation.values, delta: valuation.values.delta * delta } };
}
