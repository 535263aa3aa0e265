import type { DebtPoolObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { parseInstrument } from '@gimbal/instruments';
import type { Observation, Rejected } from './observation.js';
import { numberOf } from './observedNumber.js';
import { rejected } from './rejected.js';

/** What a pool of synthetics owes, and in what. */
export function readDebtPool(observed: DebtPoolObserved): Observation | Rejected {
  const { feed, instrumentId, assumed, observedAtUs } = observed;
  if (parseInstrument(instrumentId).kind !== 'debtshare') {
    return rejected(feed, 'a share of a debt pool', instrumentId);
  }
  const reject = (expected: string, found: string): Rejected => ({ ...rejected(feed, expected, found), instrumentId });
  const totalDebtUsd = numberOf(observed.totalDebtUsd);
  if (!(totalDebtUsd >= 0 && totalDebtUsd < Infinity)) {
    return reject('a debt of at least 0', observed.totalDebtUsd);
  }
  const totalShares = numberOf(observed.totalShares);
  // Less than one share would make one share more than the whole pool.
  if (!(totalShares >= 1 && totalShares < Infinity)) return reject('at least one debt share', observed.totalShares);
  const composition = observed.composition.map(({ asset, units }) => ({ asset, units: numberOf(units) }));
  const wrong = composition.findIndex(({ units }) => !Number.isFinite(units));
  if (wrong !== -1) return reject('units of each asset as a decimal', observed.composition[wrong]!.units);
  return { kind: 'debtPool', feed, instrumentId, totalDebtUsd, totalShares, composition, observedAtUs, assumed };
}
