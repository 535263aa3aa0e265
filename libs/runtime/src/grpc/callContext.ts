import type { Principal } from '@gimbal/projection';

/** What a handler knows about the call beside its request. */
export interface CallContext {
  /** From the verified token, never from the request. */
  readonly principal: Principal;
  /** Aborts when the client goes away, at the deadline, and, for streams, when the server stops or the token expires. */
  readonly signal: AbortSignal;
  /** Milliseconds since the Unix epoch: the client's deadline or the server's maximum, whichever is earlier. */
  readonly deadlineMs: number;
  /** For example `/gimbal.risk.v1.RiskService/BookTrade`. */
  readonly method: string;
}
