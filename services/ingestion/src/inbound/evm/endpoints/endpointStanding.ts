import { backoffMs } from '../../live/backoff.js';
import { ASIDE_MS, ASIDE_MS_MAX, FAILURES_UNSAID_MAX, NODE_BACKOFF, STRIKES_MAX } from '../limits.js';
import type { RpcFailure } from '../rpc/rpcFailure.js';

/** What is thought of one endpoint. Times are monotonic milliseconds. */
export interface EndpointStanding {
  /** Failures in a row. */
  readonly failures: number;
  /** It isn't asked before then: backoff, a Retry-After, or set aside. */
  readonly restingUntilMs: number;
  /** Smoothed time to an answer; undefined before the first. */
  readonly latencyMs: number | undefined;
  /** Contradictions to the others in a row. */
  readonly strikes: number;
  /** How often it was set aside for lying. */
  readonly timesAside: number;
  /** Why it is not trusted, until it has been asked again and answered well. */
  readonly wrong: StandingFault | undefined;
}

export interface StandingFault {
  readonly reason: 'quorum' | 'refused' | 'closed' | 'late' | 'early' | 'duplicates';
  readonly detail: string;
}

export const FRESH_STANDING: EndpointStanding = {
  failures: 0,
  restingUntilMs: 0,
  latencyMs: undefined,
  strikes: 0,
  timesAside: 0,
  wrong: undefined,
};

/** Share of the newest answer in the smoothed latency: about the last ten count. */
const LATENCY_SHARE = 0.2;

/** It answered, and what it said was well formed. */
export function afterAnswer(standing: EndpointStanding, tookMs: number): EndpointStanding {
  const { latencyMs } = standing;
  return {
    ...standing,
    failures: 0,
    latencyMs: latencyMs === undefined ? tookMs : latencyMs + LATENCY_SHARE * (tookMs - latencyMs),
    // A liar answers well formed too: only agreement with the others clears that.
    wrong: standing.wrong?.reason === 'closed' ? undefined : standing.wrong,
  };
}

/** It didn't answer: it rests, for as long as it asked for or as the backoff says. */
export function afterFailure(
  standing: EndpointStanding,
  failure: RpcFailure,
  detail: string,
  nowMs: number,
  unit: number,
): EndpointStanding {
  if (failure.kind === 'aborted') return standing;
  const failures = standing.failures + 1;
  const asked = failure.kind === 'rate_limited' ? failure.retryAfterMs : undefined;
  const pauseMs = Math.max(
    asked ?? 0,
    backoffMs(failures, NODE_BACKOFF, () => unit),
  );
  return {
    ...standing,
    failures,
    restingUntilMs: Math.max(standing.restingUntilMs, nowMs + pauseMs),
    wrong: standing.wrong ?? (isWorthSaying(failure, failures) ? { reason: 'closed', detail } : undefined),
  };
}

function isWorthSaying({ kind }: RpcFailure, failures: number): boolean {
  const ordinary = kind === 'timeout' || kind === 'closed' || kind === 'server_error';
  return !ordinary || failures > FAILURES_UNSAID_MAX;
}

/** It agreed with the others, or what it said was proven. */
export function afterAgreement(standing: EndpointStanding): EndpointStanding {
  return { ...standing, strikes: 0, wrong: undefined };
}

/** It contradicted the others: honest nodes do so for a moment, so only `STRIKES_MAX` in a row set it aside. */
export function afterContradiction(standing: EndpointStanding, detail: string, nowMs: number): EndpointStanding {
  const strikes = standing.strikes + 1;
  return strikes < STRIKES_MAX ? { ...standing, strikes } : setAside(standing, 'quorum', detail, nowMs);
}

/** It is proven wrong: left out at once, and for longer each time. */
export function setAside(
  standing: EndpointStanding,
  reason: 'quorum' | 'refused',
  detail: string,
  nowMs: number,
): EndpointStanding {
  const asideMs = Math.min(ASIDE_MS_MAX, ASIDE_MS * 2 ** Math.min(standing.timesAside, 20));
  return {
    ...standing,
    strikes: 0,
    timesAside: standing.timesAside + 1,
    restingUntilMs: Math.max(standing.restingUntilMs, nowMs + asideMs),
    wrong: { reason, detail },
  };
}
