import { isEvent } from '@gimbal/contracts';
import {
  BreachClosed,
  BreachOpened,
  ExposureCalculated,
  type PositionBreak,
  WaiverExpired,
} from '@gimbal/contracts/risk/v1/exposure_events';
import type { InboundEvent } from '@gimbal/projection';
import { type BreakSpan, deskOf, type ExecutionState } from '../executionState.js';
import { ownedKey } from '../rowKeys.js';
import { forgetWaiver } from './forgetWaiver.js';

/** Risk's code of an account that is watched, and of which nothing is heard now. */
const UNHEARD = 'unheard_account';

/** What risk found: the newest official exposure of each portfolio, and the breaches that are open. */
export function foldExposure(state: ExecutionState, event: InboundEvent): void {
  if (isEvent(event, ExposureCalculated)) foldCalculated(state, event.key, event.value);
  else if (isEvent(event, BreachOpened)) foldOpened(state, event.key, event.value);
  else if (isEvent(event, BreachClosed)) foldClosed(state, event.key, event.value.breachId);
  else if (isEvent(event, WaiverExpired)) forgetWaiver(state, event.key, event.value.waiverId);
}

function foldCalculated(state: ExecutionState, rootKey: string, exposure: ExposureCalculated): void {
  if (!exposure.official) return;
  state.exposures.set(ownedKey(rootKey, exposure.portfolioId), {
    sequence: exposure.sequence,
    step: Number(exposure.cut?.step ?? 0n),
    deltaUsd: exposure.total?.deltaUsd ?? 0,
    referencePriceUsd: exposure.referencePriceUsd,
    health: exposure.health.map(({ accountId, deployment, healthFactor, unavailableReason }) => ({
      accountId,
      deployment,
      healthFactor,
      unavailableReason,
    })),
    breaks: spanOf(exposure.breaks),
    unheard: exposure.unvalued.filter(({ code }) => code === UNHEARD).map(({ reason }) => reason),
  });
}

function spanOf(breaks: readonly PositionBreak[]): BreakSpan {
  return {
    downUsd: breaks.reduce((sum, { deltaUsd }) => sum + Math.min(0, deltaUsd), 0),
    upUsd: breaks.reduce((sum, { deltaUsd }) => sum + Math.max(0, deltaUsd), 0),
    unknown: breaks.find(({ unavailableReason }) => unavailableReason !== '')?.unavailableReason ?? '',
  };
}

function foldOpened(state: ExecutionState, rootKey: string, opened: BreachOpened): void {
  const desk = deskOf(state, rootKey);
  if (desk.openBreachIds.includes(opened.breachId)) return;
  state.desks.set(rootKey, { ...desk, openBreachIds: [...desk.openBreachIds, opened.breachId] });
  state.breaches.set(ownedKey(rootKey, opened.breachId), {
    opened,
    proposalsMade: 0,
    declinedCodes: [],
    refusedAtShare: undefined,
  });
}

/** A breach that opens again has another id, so nothing of this one is asked for later. */
function foldClosed(state: ExecutionState, rootKey: string, breachId: string): void {
  const desk = deskOf(state, rootKey);
  state.desks.set(rootKey, { ...desk, openBreachIds: desk.openBreachIds.filter((id) => id !== breachId) });
  state.breaches.delete(ownedKey(rootKey, breachId));
}
