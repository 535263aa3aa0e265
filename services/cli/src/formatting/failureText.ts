import type { AssessFailureResponse, FailedLeg } from '@gimbal/contracts/risk/v1/risk_service';
import { dependencyText } from './dependencyWords.js';
import { unvaluedText } from './exposureText.js';
import { percent, usd } from './figures.js';
import { moment } from './moments.js';
import { table } from './table.js';

const COLUMNS = ['leg', 'of', 'because of', 'value', 'survives', 'after', 'lost'];

/** What a failure takes, each leg once, and what is left. */
export function failureText(portfolioId: string, answer: AssessFailureResponse): string {
  const { cut, valueUsd, valueAfterUsd, lossUsd, legs, after, unvalued } = answer;
  const total = ['total', '', '', usd(valueUsd), '', usd(valueAfterUsd), usd(lossUsd)];
  const delta = after === undefined ? '' : `, delta after ${usd(after.deltaUsd)}`;
  return [
    `${portfolioId} at ${moment(cut?.timeUs ?? 0n)} UTC, step ${cut?.step ?? 0n}: ${usd(lossUsd)} lost of ${usd(valueUsd)}, ${usd(valueAfterUsd)} left${delta}`,
    '',
    // The total is of the whole book, with the legs that nothing happens to.
    legs.length === 0 ? 'No leg rests on it.' : table([COLUMNS, ...legs.map(rowOf), total], [0, 1, 2]),
    ...(unvalued.length === 0 ? [] : ['', ...unvalued.map(unvaluedText)]),
  ].join('\n');
}

function rowOf({ accountId, legId, valueUsd, valueAfterUsd, recovery, becauseOf }: FailedLeg): string[] {
  const because = becauseOf.map(dependencyText).join(', ');
  const lost = usd(valueUsd - valueAfterUsd);
  return [legId, accountId, because, usd(valueUsd), percent(recovery), usd(valueAfterUsd), lost];
}
