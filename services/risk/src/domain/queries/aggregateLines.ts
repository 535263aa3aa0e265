import type { ExposureLine } from '@gimbal/contracts/risk/v1/exposure_events';
import {
  addAcrossAssets,
  addVector,
  exposureVectorOf,
  isUsdPegged,
  newVectorSums,
  vectorSumsOf,
} from '../exposure/exposureVector.js';

export type LineDimension = 'accountId' | 'venue' | 'chain' | 'asset';

/**
 * Lines summed along one dimension, in order of first appearance; the other dimensions are empty. Across assets a delta
 * in units says nothing and is zero, and dollars stay out of the delta in USD, as they do in the total.
 */
export function aggregateLines(lines: readonly ExposureLine[], dimension: LineDimension): ExposureLine[] {
  const groups = new Map<string, ExposureLine[]>();
  for (const line of lines) {
    const group = groups.get(line[dimension]);
    if (group === undefined) groups.set(line[dimension], [line]);
    else group.push(line);
  }
  return [...groups].map(([value, group]) => sumOf(group, dimension, value));
}

function sumOf(group: readonly ExposureLine[], dimension: LineDimension, value: string): ExposureLine {
  const sums = newVectorSums();
  let deltaUnits = 0;
  for (const { exposure, asset, deltaUnits: units } of group) {
    if (exposure === undefined) continue;
    if (dimension === 'asset') addVector(sums, vectorSumsOf(exposure));
    else addAcrossAssets(sums, vectorSumsOf(exposure), isUsdPegged(asset));
    if (dimension === 'asset') deltaUnits += units;
  }
  const nowhere = { accountId: '', venue: '', chain: '', asset: '' };
  const instrumentIds = [...new Set(group.flatMap((line) => line.instrumentIds))];
  return { ...nowhere, [dimension]: value, deltaUnits, exposure: exposureVectorOf(sums), instrumentIds };
}
