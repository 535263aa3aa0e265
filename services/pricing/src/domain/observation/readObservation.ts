import { type Event, isEvent } from '@gimbal/contracts';
import {
  ConversionRateObserved,
  DebtPoolObserved,
  OracleRoundObserved,
  PerpObserved,
  PoolObserved,
  PoolReservesObserved,
  VolatilityObserved,
} from '@gimbal/contracts/ingestion/v1/market_events';
import { NormFactorObserved, ReserveStateObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { FUNDING_RATE_MAX, ORACLE_DECIMALS_MAX, VOL_MAX } from '../../limits.js';
import type { Observation, Rejected } from './observation.js';
import { isPrice, numberOf } from './observedNumber.js';
import { readConversionRate } from './readConversionRate.js';
import { readDebtPool } from './readDebtPool.js';
import { readLendingReserve } from './readLendingReserve.js';
import { readPool, readReserves } from './readPool.js';
import { rejected } from './rejected.js';

const WAD = 1e18;

/**
 * The observation in an event of ingestion, with its numbers checked: NaN, a negative or an absurd number comes back
 * as a rejection and never reaches a mark. Undefined for an event that observes nothing that pricing needs.
 */
export function readObservation(event: Event): Observation | Rejected | undefined {
  if (isEvent(event, PoolObserved)) return readPool(event.value);
  if (isEvent(event, OracleRoundObserved)) return readOracle(event.value);
  if (isEvent(event, PerpObserved)) return readPerp(event.value);
  if (isEvent(event, VolatilityObserved)) return readVolatility(event.value);
  if (isEvent(event, NormFactorObserved)) return readNormFactor(event.value);
  if (isEvent(event, PoolReservesObserved)) return readReserves(event.value);
  if (isEvent(event, ConversionRateObserved)) return readConversionRate(event.value);
  if (isEvent(event, DebtPoolObserved)) return readDebtPool(event.value);
  if (isEvent(event, ReserveStateObserved)) return readLendingReserve(event.value);
  return undefined;
}

function readOracle(round: OracleRoundObserved): Observation | Rejected {
  const { feed, asset, answer, decimals, assumed } = round;
  if (decimals > ORACLE_DECIMALS_MAX) return rejected(feed, `at most ${ORACLE_DECIMALS_MAX} decimals`, decimals);
  const priceUsd = numberOf(answer) / 10 ** decimals;
  if (!isPrice(priceUsd)) return rejected(feed, 'an answer above 0', answer);
  return { kind: 'oracle', feed, asset, priceUsd, observedAtUs: round.updatedAtUs, assumed };
}

function readPerp(perp: PerpObserved): Observation | Rejected {
  const { feed, instrumentId, markPrice, observedAtUs, assumed, fundingIntervalSeconds } = perp;
  const markUsd = numberOf(markPrice);
  const fundingRate = numberOf(perp.fundingRate);
  const subject = { instrumentId };
  if (!isPrice(markUsd)) return { ...rejected(feed, 'a mark price above 0', markPrice), ...subject };
  if (!(Math.abs(fundingRate) <= FUNDING_RATE_MAX)) {
    const expected = `a funding rate between -${FUNDING_RATE_MAX} and ${FUNDING_RATE_MAX}`;
    return { ...rejected(feed, expected, perp.fundingRate), ...subject };
  }
  if (fundingIntervalSeconds === 0) {
    return { ...rejected(feed, 'a funding interval above 0 s', fundingIntervalSeconds), ...subject };
  }
  const longBorrowRate = borrowRateOf(perp.longBorrowRate);
  const shortBorrowRate = borrowRateOf(perp.shortBorrowRate);
  for (const [rate, found] of [
    [longBorrowRate, perp.longBorrowRate],
    [shortBorrowRate, perp.shortBorrowRate],
  ] as const) {
    if (rate >= 0 && rate <= FUNDING_RATE_MAX) continue;
    return { ...rejected(feed, `a borrow rate from 0 to ${FUNDING_RATE_MAX}`, found), ...subject };
  }
  // The index only bears witness: without one the mark stands alone.
  const index = numberOf(perp.indexPrice);
  const indexUsd = isPrice(index) ? index : undefined;
  return {
    kind: 'perp',
    feed,
    instrumentId,
    markUsd,
    indexUsd,
    fundingRate,
    fundingIntervalSeconds,
    longBorrowRate,
    shortBorrowRate,
    observedAtUs,
    assumed,
  };
}

/** Venues where traders face each other have none, and say none. */
function borrowRateOf(text: string): number {
  return text === '' ? 0 : numberOf(text);
}

function readVolatility(observed: VolatilityObserved): Observation | Rejected {
  const { feed, underlying, observedAtUs, assumed } = observed;
  const vol = numberOf(observed.vol);
  if (!(vol > 0 && vol <= VOL_MAX)) {
    return { ...rejected(feed, `a volatility above 0 and up to ${VOL_MAX}`, observed.vol), underlying };
  }
  return { kind: 'volatility', feed, underlying, vol, observedAtUs, assumed };
}

function readNormFactor({ feed, normFactorWad, observedAtUs }: NormFactorObserved): Observation | Rejected {
  const normFactor = numberOf(normFactorWad) / WAD;
  // It starts at 1 and only shrinks (Squeeth's Controller).
  if (!(normFactor > 0 && normFactor <= 1)) {
    return rejected(feed, 'a normalisation factor above 0 and up to 1', normFactorWad);
  }
  return { kind: 'normFactor', feed, normFactor, observedAtUs, assumed: false };
}
