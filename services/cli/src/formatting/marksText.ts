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

function notesOf({ failureReason, refusedSources }: Mark): readonly string[] {
  return [failureReason, ...refusedSources].filter((note) => note !== '').map((note) => `  ${note}`);
}
