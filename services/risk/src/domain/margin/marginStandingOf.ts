import type { MarginLeg, MarginStanding, Unvalued } from '@gimbal/contracts/risk/v1/exposure_events';
import {
  describeStandingFailure,
  type EngineStanding,
  type MarginInputs,
  marginStanding,
  type StandingResult,
} from '@gimbal/margin';
import type { FactRef } from '../riskState.js';
import type { Available } from './marginInputs.js';
import { legInstrument } from './legInstrument.js';

/** Whose standing it is, and where its parameters stand in the log. */
export interface MarginSubject {
  readonly accountId: string;
  readonly deployment: string;
  readonly venue: string;
  readonly ruleset: string;
  readonly parameters: FactRef | undefined;
}

/** The standing on the wire: numbers, or why there are none. */
export function marginStandingOf(
  subject: MarginSubject,
  inputs: Available<MarginInputs>,
  searchedLegs: number,
): MarginStanding {
  if (!inputs.ok) return noStanding(subject, inputs.reason);
  const standing = marginStanding(inputs.value, searchedLegs);
  return wireStanding(subject, inputs.value, standing);
}

export function wireStanding(
  subject: MarginSubject,
  { parameters }: MarginInputs,
  standing: StandingResult<EngineStanding>,
): MarginStanding {
  if (!standing.ok) return noStanding(subject, describeStandingFailure(standing.failure));
  const { legs, loss, unvalued, ...numbers } = standing.value;
  const { accountId, venue, deployment } = subject;
  const instrumentOf = (legId: string): string => legInstrument(parameters.engine, venue, deployment, legId) ?? '';
  const left = unvalued.map(({ legId, failure }): Unvalued => {
    const reason = describeStandingFailure(failure);
    return { accountId, instrumentId: legId, code: 'margin_leg_unvalued', reason, valueKept: false };
  });
  return {
    ...noStanding(subject, ''),
    equityUsd: numbers.equityUsd,
    initialMarginUsd: numbers.initialMarginUsd,
    maintenanceMarginUsd: numbers.maintenanceMarginUsd,
    excessUsd: numbers.excessUsd,
    usage: numbers.usage,
    liquidatable: numbers.liquidatable,
    legs: legs.map((leg): MarginLeg => ({
      legId: leg.legId,
      instrumentId: instrumentOf(leg.legId),
      quantity: leg.quantity,
      priceUsd: leg.priceUsd,
      maintenanceMarginUsd: leg.maintenanceMarginUsd,
      liquidationPriceUsd: leg.liquidationPriceUsd ?? 0,
      noPriceReason: leg.noPriceReason,
    })),
    liquidationLossUsd: loss.kind === 'known' ? loss.lossUsd : 0,
    unvalued: loss.kind === 'known' ? left : [...left, unknownLoss(subject, loss.reason)],
  };
}

function unknownLoss({ accountId, deployment }: MarginSubject, reason: string): Unvalued {
  return { accountId, instrumentId: deployment, code: 'liquidation_loss_unavailable', reason, valueKept: false };
}

function noStanding({ accountId, deployment, ruleset, parameters }: MarginSubject, reason: string): MarginStanding {
  return {
    accountId,
    deployment,
    ruleset,
    equityUsd: 0,
    initialMarginUsd: 0,
    maintenanceMarginUsd: 0,
    excessUsd: 0,
    usage: 0,
    liquidatable: false,
    legs: [],
    liquidationLossUsd: 0,
    parameters: parameters && {
      topic: parameters.topic,
      partition: parameters.partition,
      offset: BigInt(parameters.offset),
    },
    unavailableReason: reason,
    unvalued: [],
  };
}
