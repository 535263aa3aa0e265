import { type Event, isEvent } from '@gimbal/contracts';
import {
  OracleRoundObserved,
  PerpObserved,
  PoolObserved,
  VolatilityObserved,
} from '@gimbal/contracts/ingestion/v1/market_events';
import { NormFactorObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { decimalToNumber, parseDecimal } from '@gimbal/money';
import { MAX_TICK } from '@gimbal/quant';
import { FUNDING_RATE_MAX, ORACLE_DECIMALS_MAX, PRICE_USD_MAX, VOL_MAX } from '../../limits.js';
import type { Observation, Rejected } from './observation.js';

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
  return undefined;
}

function readPool({ feed, tick, observedAtUs }: PoolObserved): Observation | Rejected {
  if (!(Math.abs(tick) <= MAX_TICK)) return rejected(feed, `a tick between -${MAX_TICK} and ${MAX_TICK}`, tick);
  return { kind: 'pool', feed, tick, observedAtUs, assumed: false };
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
    observedAtUs,
    assumed,
  };
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

function isPrice(value: number): boolean {
  return value > 0 && value <= PRICE_USD_MAX;
}

/** NaN for text that is no plain decimal. */
function numberOf(text: string): number {
  const parsed = parseDecimal(text);
  return parsed.ok ? decimalToNumber(parsed.value) : Number.NaN;
}

function rejected(feed: string, expected: string, found: string | number): Rejected {
  return { kind: 'rejected', feed, reason: `Expected ${expected}, was ${found === '' ? 'nothing' : found}.` };
}
