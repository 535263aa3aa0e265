import { isEvent } from '@gimbal/contracts';
import { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { RpcFailure } from '@gimbal/runtime';
import { exposureOf, newestExposure } from '../domain/queries/findExposure.js';
import type { ExposureIndexRow, RiskState } from '../domain/riskState.js';
import type { RiskPorts } from '../outbound/riskPorts.js';

/** Reads an exposure's record. Throws NOT_FOUND when there is none, or when it was indicative and has expired. */
export async function readExposure(ports: RiskPorts, row: ExposureIndexRow | undefined): Promise<ExposureCalculated> {
  if (row === undefined)
    throw new RpcFailure('NOT_FOUND', 'Expected an exposure of the portfolio up to there, found none.');
  const found = await ports.readEvent(row);
  if (found !== undefined && isEvent(found, ExposureCalculated)) return found.value;
  throw new RpcFailure('NOT_FOUND', `Expected exposure ${row.sequence} to be kept, it has expired.`);
}

/** An exposure by its sequence, zero for the newest. Throws NOT_FOUND when there is none. */
export function exposureBySequence(state: RiskState, portfolioKey: string, sequence: bigint): ExposureIndexRow {
  const row = sequence === 0n ? newestExposure(state, portfolioKey) : exposureOf(state, portfolioKey, Number(sequence));
  if (row !== undefined) return row;
  const wanted = sequence === 0n ? 'an exposure' : `exposure ${sequence}`;
  throw new RpcFailure('NOT_FOUND', `Expected ${wanted} of the portfolio, found none.`, { field: 'exposure_sequence' });
}
