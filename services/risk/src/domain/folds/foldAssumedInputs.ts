import { isEvent } from '@gimbal/contracts';
import { OracleRoundObserved, PerpObserved, VolatilityObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import type { InboundEvent } from '@gimbal/projection';
import type { AssumedRow, FactRef, RiskState } from '../riskState.js';

/** Keys of what may be assumed: the mark of an instrument, the funding of a perpetual, the volatility of an underlying. */
export const assumedKeys = {
  mark: (instrumentId: string): string => `mark|${instrumentId}`,
  funding: (instrumentId: string): string => `funding|${instrumentId}`,
  vol: (underlying: string): string => `vol|${underlying}`,
} as const;

/**
 * Of the market risk keeps, beside oracle rounds, only which inputs of the marks were assumed, so that an explanation
 * can say so. What is said again in the same words changes no row.
 */
export function foldAssumedInputs(state: RiskState, event: InboundEvent, source: FactRef): void {
  if (isEvent(event, OracleRoundObserved)) {
    const { feed, asset, assumed } = event.value;
    setAssumed(state, assumedKeys.mark(`spot:${asset}`), assumed, {
      feed,
      name: 'price',
      value: '',
      unit: 'USD',
      source,
    });
  } else if (isEvent(event, PerpObserved)) {
    const { feed, instrumentId, fundingRate: value, fundingIntervalSeconds, assumed } = event.value;
    const unit = `per ${fundingIntervalSeconds} s`;
    setAssumed(state, assumedKeys.mark(instrumentId), assumed, {
      feed,
      name: 'mark price',
      value: '',
      unit: 'USD',
      source,
    });
    setAssumed(state, assumedKeys.funding(instrumentId), assumed, { feed, name: 'funding rate', value, unit, source });
  } else if (isEvent(event, VolatilityObserved)) {
    const { feed, underlying, vol: value, assumed } = event.value;
    const row = { feed, name: 'implied volatility', value, unit: 'per year', source };
    setAssumed(state, assumedKeys.vol(underlying), assumed, row);
  }
}

function setAssumed(state: RiskState, key: string, assumed: boolean, row: AssumedRow): void {
  const held = state.assumed.get(key);
  if (!assumed) {
    if (held !== undefined) state.assumed.delete(key);
  } else if (held === undefined || held.value !== row.value || held.feed !== row.feed) {
    state.assumed.set(key, row);
  }
}
