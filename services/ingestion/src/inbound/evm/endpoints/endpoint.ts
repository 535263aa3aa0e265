import { TokenBucket } from '../../live/tokenBucket.js';
import type { RpcCall, RpcClient, RpcOutcome } from '../rpc/rpcClient.js';
import { describeFailure } from '../rpc/rpcFailure.js';
import { sleep } from '../rpc/sleep.js';
import { BATCH_CALLS_MAX } from '../limits.js';
import { rateLimitOf } from './rateLimitOf.js';
import {
  afterAgreement,
  afterAnswer,
  afterContradiction,
  afterFailure,
  type EndpointStanding,
  FRESH_STANDING,
  setAside,
} from './endpointStanding.js';

/** What is said of an endpoint without leaving it out: behind the others, ahead of them, each log twice. */
export type Warning = 'late' | 'early' | 'duplicates';

export interface Head {
  readonly number: bigint;
  readonly hash: string;
}

/** What an endpoint needs of the world. */
export interface EndpointSurroundings {
  monotonicMs(): number;
  /** From 0 (included) to 1. */
  random(): number;
  /** The standing of the endpoint changed. */
  onStanding(endpoint: Endpoint, before: EndpointStanding): void;
}

/** One node with what is thought of it: asked within its rate, timed, and left alone while it rests. */
export class Endpoint {
  standing: EndpointStanding = FRESH_STANDING;
  /** The newest block that it claims, and the finalised one. */
  head: Head | undefined;
  finalized: Head | undefined;
  /** What it has below its head, as far as it was asked; undefined for nothing. */
  readonly below = new Map<bigint, string | undefined>();
  /** It serves the chain that it is meant to. */
  isOnChain = false;
  private readonly bucket: TokenBucket;

  constructor(
    readonly name: string,
    private readonly client: RpcClient,
    requestsPerSecond: number,
    private readonly surroundings: EndpointSurroundings,
  ) {
    const limit = { tokensMax: requestsPerSecond, tokensPerSecond: requestsPerSecond };
    this.bucket = new TokenBucket(limit, surroundings.monotonicMs());
  }

  restsMs(): number {
    return Math.max(0, this.standing.restingUntilMs - this.surroundings.monotonicMs());
  }

  /** Sends the calls in batches; the first batch without an answer is the outcome of all. */
  async ask(calls: readonly RpcCall[], signal: AbortSignal): Promise<RpcOutcome> {
    const answers = [];
    for (let from = 0; from < calls.length; from += BATCH_CALLS_MAX) {
      const outcome = await this.askBatch(calls.slice(from, from + BATCH_CALLS_MAX), signal);
      if (!outcome.ok) return outcome;
      answers.push(...outcome.answers);
    }
    return { ok: true, answers };
  }

  /** Its newest block; undefined while nothing is known of it. */
  claims(head: Head | undefined): void {
    if (head?.hash !== this.head?.hash) this.below.clear();
    this.head = head;
  }

  agreed(): void {
    this.judge(afterAgreement(this.standing));
  }

  contradicted(detail: string): void {
    this.judge(afterContradiction(this.standing, detail, this.surroundings.monotonicMs()));
  }

  lied(detail: string, reason: 'quorum' | 'refused' = 'quorum'): void {
    this.claims(undefined);
    this.judge(setAside(this.standing, reason, detail, this.surroundings.monotonicMs()));
  }

  /** Something is said of it that is no reason to leave it out. */
  warned(reason: Warning, detail: string): void {
    if (this.standing.wrong === undefined) this.judge({ ...this.standing, wrong: { reason, detail } });
  }

  /** What was said of it in a warning is over. */
  recovered(reason: Warning): void {
    if (this.standing.wrong?.reason === reason) this.judge({ ...this.standing, wrong: undefined });
  }

  close(): void {
    this.client.close();
  }

  private async askBatch(calls: readonly RpcCall[], signal: AbortSignal): Promise<RpcOutcome> {
    await sleep(this.bucket.reserve(calls.length, this.surroundings.monotonicMs()), signal);
    if (signal.aborted) return { ok: false, failure: { kind: 'aborted' } };
    const startedMs = this.surroundings.monotonicMs();
    const outcome = rateLimitOf(await this.client.send(calls, signal));
    const nowMs = this.surroundings.monotonicMs();
    this.judge(
      outcome.ok
        ? afterAnswer(this.standing, nowMs - startedMs)
        : afterFailure(
            this.standing,
            outcome.failure,
            describeFailure(outcome.failure),
            nowMs,
            this.surroundings.random(),
          ),
    );
    if (!outcome.ok && outcome.failure.kind !== 'aborted') this.claims(undefined);
    return outcome;
  }

  private judge(standing: EndpointStanding): void {
    const before = this.standing;
    this.standing = standing;
    if (before !== standing) this.surroundings.onStanding(this, before);
  }
}
