import type { Event } from '@gimbal/contracts';
import type { DecisionVerdict } from '@gimbal/projection';
import type { Cut } from '@gimbal/contracts/log/v1/log';
import type { Step } from '@gimbal/projection';
import type { TimedFact } from '../domain/asOf/asOfStage.js';
import type { PnlStanding } from '../domain/pnl/advancePnl.js';
import type { RiskState } from '../domain/riskState.js';

/** Where an exposure stands in the log, and what made it. */
export interface RecordedExposure {
  /** `tenant/portfolio`. */
  readonly portfolioKey: string;
  readonly sequence: number;
  readonly topic: 'exposure' | 'exposure.live';
  readonly partition: number;
  readonly offset: number;
  readonly step: number;
  readonly foldVersion: string;
}

export interface PnlSpan {
  readonly portfolioKey: string;
  readonly fromSequence: number;
  readonly toSequence: number;
  /** The step of the later exposure. */
  readonly throughStep: number;
}

export interface LogPlace {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export interface StateAsOf {
  readonly state: RiskState;
  /** The newest step up to the time that was asked for. */
  readonly step: Step;
  /** What was known. */
  readonly cut: Cut;
  readonly late: readonly TimedFact[];
  readonly parameters: ReadonlyMap<string, TimedFact>;
}

/** What answering questions needs from outside; none of it writes. */
export interface RiskPorts {
  /** The event at a place that the projection has folded; undefined when the log no longer keeps it. */
  readEvent(place: LogPlace): Promise<Event | undefined>;
  /** Folds the log up to the exposure's cut, decides again, and compares every bit. */
  verifyExposure(exposure: RecordedExposure): Promise<DecisionVerdict>;
  /** Risk's state as it was at the end of a step, refolded from the log. */
  stateAtStep(step: number): Promise<RiskState>;
  /** What became of a portfolio between two of its exposures, refolded; undefined when the first isn't in the log. */
  pnlBetween(span: PnlSpan): Promise<PnlStanding | undefined>;
  /** What was true at a time, of what was known at the end of a step's inputs (of all that is known when absent). */
  stateAsOf(asked: { readonly trueAtUs: bigint; readonly throughStep: number | undefined }): Promise<StateAsOf>;
}
