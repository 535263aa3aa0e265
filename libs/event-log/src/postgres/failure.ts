import { LogFailure } from '../eventLog.js';

/** Errors of the socket that mean: the server is not there, or has just gone. */
const SOCKET_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
]);
/**
 * SQLSTATE classes after which the same may succeed later: 08 connection, 40 rolled back (deadlock, serialisation),
 * 53 out of resources, 57 stopped by an operator or still starting (PostgreSQL, Appendix A).
 */
const PASSING_CLASSES = new Set(['08', '40', '53', '57']);
/** What pg says, without a code, of a connection that ended under a question, and of one that did not come about. */
const GONE = /connection|client was closed|timeout|not queryable/i;

/** What the pool says of a question that was asked while the log was being closed. */
const CLOSED = /after calling end on the pool/;

/**
 * Turns what pg threw into a LogFailure `unavailable` when it may pass; anything else is a fault and stays as it
 * is.
 */
export function asLogFailure(error: unknown): unknown {
  if (error instanceof LogFailure || !(error instanceof Error)) return error;
  if (CLOSED.test(error.message)) return new LogFailure('closed', 'Expected an open log, it has been closed.');
  const { code } = error as NodeJS.ErrnoException;
  const passes = code ? SOCKET_CODES.has(code) || PASSING_CLASSES.has(code.slice(0, 2)) : GONE.test(error.message);
  if (!passes) return error;
  return new LogFailure('unavailable', `Expected the log's PostgreSQL to answer, it did not: ${error.message}`, {
    cause: error,
  });
}

export function isUnavailable(error: unknown): boolean {
  return error instanceof LogFailure && error.code === 'unavailable';
}
