import type { ActionCost, ProposedAction } from '@gimbal/contracts/execution/v1/execution_events';
import type { BreachOpened, UsedMark } from '@gimbal/contracts/risk/v1/exposure_events';
import type { ExposureRow } from '../executionState.js';
import type { Spend } from '../wallet/spend.js';
import type { BreachTerms } from './breachValue.js';

/** A breach that wants a cure, with everything that sizing one rests on. */
export interface CureNeed {
  readonly opened: BreachOpened;
  readonly terms: BreachTerms;
  readonly exposure: ExposureRow;
  readonly value: number;
  /** What living proposals and this step's own already count on. */
  readonly setAside: readonly Spend[];
}

/** How a breach is to be cured, or why it can't be. */
export type Cure =
  | {
      readonly ok: true;
      readonly action: ProposedAction;
      readonly cost: ActionCost;
      readonly valueAfter: number;
      readonly marks: readonly UsedMark[];
      readonly rejectedAlternatives: readonly string[];
    }
  | { readonly ok: false; readonly code: string; readonly reason: string };

export function noCure(code: string, reason: string): Cure {
  return { ok: false, code, reason };
}
