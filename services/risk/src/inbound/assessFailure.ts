import type { AssessFailureRequest, AssessFailureResponse } from '@gimbal/contracts/risk/v1/risk_service';
import type { StageHost } from '@gimbal/projection';
import { RpcFailure } from '@gimbal/runtime';
import { calculateExposure } from '../domain/exposure/calculateExposure.js';
import { portfolioBasis } from '../domain/exposure/portfolioBasis.js';
import { assessFailure } from '../domain/lookThrough/assessFailure.js';
import { failedNames } from '../domain/lookThrough/failedNames.js';
import type { RiskState } from '../domain/riskState.js';

/** What is lost when the named ones fail together, on what stands now. Writes nothing. */
export function answerAssessFailure(
  host: StageHost<RiskState>,
  portfolioKey: string,
  { failed, portfolioId }: AssessFailureRequest,
): AssessFailureResponse {
  const { cut } = host;
  const basis = portfolioBasis(host.state, portfolioKey, { number: Number(cut.step), timeUs: cut.timeUs });
  if (basis === undefined) {
    throw new RpcFailure('FAILED_PRECONDITION', `Expected ${portfolioId} to have an account, it has none.`, {
      field: 'portfolio_id',
    });
  }
  const names = failedNames(basis, failed);
  if (!names.ok) throw new RpcFailure(names.refusal.code, names.refusal.message, { field: names.refusal.field });
  const { lookThrough, unvalued } = calculateExposure(basis, 0n, cut);
  return { cut, ...assessFailure(basis, names.value), lookThrough, unvalued };
}
