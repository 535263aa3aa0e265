import type { Position } from '@gimbal/contracts/log/v1/log';
import type { CommandDecision, StageHost, Step } from '@gimbal/projection';
import { answerCommand, type CallContext, requestHash, toPosition } from '@gimbal/runtime';
import type { ExecutionState } from '../domain/executionState.js';

/** Sends a command through the stage's owner and answers with where its fact stands. Throws what `answerCommand` throws. */
export async function executeCommand<Request extends { readonly requestId: string }>(
  host: StageHost<ExecutionState>,
  call: CallContext,
  codec: Parameters<typeof requestHash<Request>>[0],
  request: Request,
  decide: (state: ExecutionState, step: Step) => CommandDecision,
): Promise<{ readonly position: Position }> {
  const outcome = await host.execute({
    principal: call.principal,
    requestId: request.requestId,
    requestHash: requestHash(codec, request),
    decide,
  });
  return answerCommand(outcome, ({ position }) => ({ position: toPosition(position) }));
}
