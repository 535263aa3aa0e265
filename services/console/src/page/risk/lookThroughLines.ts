import type { ExposureAnswer } from '../wire/apiAnswers.js';
import { instrumentName } from '../format/names.js';
import { DEPENDENCY_KINDS, nameOf } from '../format/wireNames.js';

type LookThrough = NonNullable<ExposureAnswer['exposure']>['lookThrough'][number];

export interface LookThroughLine {
  readonly key: string;
  readonly kind: string;
  readonly name: string;
  readonly valueUsd: number | null;
  readonly lossUsd: number | null;
  /** What rests on it, by the desk's names. */
  readonly legs: string;
}

/** What costs most when it fails comes first; of equal losses, in the order of their names. */
export function lookThroughLines(lookThrough: readonly LookThrough[]): LookThroughLine[] {
  return lookThrough
    .map(({ kind, name, valueUsd, lossGivenFailureUsd, legIds }) => ({
      key: `${kind} ${name}`,
      kind: nameOf(DEPENDENCY_KINDS, kind),
      name,
      valueUsd,
      lossUsd: lossGivenFailureUsd,
      legs: [...new Set(legIds.map(instrumentName))].join(', '),
    }))
    .sort((a, b) => (b.lossUsd ?? 0) - (a.lossUsd ?? 0) || (a.name < b.name ? -1 : 1));
}
