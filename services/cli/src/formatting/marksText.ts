import type { Mark } from '@gimbal/contracts/pricing/v1/pricing_service';
import { figure, usd } from './figures.js';
import { table } from './table.js';

const MS_PER_SECOND = 1_000;

/** Marks as a table, each with its source; what is wrong with one, and who was not believed, stands beneath. */
export function marksText(marks: readonly Mark[]): string {
  if (marks.length === 0) return 'Nothing is listed yet.';
  const head = ['instrument', 'price', 'delta', 'age', 'trust', 'source', ''];
  const lines = table([head, ...marks.map(rowOf)], [0, 5, 6]).split('\n');
  return [lines[0]!, ...marks.flatMap((mark, i) => [lines[i + 1]!, ...notesOf(mark)])].join('\n');
}

function rowOf(mark: Mark): string[] {
  const isValued = Number.isFinite(mark.priceUsd);
  return [
    mark.instrumentId,
    isValued ? usd(mark.priceUsd, 2) : '-',
    isValued ? figure(mark.delta, 4) : '-',
    `${figure(mark.ageMs / MS_PER_SECOND)} s`,
    // It is published in 255 parts, so there are no decimals to show.
    `${figure(mark.confidence * 100)} %`,
    mark.agreeing === 1 ? `${mark.markSource} (alone)` : mark.markSource,
    mark.failureCode.toUpperCase(),
  ];
}

function notesOf(mark: Mark): readonly string[] {
  const { failureReason, refusedSources } = mark;
  return [failureReason, ...refusedSources, ...splitsOf(mark)].filter((note) => note !== '').map((note) => `  ${note}`);
}

/** Columns that few instruments have, said where they say something. */
function splitsOf(mark: Mark): readonly string[] {
  const { priceUsd, delta, carryUsdPerDay, deltaStickyDelta, lvrUsdPerDay, trackedUsd, shortChargeUsdPerDay } = mark;
  return [
    trackedUsd > 0 ? `Tracks ${usd(trackedUsd, 2)}, basis ${usd(priceUsd - trackedUsd, 2)}.` : '',
    lvrUsdPerDay < 0 ? `Carry ${usd(carryUsdPerDay, 6)} a day, of which ${usd(lvrUsdPerDay, 6)} to arbitrage.` : '',
    shortChargeUsdPerDay < 0 ? `A short pays ${usd(-shortChargeUsdPerDay, 6)} a day more than the carry.` : '',
    deltaStickyDelta !== 0 && deltaStickyDelta !== delta && Number.isFinite(deltaStickyDelta)
      ? `Delta ${figure(deltaStickyDelta, 4)} when the smile moves with the price.`
      : '',
  ];
}
