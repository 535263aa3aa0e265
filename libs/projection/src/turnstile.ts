/** Lets one piece of work through at a time, in the order of arrival. */
export class Turnstile {
  private tail: Promise<unknown> = Promise.resolve();

  pass<R>(work: () => Promise<R>): Promise<R> {
    const result = this.tail.then(work, work);
    this.tail = result.catch(() => {});
    return result;
  }
}
