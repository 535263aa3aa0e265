import { foldFeedDoubt, isEvent } from '@gimbal/contracts';
import {
  GasPriceObserved,
  OracleRoundObserved,
  PerpObserved,
  PoolObserved,
  VolatilityObserved,
} from '@gimbal/contracts/ingestion/v1/market_events';
import { withOracleRoundObserved } from '@gimbal/margin';
import { parseDecimal } from '@gimbal/money';
import type { InboundEvent } from '@gimbal/projection';
import type { ExecutionState } from '../executionState.js';

/** What costs and fills rest on: pools, gas, perps, volatility, oracle rounds, and which of them are in doubt. */
export function foldMarket(state: ExecutionState, event: InboundEvent): void {
  if (isEvent(event, PoolObserved)) {
    const { feed, chain, tick, liquidity, observedAtUs } = event.value;
    if (/^[0-9]+$/.test(liquidity)) state.pools.set(feed, { chain, tick, liquidity: BigInt(liquidity), observedAtUs });
  } else if (isEvent(event, OracleRoundObserved)) {
    withOracleRoundObserved(state.lending, event.value);
  } else if (isEvent(event, GasPriceObserved)) {
    foldGas(state, event.value);
  } else if (isEvent(event, PerpObserved)) {
    const { feed, instrumentId, markPrice, assumed } = event.value;
    state.perps.set(instrumentId, { feed, markPriceUsd: Number(markPrice), assumed });
  } else if (isEvent(event, VolatilityObserved)) {
    const { underlying, vol, assumed } = event.value;
    state.volatilities.set(underlying, { vol: Number(vol), assumed });
  } else {
    foldFeedDoubt(state.feedDoubts, event);
  }
}

function foldGas(state: ExecutionState, observed: GasPriceObserved): void {
  const gasPriceGwei = parseDecimal(observed.gasPriceGwei);
  const coinPriceUsd = parseDecimal(observed.coinPriceUsd);
  if (!gasPriceGwei.ok || !coinPriceUsd.ok) return;
  const { chain, coinPriceAssumed, feed } = observed;
  const row = { feed, gasPriceGwei: gasPriceGwei.value, coinPriceUsd: coinPriceUsd.value, coinPriceAssumed };
  state.gas.set(chain, row);
}
