import { event } from '@gimbal/contracts';
import { NormFactorObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { type Decoded, refused } from '../decoded.js';
import type { FeedOf } from '../feedDescription.js';
import { cellsOf, minuteField, scaledField } from './fieldText.js';

export const NORM_FACTOR_MINUTE_COLUMNS = ['block_timestamp', 'norm_factor', 'WETH', 'OSQTH'] as const;

const WAD_DECIMALS = 18;
const WAD = 10n ** 18n;

/**
 * The normalisation factor of the Squeeth controller in a minute: one at the start, falling with the funding paid.
 * The prices in the same row come from pools that have feeds of their own, and are not read.
 */
export function decodeNormFactorMinute(line: string, feed: FeedOf<'demeter-squeeth-minute-csv'>): Decoded {
  const cells = cellsOf(line, NORM_FACTOR_MINUTE_COLUMNS);
  if (!cells.ok) return refused(cells.reason);
  const [time = '', factor = ''] = cells.value;
  const observedAt = minuteField(time, 'block_timestamp');
  if (!observedAt.ok) return refused(observedAt.reason);
  const normFactorWad = scaledField(factor, 'norm_factor', WAD_DECIMALS, 1n);
  if (!normFactorWad.ok) return refused(normFactorWad.reason);
  if (normFactorWad.value > WAD) return refused(`Expected a norm_factor of at most 1, was ${factor}.`);
  return {
    kind: 'observation',
    topic: 'protocol',
    key: feed.deployment,
    observedAtUs: observedAt.value,
    event: event(NormFactorObserved, {
      feed: feed.id,
      deployment: feed.deployment,
      normFactorWad: normFactorWad.value.toString(),
      observedAtUs: observedAt.value,
    }),
  };
}
