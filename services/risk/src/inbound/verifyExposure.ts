import type { VerifyExposureRequest, VerifyExposureResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { RpcFailure } from '@gimbal/runtime';
import type { RiskState } from '../domain/riskState.js';
import type { RiskPorts } from '../outbound/riskPorts.js';
import { exposureBySequence, readExposure } from './readExposure.js';

/** Folds the log again up to the exposure's cut and says whether deciding again gives the same bits. */
export async function answerVerifyExposure(
  state: RiskState,
  ports: RiskPorts,
  portfolioKey: string,
  request: VerifyExposureRequest,
): Promise<VerifyExposureResponse> {
  const row = exposureBySequence(state, portfolioKey, request.exposureSequence);
  const { cut } = await readExposure(ports, row);
  const verdict = await ports.verifyExposure({ ...row, portfolioKey, foldVersion: cut?.foldVersion ?? '' });
  if (verdict.verdict === 'not_found') {
    throw new RpcFailure('NOT_FOUND', `Expected exposure ${row.sequence} to be kept, it has expired.`);
  }
  return { ...verdict, events: BigInt(verdict.events), cut };
}
