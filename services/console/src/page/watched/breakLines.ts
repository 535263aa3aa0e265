import { instrumentName } from '../format/names.js';
import { outsideName } from '../format/outsideName.js';
import { formatDuration, formatSince, microsOf } from '../format/times.js';
import type { WatchedAnswer } from '../wire/apiAnswers.js';
import { amountText, type AccountPosition, positionKeyOf } from './accountLines.js';

type PositionBreak = WatchedAnswer['breaks']['lines'][number];

export interface BreakLine {
  readonly key: string;
  readonly account: string;
  readonly instrument: string;
  readonly difference: string;
  readonly byFacts: string;
  readonly observed: string;
  readonly since: string;
  readonly title: string;
}

/** Where facts and observed state differ, the newest first, in the amounts that the position is told in. */
export function breakLines(
  breaks: readonly PositionBreak[],
  positions: readonly AccountPosition[],
  clockUs: number,
): BreakLine[] {
  const held = new Map(positions.map((position) => [positionKeyOf(position), position]));
  return breaks
    .toSorted((a, b) => microsOf(b.foundAtUs) - microsOf(a.foundAtUs))
    .map((found) => {
      const { accountId, place, instrumentId, source, difference, byFacts, observed } = found;
      const position = held.get(positionKeyOf(found));
      const [foundUs, by] = [microsOf(found.foundAtUs), (amount: string) => amountText(amount, position)];
      return {
        key: positionKeyOf(found),
        account: outsideName(`${accountId} · ${place}`),
        instrument: outsideName(instrumentName(instrumentId)),
        difference: by(difference),
        byFacts: by(byFacts),
        observed: by(observed),
        since: `${formatSince(foundUs, clockUs)} · ${formatDuration(clockUs - foundUs)}`,
        title: [
          `${instrumentId} of ${accountId}, ${place}`,
          source,
          `observed ${observed} less ${byFacts} by the facts is ${difference}`,
        ].join('\n'),
      };
    });
}
