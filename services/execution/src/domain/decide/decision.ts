import type { ExecutionConfig } from '../../config.js';
import type { Event } from '@gimbal/contracts';
import type { DecideContext, Draft } from '@gimbal/projection';
import type { DeskRow, ExecutionState } from '../executionState.js';

/** What every part of a step's decision reads. */
export interface Decision {
  readonly state: ExecutionState;
  readonly context: DecideContext;
  readonly config: ExecutionConfig;
  readonly desk: DeskRow;
}

/** A record of the desk: in its partition, for its tenant. */
export function deskDraft(
  desk: Pick<DeskRow, 'rootKey' | 'tenant'>,
  event: Event,
  subject: string,
  actor?: string,
): Draft {
  return { topic: 'execution', key: desk.rootKey, event, tenant: desk.tenant, subject, actor };
}
