import { event } from '@gimbal/contracts';
import { ReserveStateObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { RAY } from '@gimbal/margin';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { cellsOf, type Field, minuteField, scaledField } from './fieldText.js';

export const RESERVE_MINUTE_COLUMNS = [
  'block_timestamp',
  'liquidity_rate',
  'stable_borrow_rate',
  'variable_borrow_rate',
  'liquidity_index',
  'variable_borrow_index',
] as const;

const RAY_DECIMALS = 27;

/** Rates and indexes of a lending reserve in a minute. An index starts at one ray and never falls below it. */
export function decodeReserveMinute(line: string, feed: FeedOf<'demeter-aave-minute-csv'>): Decoded {
  const cells = cellsOf(line, RESERVE_MINUTE_COLUMNS);
  if (!cells.ok) return refused(cells.reason);
  const [time = '', liquidityRate = '', , borrowRate = '', liquidityIndex = '', borrowIndex = ''] = cells.value;
  const observedAt = minuteField(time, 'block_timestamp');
  if (!observedAt.ok) return refused(observedAt.reason);
  const liquidityIndexRay = rayField(liquidityIndex, 'liquidity_index', RAY);
  if (!liquidityIndexRay.ok) return refused(liquidityIndexRay.reason);
  const variableBorrowIndexRay = rayField(borrowIndex, 'variable_borrow_index', RAY);
  if (!variableBorrowIndexRay.ok) return refused(variableBorrowIndexRay.reason);
  const liquidityRateRay = rayField(liquidityRate, 'liquidity_rate', 0n);
  if (!liquidityRateRay.ok) return refused(liquidityRateRay.reason);
  const variableBorrowRateRay = rayField(borrowRate, 'variable_borrow_rate', 0n);
  if (!variableBorrowRateRay.ok) return refused(variableBorrowRateRay.reason);
  return {
    kind: 'observation',
    topic: 'protocol',
    key: feed.deployment,
    observedAtUs: observedAt.value,
    event: event(ReserveStateObserved, {
      feed: feed.id,
      deployment: feed.deployment,
      asset: feed.asset,
      liquidityIndexRay: liquidityIndexRay.value,
      variableBorrowIndexRay: variableBorrowIndexRay.value,
      liquidityRateRay: liquidityRateRay.value,
      variableBorrowRateRay: variableBorrowRateRay.value,
      observedAtUs: observedAt.value,
    }),
  };
}

function rayField(text: string, name: string, min: bigint): Field<string> {
  const ray = scaledField(text, name, RAY_DECIMALS, min);
  return ray.ok ? { ok: true, value: ray.value.toString() } : ray;
}
