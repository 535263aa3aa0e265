import { type Event, isEvent } from '@gimbal/contracts';
import {
  DependencyDeclared,
  LimitChangeProposed,
  LimitChangeRefused,
  LimitRemoved,
  LimitSet,
  WaiverEnded,
  WaiverGranted,
  WaiverRequested,
} from '@gimbal/contracts/risk/v1/portfolio_events';

/** The portfolio of a fact that moves no position and counts towards its version; undefined for any other event. */
export function portfolioOfStillFact(event: Event): string | undefined {
  if (isEvent(event, LimitChangeProposed)) return event.value.proposed?.portfolioId;
  const isStill =
    isEvent(event, LimitSet) ||
    isEvent(event, LimitChangeRefused) ||
    isEvent(event, LimitRemoved) ||
    isEvent(event, WaiverRequested) ||
    isEvent(event, WaiverGranted) ||
    isEvent(event, WaiverEnded) ||
    isEvent(event, DependencyDeclared);
  return isStill ? event.value.portfolioId : undefined;
}
