import { readRecord } from '@gimbal/contracts';
import { type EventLog, LogFailure } from '@gimbal/event-log';
import { refold, verifyDecision } from '@gimbal/projection';
import { riskStage } from '../domain/riskStage.js';
import type { LogPlace, RiskPorts } from './riskPorts.js';

/** The ports over a log: reads and refolds it, beside the runner that writes it. */
export function createRiskPorts(log: EventLog, partitionCount: number): RiskPorts {
  return {
    readEvent: (place) => readEvent(log, place),
    verifyExposure: ({ topic, partition, offset, step, foldVersion }) =>
      verifyDecision({ stage: riskStage, log, partitionCount, topic, partition, offset, step, foldVersion }),
    stateAtStep: async (step) =>
      (await refold({ stage: riskStage, log, partitionCount, throughStep: step })).fold.state,
  };
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
