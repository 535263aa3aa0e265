import { createHash } from 'node:crypto';
import { ProposedAction } from '@gimbal/contracts/execution/v1/execution_events';

/**
 * SHA-256 over the canonical bytes of an action: our own encoding, fields in the order of their numbers, defaults left
 * out. An approval carries it, so what is approved is what is sent.
 */
export function payloadHash(action: ProposedAction): Buffer {
  return createHash('sha256').update(ProposedAction.encode(action).finish()).digest();
}
