import { type LimitSet, LimitSeverity } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { LimitStanding } from '@gimbal/contracts/risk/v1/risk_service';
import { exact } from './figures.js';
import { watchedText } from './limitsText.js';
import { moment } from './moments.js';

/** A proposed change in lines, as it is shown before somebody approves it. */
export function limitChangeText({ limit, pending }: LimitStanding): string {
  if (limit === undefined || pending?.proposed === undefined) return '';
  const { changeId, proposed, removal, reason, expiresAtUs } = pending;
  const fields = [
    ['level', exact(limit.level), exact(proposed.level)],
    ['closes', exact(limit.closeLevel), exact(proposed.closeLevel)],
    ['target', exact(limit.target), exact(proposed.target)],
    ['severity', severityText(limit), severityText(proposed)],
  ] as const;
  const changed = fields.filter(([, now, then]) => now !== then);
  return [
    `${changeId}  ${limit.limitId} of ${limit.portfolioId}, on ${watchedText(limit)}`,
    ...(removal
      ? ['  removed   it would stand no longer']
      : changed.map(([name, now, then]) => `  ${name.padEnd(8)}  ${now} to ${then}`)),
    `  by        ${proposed.setBy}${reason === '' ? '' : `: ${reason}`}`,
    `  expires   ${moment(expiresAtUs)}`,
  ].join('\n');
}

function severityText({ severity }: LimitSet): string {
  return severity === LimitSeverity.LIMIT_SEVERITY_SOFT ? 'soft' : 'hard';
}
