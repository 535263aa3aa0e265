import type { GetExposureAsOfRequest, GetExposureAsOfResponse } from '@gimbal/contracts/risk/v1/risk_service';
import type { Step } from '@gimbal/projection';
import { RpcFailure, toPosition } from '@gimbal/runtime';
import { exposureAsOf, sameExposure } from '../domain/asOf/exposureAsOf.js';
import { asOfScope, lateFacts, parametersInForce } from '../domain/asOf/lateFacts.js';
import { exposureAsOfTime, newestExposure } from '../domain/queries/findExposure.js';
import type { RiskState } from '../domain/riskState.js';
import type { RiskPorts } from '../outbound/riskPorts.js';
import { readExposure } from './readExposure.js';
import { timeText } from '../domain/commands/timeText.js';

/** Refolds what was true by a time, within what was known by another, and decides the exposure again from it. */
export async function getExposureAsOf(
  state: RiskState,
  ports: RiskPorts,
  key: string,
  request: GetExposureAsOfRequest,
): Promise<GetExposureAsOfResponse> {
  const { trueAtUs } = request;
  if (trueAtUs <= 0n)
    throw new RpcFailure('INVALID_ARGUMENT', `Expected a time after 1970, was ${timeText(trueAtUs)}.`, {
      field: 'true_at_us',
    });
  const throughStep = knownStep(state, key, request.known);
  const known = await ports.stateAsOf({ trueAtUs, throughStep });
  const published = publishedBy(state, key, known.step);
  const exposure = exposureAsOf(known.state, key, known.step, known.cut, BigInt(published?.sequence ?? 0));
  if (exposure === undefined)
    throw new RpcFailure('NOT_FOUND', 'Expected a portfolio that held something then, found none.', {
      field: 'true_at_us',
    });
  const then = published === undefined ? undefined : await readExposure(ports, published).catch(expired);
  const scope = asOfScope(known.state, key);
  return {
    exposure,
    published: published && toPosition(published),
    publishedSequence: BigInt(published?.sequence ?? 0),
    equalsPublished: then !== undefined && sameExposure(exposure, then),
    late: lateFacts(known.late, scope),
    parameters: parametersInForce(known.parameters, scope),
  };
}

/** The last step of which anything was known. Undefined: all of them, and the commands since. */
function knownStep(state: RiskState, key: string, known: GetExposureAsOfRequest['known']): number | undefined {
  if (known === undefined) return undefined;
  const field = known.$case === 'knownAtUs' ? 'known_at_us' : 'known_cut';
  const newest = newestExposure(state, key);
  if (known.$case === 'knownCut') {
    const step = Number(known.value.step);
    if (step > 0 && step <= (newest?.step ?? 0)) return step;
    throw new RpcFailure('INVALID_ARGUMENT', `Expected a cut of step 1 to ${newest?.step ?? 0}, was ${step}.`, {
      field,
    });
  }
  const row = exposureAsOfTime(state, key, known.value);
  if (row !== undefined) return row.step;
  throw new RpcFailure('NOT_FOUND', `Expected an exposure that was known at ${known.value}, found none.`, { field });
}

/** The newest one up to the step: where less is known than was asked about, that is before the time that was asked about. */
function publishedBy(state: RiskState, key: string, { number, timeUs }: Step) {
  const row = exposureAsOfTime(state, key, timeUs);
  return row !== undefined && row.step <= number ? row : undefined;
}

function expired(error: unknown): undefined {
  if (error instanceof RpcFailure && error.code === 'NOT_FOUND') return undefined;
  throw error;
}
