import type { Cut } from '@gimbal/contracts/log/v1/log';
import type { InboundEvent, Stage, Step } from '@gimbal/projection';
import { evolveRisk } from '../evolveRisk.js';
import { riskStage } from '../riskStage.js';
import type { RiskState } from '../riskState.js';
import { parameterSubject, trueTimeOf } from './trueTimeOf.js';

/** A fact that was folded, with both its times. */
export interface TimedFact {
  readonly event: InboundEvent;
  readonly trueAtUs: bigint;
}

/** A step up to the time that was asked for, and the cut that its exposures carry. */
export interface StepStanding {
  readonly step: Step;
  readonly cut: Cut;
}

/** Risk's fold of what was true by a time, with what has to be said about it beside the state. */
export interface AsOfFold {
  readonly stage: Stage<RiskState>;
  /** To be called with each step once its inputs are folded, before its own outputs are. */
  endInputs(standing: StepStanding): void;
  /** The newest step up to the time. */
  readonly newest: StepStanding | undefined;
  /** What became true up to the time and was learnt after the exposures of that step were decided. */
  readonly late: readonly TimedFact[];
  /** By subject: the parameter set in force. */
  readonly parameters: ReadonlyMap<string, TimedFact>;
}

/**
 * The same fold as live, of the facts that were true at `trueAtUs`: what became true later is left out, and what has one
 * standing at a time takes the newest one by when it was true, however late it was learnt. What risk itself said is left
 * out, for no exposure rests on it. How much was known is the caller's choice of where the fold ends.
 */
export function asOfStage(trueAtUs: bigint): AsOfFold {
  const newestBySubject = new Map<string, bigint>();
  const parameters = new Map<string, TimedFact>();
  const late: TimedFact[] = [];
  let newest: StepStanding | undefined;

  function evolve(state: RiskState, event: InboundEvent): void {
    if (event.topic === 'exposure' || event.topic === 'exposure.live') return;
    const time = trueTimeOf(event);
    if (time !== undefined) {
      if (time.trueAtUs > trueAtUs) return;
      if (time.subject !== undefined) {
        if (time.trueAtUs < (newestBySubject.get(time.subject) ?? time.trueAtUs)) return;
        newestBySubject.set(time.subject, time.trueAtUs);
      }
    }
    const fact = { event, trueAtUs: time?.trueAtUs ?? event.timeUs };
    const subject = parameterSubject(event);
    if (subject !== undefined) parameters.set(subject, fact);
    late.push(fact);
    evolveRisk(state, event);
  }

  return {
    stage: { ...riskStage, evolve },
    endInputs(standing) {
      if (standing.step.timeUs > trueAtUs) return;
      newest = standing;
      late.length = 0;
    },
    get newest() {
      return newest;
    },
    late,
    parameters,
  };
}
