import type { ChannelCredentials, Metadata } from '@grpc/grpc-js';
import { ExecutionServiceClient } from '@gimbal/contracts/execution/v1/execution_service';
import { IngestionServiceClient, type GetReplayResponse } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { OpsServiceClient, type WatchStatusResponse } from '@gimbal/contracts/ops/v1/ops_service';
import { setTimeout as sleep } from 'node:timers/promises';
import { DEMO_TENANT } from './deskBook.js';
import { bookDesk, openDesk } from './openDesk.js';
import { PaceClock, type ReplayPace } from './paceClock.js';
import { call, retried } from './rpc.js';

export interface ServiceAddresses {
  readonly ingestion: string;
  readonly pricing: string;
  readonly risk: string;
  readonly governance: string;
  readonly execution: string;
}

export interface ReplayDriverOptions {
  readonly addresses: ServiceAddresses;
  readonly credentials: ChannelCredentials;
  /** Opens portfolios, books trades, sets limits and the mode. */
  readonly trader: Metadata;
  /** Releases the steps. */
  readonly operator: Metadata;
  /** The scripted second principal; absent under `--interactive`, where approvals are the reader's. */
  readonly approver: Metadata | undefined;
  readonly pace: ReplayPace | undefined;
  /** The last step to release; the whole recording when absent. */
  readonly throughStep?: number;
  readonly signal: AbortSignal;
  /** Called before the first step is released when the log holds steps already, with the time of the last of them. */
  readonly onResume?: (lastTimeUs: bigint, isOver: boolean) => void;
  /** Called after each step; for progress on a terminal. */
  readonly onStep?: (step: number, timeUs: bigint, replay: GetReplayResponse) => void;
}

export interface ReplayDone {
  readonly replay: GetReplayResponse;
  readonly lastStep: number;
  readonly approvals: number;
}

/**
 * Drives a replay over public gRPC: opens the desk, releases one step, waits until execution has ended it, answers the
 * proposals, releases the next. Approvals stand between two steps, so a replay gives the same facts at every speed. Each
 * call may be made again: after a crash of a service the driver simply asks once more.
 */
export async function driveReplay(options: ReplayDriverOptions): Promise<ReplayDone> {
  const { addresses, credentials, trader, operator, signal } = options;
  const ingestion = new IngestionServiceClient(addresses.ingestion, credentials);
  const execution = new ExecutionServiceClient(addresses.execution, credentials);
  const steps = new StepWatch(addresses.execution, credentials, trader);
  let approvals = 0;
  try {
    const replay = await retried(signal, () => call(ingestion, ingestion.getReplay, {}, trader));
    const first = Number(replay.firstStep);
    const last = Math.min(Number(replay.lastStep), options.throughStep ?? Infinity);
    const timeOf = (step: number): bigint => replay.stepTimesUs[step - first]!;
    await retried(signal, () => openDesk(addresses, credentials, trader));
    const clock = new PaceClock(options.pace);
    const ended = Math.min(await steps.standing(signal), Number(replay.lastStep));
    if (ended >= first) options.onResume?.(timeOf(ended), ended >= last);
    for (let step = first; step <= last; step++) {
      if (step > ended) await clock.waitFor(timeOf(step), signal);
      await steps.waitFor(step, signal, () =>
        retried(signal, () => call(ingestion, ingestion.releaseSteps, { throughStep: BigInt(step) }, operator)),
      );
      if (step === first) await retried(signal, () => bookDesk(addresses, credentials, trader, timeOf(first)));
      // What an earlier life left open stands in the list after its last step.
      const isOpen = step >= Math.min(ended, last);
      if (options.approver !== undefined && isOpen) approvals += await approveAll(execution, options.approver, signal);
      options.onStep?.(step, timeOf(step), replay);
    }
    return { replay, lastStep: last, approvals };
  } finally {
    steps.close();
    ingestion.close();
    execution.close();
  }
}

/** Approves what is pending, in the order of the proposals, each with the hash that it shows. */
async function approveAll(execution: ExecutionServiceClient, approver: Metadata, signal: AbortSignal): Promise<number> {
  const listed = await retried(signal, () =>
    call(
      execution,
      execution.listProposals,
      { portfolioId: 'main', pendingOnly: true, minPosition: undefined },
      approver,
    ),
  );
  for (const { made } of listed.proposals) {
    if (made === undefined) continue;
    const request = {
      requestId: `approve-${DEMO_TENANT}-${made.proposalId}`,
      proposalId: made.proposalId,
      payloadHash: made.payloadHash,
    };
    await retried(signal, () => call(execution, execution.approveProposal, request, approver));
  }
  return listed.proposals.length;
}

/** Follows the last step of a service, over reconnections. */
class StepWatch {
  private readonly client: OpsServiceClient;
  private step = 0;
  private closed = false;
  private wake: () => void = () => {};
  /** Resolves with the first status of a service that has taken up its checkpoint. */
  private readonly known = Promise.withResolvers<void>();

  constructor(address: string, credentials: ChannelCredentials, metadata: Metadata) {
    this.client = new OpsServiceClient(address, credentials);
    void this.follow(metadata);
  }

  /** The last step that the service had ended when it was first asked; 0 when none. */
  async standing(signal: AbortSignal): Promise<number> {
    const wake = (): void => this.known.resolve();
    signal.addEventListener('abort', wake, { once: true });
    await this.known.promise;
    signal.removeEventListener('abort', wake);
    signal.throwIfAborted();
    return this.step;
  }

  /** Releases, and releases again once a second while the step has not ended: a restarted ingestion has forgotten. */
  async waitFor(step: number, signal: AbortSignal, release: () => Promise<unknown>): Promise<void> {
    while (this.step < step) {
      signal.throwIfAborted();
      await release();
      if (this.step >= step) return;
      const again = Promise.withResolvers<void>();
      this.wake = again.resolve;
      const timer = setTimeout(again.resolve, 1_000);
      signal.addEventListener('abort', this.wake, { once: true });
      await again.promise;
      clearTimeout(timer);
      signal.removeEventListener('abort', this.wake);
    }
  }

  close(): void {
    this.closed = true;
    this.client.close();
  }

  private async follow(metadata: Metadata): Promise<void> {
    while (!this.closed) {
      await new Promise<void>((resolve) => {
        const stream = this.client.watchStatus({}, metadata);
        stream.on('data', ({ status }: WatchStatusResponse) => {
          this.step = Math.max(this.step, Number(status?.step ?? 0n));
          if (status?.state !== 'starting') this.known.resolve();
          this.wake();
        });
        stream.on('error', () => resolve());
        stream.on('end', () => resolve());
      });
      if (!this.closed) await sleep(100);
    }
  }
}
