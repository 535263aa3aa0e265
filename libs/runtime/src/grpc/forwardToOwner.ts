import type { CallHost } from './callHost.js';

/** Thrown by a handler that may not answer: the server calls the owner with the caller's token, and answers what it says. */
export class ForwardToOwner extends Error {
  constructor(readonly address: string) {
    super(`Expected to be the owner, which is at ${address}.`);
    this.name = 'ForwardToOwner';
  }
}

const OPS_PREFIX = '/gimbal.ops.v1.';

/** A standby has folded nothing: it answers only what an operator asks of itself, and hands on the rest. */
export function forwardWhenStandby({ path }: { readonly path: string }, host: CallHost): void {
  const address = host.ownerElsewhere();
  if (address !== undefined && !path.startsWith(OPS_PREFIX)) throw new ForwardToOwner(address);
}
