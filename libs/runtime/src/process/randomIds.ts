import { randomUUID } from 'node:crypto';

/** Ids for what has no identity of its own: owners, log references. Facts derive theirs from their cause. */
export const randomIds = {
  next: (): string => randomUUID(),
};
