import type { LimitStanding } from '@gimbal/contracts/risk/v1/risk_service';
import { exact } from './figures.js';
import { watchedText } from './limitsText.js';
import { moment } from './moments.js';

/** A waiver in lines, as it is shown before somebody grants it. */
export function waiverText({ limit, waiver, waiverInForce }: LimitStanding): string {
  if (limit === undefined || waiver === undefined) return '';
  const { waiverId, level, expiresAtUs, requestedBy, reason } = waiver;
  return [
    `${waiverId}  ${limit.limitId} of ${limit.portfolioId}, on ${watchedText(limit)}, ${waiverInForce ? 'in force' : 'not granted yet'}`,
    `  level     ${exact(limit.level)} to ${exact(level)}`,
    `  until     ${moment(expiresAtUs)}`,
    `  by        ${requestedBy}${reason === '' ? '' : `: ${reason}`}`,
  ].join('\n');
}
