import type { Cut } from '@gimbal/contracts/log/v1/log';
import type { AssessMarginRequest, AssessMarginResponse } from '@gimbal/contracts/risk/v1/risk_service';
import { RpcFailure } from '@gimbal/runtime';
import { assessMargin } from '../domain/margin/assessMargin.js';
import type { RiskState } from '../domain/riskState.js';

/** The margin or health of an account now and after what might be done, at the parameters in force at the cut. */
export function answerAssessMargin(
  state: RiskState,
  cut: Cut,
  portfolioKey: string,
  request: AssessMarginRequest,
): AssessMarginResponse {
  const step = { number: Number(cut.step), timeUs: cut.timeUs };
  const assessed = assessMargin(state, portfolioKey, step, request);
  if (assessed.ok) return { cut, ...assessed.value };
  const { code, message, field } = assessed.refusal;
  throw new RpcFailure(code, message, { field });
}
