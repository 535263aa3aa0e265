import type { CommandAccepted, CommandOutcome } from '@gimbal/projection';
import { ForwardToOwner } from '../grpc/forwardToOwner.js';
import { RpcFailure } from '../grpc/rpcFailure.js';

/**
 * The response of a command. A refusal is thrown with its code and field; a command for another owner is thrown as a
 * wish to forward, or as UNAVAILABLE while nobody is known to own the partitions.
 */
export function answerCommand<Response>(
  outcome: CommandOutcome,
  toResponse: (accepted: CommandAccepted) => Response,
): Response {
  switch (outcome.kind) {
    case 'accepted':
      return toResponse(outcome.accepted);
    case 'refused':
      throw new RpcFailure(outcome.code, outcome.message, { field: outcome.field === '' ? undefined : outcome.field });
    case 'not_owner':
      if (outcome.address !== undefined) throw new ForwardToOwner(outcome.address);
      throw new RpcFailure(
        'UNAVAILABLE',
        'Expected an owner of the partition, there is none at the moment: try again.',
      );
  }
}
