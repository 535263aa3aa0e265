import type { ExplainNumberRequest, ExplainNumberResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { RpcFailure, toPosition } from '@gimbal/runtime';
import { explainNumber } from '../domain/explain/explainNumber.js';
import type { RiskState } from '../domain/riskState.js';
import type { RiskPorts } from '../outbound/riskPorts.js';
import { exposureBySequence, readExposure } from './readExposure.js';

/** Explains a number of a recorded exposure: from what is still in memory of it, or else from a refold of the log. */
export async function answerExplainNumber(
  state: RiskState,
  ports: RiskPorts,
  portfolioKey: string,
  request: ExplainNumberRequest,
): Promise<ExplainNumberResponse> {
  const row = exposureBySequence(state, portfolioKey, request.exposureSequence);
  const recent = state.recentBases.get(portfolioKey)?.get(row.sequence);
  const exposure = await readExposure(ports, row);
  const folded = recent === undefined ? await ports.stateAtStep(row.step) : state;
  const basis = recent ?? folded.recentBases.get(portfolioKey)?.get(row.sequence);
  if (basis === undefined) {
    throw new RpcFailure(
      'FAILED_PRECONDITION',
      `Expected the inputs of exposure ${row.sequence} to be in the log, they are not.`,
    );
  }
  const explained = explainNumber(folded, basis, exposure, request);
  if (!explained.ok)
    throw new RpcFailure(explained.refusal.code, explained.refusal.message, { field: explained.refusal.field });
  return { component: request.component, ...explained.value, cut: exposure.cut, position: toPosition(row) };
}
