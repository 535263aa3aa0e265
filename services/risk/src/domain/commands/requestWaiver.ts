import { event } from '@gimbal/contracts';
import { WaiverRequested } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { RequestWaiverRequest } from '@gimbal/contracts/risk/v1/risk_service';
import { decimalOf, formatDecimal } from '@gimbal/money';
import type { CommandDecision, Principal, Step } from '@gimbal/projection';
import { WAIVER_LENGTH_US_MAX } from '../../limits.js';
import { isLooser } from '../limits/limitLevels.js';
import type { LimitRow } from '../limits/limitRows.js';
import { sideOf } from '../limits/limitWatch.js';
import type { RiskState } from '../riskState.js';
import { ownedByTenantKey, waiverIdOf } from '../rowKeys.js';
import { amount, nameRefusal } from './fields.js';
import { heldLimit } from './heldLimit.js';
import { ownPortfolio } from './ownPortfolio.js';
import { acceptedFact } from './portfolioDraft.js';
import { invalid, refusal, type Refusal } from './refusal.js';
import { timeText } from './timeText.js';

/** Asks that a limit may be passed up to a level until a time. It has an end, or it would be a change of the limit. */
export function requestWaiver(
  state: RiskState,
  step: Step,
  principal: Principal,
  request: RequestWaiverRequest,
): CommandDecision {
  const { portfolioId, limitId, expiresAtUs, reason } = request;
  const own = ownPortfolio(state, principal, request);
  if (!own.ok) return own.refusal;
  const held = heldLimit(state, own.value, limitId);
  if (!held.ok) return held.refusal;
  const { limit, waivers } = held.value;
  const wrong =
    nameRefusal('reason', reason) ??
    endRefusal(expiresAtUs, step) ??
    liveRefusal(state, step, principal.tenant, held.value);
  if (wrong !== undefined) return wrong;
  const level = amount('level', request.level);
  if (!level.ok) return level.refusal;
  if (!isLooser(sideOf(limit), level.value, decimalOf(limit.level))) {
    return invalid('level', `Expected a level looser than the limit's, ${limit.level}, was ${request.level}.`);
  }
  const requested: WaiverRequested = {
    waiverId: waiverIdOf(portfolioId, limitId, waivers + 1),
    portfolioId,
    limitId,
    level: formatDecimal(level.value),
    expiresAtUs,
    reason,
    requestedBy: principal.subject,
  };
  return acceptedFact(own.value.portfolio.rootKey, portfolioId, principal, event(WaiverRequested, requested));
}

function endRefusal(expiresAtUs: bigint, step: Step): Refusal | undefined {
  const latestUs = step.timeUs + WAIVER_LENGTH_US_MAX;
  if (expiresAtUs > latestUs) {
    return invalid(
      'expires_at_us',
      `Expected an end within a year, by ${timeText(latestUs)}, was ${timeText(expiresAtUs)}.`,
    );
  }
  if (expiresAtUs > step.timeUs) return undefined;
  const found = expiresAtUs === 0n ? 'none' : timeText(expiresAtUs);
  return invalid('expires_at_us', `Expected an end after the domain clock, ${timeText(step.timeUs)}, was ${found}.`);
}

function liveRefusal(state: RiskState, step: Step, tenant: string, { waiverId }: LimitRow): Refusal | undefined {
  const live = state.waivers.get(ownedByTenantKey(tenant, waiverId));
  if (live === undefined || live.requested.expiresAtUs <= step.timeUs) return undefined;
  const message = `Expected a limit without a waiver, ${waiverId} is ${live.outcome}.`;
  return refusal('FAILED_PRECONDITION', 'limit_id', message);
}
