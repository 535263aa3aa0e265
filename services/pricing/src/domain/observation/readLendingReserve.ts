import type { ReserveStateObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { LENDING_RATE_MAX } from '../../limits.js';
import type { Observation, Rejected } from './observation.js';
import { numberOf } from './observedNumber.js';
import { rejected } from './rejected.js';

const RAY = 1e27;

/** Indexes and rates of a lending reserve; an index starts at one ray and never falls below it. */
export function readLendingReserve(state: ReserveStateObserved): Observation | Rejected {
  const { feed, deployment, asset, observedAtUs } = state;
  const supplyIndex = numberOf(state.liquidityIndexRay) / RAY;
  const borrowIndex = numberOf(state.variableBorrowIndexRay) / RAY;
  const supplyRate = numberOf(state.liquidityRateRay) / RAY;
  const borrowRate = numberOf(state.variableBorrowRateRay) / RAY;
  if (!isIndex(supplyIndex)) return rejected(feed, 'a supply index of at least one ray', state.liquidityIndexRay);
  if (!isIndex(borrowIndex)) return rejected(feed, 'a debt index of at least one ray', state.variableBorrowIndexRay);
  if (!isRate(supplyRate)) return rejected(feed, `a supply rate from 0 to ${LENDING_RATE_MAX}`, supplyRate);
  if (!isRate(borrowRate)) return rejected(feed, `a debt rate from 0 to ${LENDING_RATE_MAX}`, borrowRate);
  const indexes = { supplyIndex, borrowIndex, supplyRate, borrowRate };
  return { kind: 'lendingReserve', feed, deployment, asset, ...indexes, observedAtUs, assumed: false };
}

function isIndex(value: number): boolean {
  return value >= 1 && value < Infinity;
}

function isRate(value: number): boolean {
  return value >= 0 && value <= LENDING_RATE_MAX;
}
