import type { Position } from '@gimbal/contracts/log/v1/log';
import type { CommandDecision, StageHost, Step } from '@gimbal/projection';
import { answerCommand, type CallContext, requestHash, toPosition } from '@gimbal/runtime';
import type { RiskState } from '../domain/riskState.js';
import { portfolioKey } from '../domain/rowKeys.js';

interface PortfolioRequest {
  readonly requestId: string;
  readonly portfolioId: string;
}

/** Where the command's fact stands, and the portfolio's version since. A repeated request gives the version of now. */
export interface PortfolioCommandAnswer {
  readonly position: Position;
  readonly version: bigint;
}

/** Sends a command on a portfolio through the stage's owner. Throws what `answerCommand` throws. */
export async function executePortfolioCommand<Request extends PortfolioRequest>(
  host: StageHost<RiskState>,
  call: CallContext,
  codec: Parameters<typeof requestHash<Request>>[0],
  request: Request,
  decide: (state: RiskState, step: Step) => CommandDecision,
): Promise<PortfolioCommandAnswer> {
  const { principal } = call;
  const hash = requestHash(codec, request);
  const outcome = await host.execute({ principal, requestId: request.requestId, requestHash: hash, decide });
  return answerCommand(outcome, ({ position }) => ({
    position: toPosition(position),
    version: BigInt(host.state.portfolios.get(portfolioKey(principal.tenant, request.portfolioId))?.version ?? 0),
  }));
}
