import { readRecord } from '@gimbal/contracts';
import { type EventLog, LogFailure } from '@gimbal/event-log';
import { refold, verifyDecision } from '@gimbal/projection';
import { RpcFailure } from '@gimbal/runtime';
import { asOfStage, type StepStanding } from '../domain/asOf/asOfStage.js';
import { pnlSpanStage } from '../domain/pnl/pnlSpanStage.js';
import { riskStage } from '../domain/riskStage.js';
import type { LogPlace, PnlSpan, RiskPorts, StateAsOf } from './riskPorts.js';
import { timeText } from '../domain/commands/timeText.js';

/** The ports over a log: reads and refolds it, beside the runner that writes it. */
export function createRiskPorts(log: EventLog, partitionCount: number): RiskPorts {
  return {
    readEvent: (place) => readEvent(log, place),
    verifyExposure: ({ topic, partition, offset, step, foldVersion }) =>
      verifyDecision({ stage: riskStage, log, partitionCount, topic, partition, offset, step, foldVersion }),
    stateAtStep: async (step) =>
      (await refold({ stage: riskStage, log, partitionCount, throughStep: step })).fold.state,
    pnlBetween: (span) => pnlBetween(log, partitionCount, span),
    stateAsOf: (asked) => stateAsOf(log, partitionCount, asked),
  };
}

async function pnlBetween(log: EventLog, partitionCount: number, asked: PnlSpan) {
  const spanning = pnlSpanStage(asked.portfolioKey, asked.fromSequence, asked.toSequence);
  await refold({ stage: spanning.stage, log, partitionCount, throughStep: asked.throughStep });
  return spanning.span;
}

async function stateAsOf(
  log: EventLog,
  partitionCount: number,
  { trueAtUs, throughStep }: { readonly trueAtUs: bigint; readonly throughStep: number | undefined },
): Promise<StateAsOf> {
  const asOf = asOfStage(trueAtUs);
  let known: StepStanding | undefined;
  const { fold } = await refold({
    stage: asOf.stage,
    log,
    partitionCount,
    throughStep,
    onStep: ({ step, cut }) => {
      known = { step, cut };
      asOf.endInputs(known);
    },
  });
  if (known === undefined || asOf.newest === undefined)
    throw new RpcFailure('NOT_FOUND', `Expected a step up to ${timeText(trueAtUs)}, found none.`, {
      field: 'true_at_us',
    });
  return { state: fold.state, step: asOf.newest.step, cut: known.cut, late: asOf.late, parameters: asOf.parameters };
}

async function readEvent(log: EventLog, { topic, partition, offset }: LogPlace) {
  try {
    const { records } = await log.read({ topic, partition, offset }, { maxRecords: 1 });
    const record = records[0];
    if (record === undefined || record.offset !== offset) return undefined;
    const read = readRecord(record);
    return read.kind === 'event' ? read.event : undefined;
  } catch (error) {
    // Indicative exposures are kept for days only.
    if (error instanceof LogFailure && error.code === 'offset_expired') return undefined;
    throw error;
  }
}
