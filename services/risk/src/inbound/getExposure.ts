import type { GetExposureRequest, GetExposureResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { fromPosition, RpcFailure, toPosition } from '@gimbal/runtime';
import { aggregateLines } from '../domain/queries/aggregateLines.js';
import { exposureAsOfOffset, exposureAsOfTime, newestExposure } from '../domain/queries/findExposure.js';
import type { ExposureIndexRow, RiskState } from '../domain/riskState.js';
import type { RiskPorts } from '../outbound/riskPorts.js';
import { readExposure } from './readExposure.js';

/** The exposure now, or as of a position or a time, as it was recorded, with its lines summed along each dimension. */
export async function getExposure(
  state: RiskState,
  ports: RiskPorts,
  portfolioKey: string,
  asOf: GetExposureRequest['asOf'],
): Promise<GetExposureResponse> {
  const row = rowAsOf(state, portfolioKey, asOf);
  const exposure = await readExposure(ports, row);
  const { lines } = exposure;
  return {
    position: row && toPosition(row),
    exposure,
    byAccount: aggregateLines(lines, 'accountId'),
    byVenue: aggregateLines(lines, 'venue'),
    byChain: aggregateLines(lines, 'chain'),
    byAsset: aggregateLines(lines, 'asset'),
  };
}

function rowAsOf(
  state: RiskState,
  portfolioKey: string,
  asOf: GetExposureRequest['asOf'],
): ExposureIndexRow | undefined {
  const newest = newestExposure(state, portfolioKey);
  if (asOf === undefined || newest === undefined) return newest;
  if (asOf.$case === 'asOfTimeUs') return exposureAsOfTime(state, portfolioKey, asOf.value);
  const place = fromPosition(asOf.value);
  const { topic, partition } = asOf.value;
  if (place === undefined || (topic !== 'exposure' && topic !== 'exposure.live') || partition !== newest.partition) {
    const message = `Expected a position of exposure/${newest.partition} or exposure.live/${newest.partition}, was ${topic}/${partition}.`;
    throw new RpcFailure('INVALID_ARGUMENT', message, { field: 'as_of_position' });
  }
  return exposureAsOfOffset(state, portfolioKey, topic, place.offset);
}
