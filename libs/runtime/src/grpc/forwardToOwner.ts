/** Thrown by a handler that may not answer: the server calls the owner with the caller's token, and answers what it says. */
export class ForwardToOwner extends Error {
  constructor(readonly address: string) {
    super(`Expected to be the owner, which is at ${address}.`);
    this.name = 'ForwardToOwner';
  }
}
