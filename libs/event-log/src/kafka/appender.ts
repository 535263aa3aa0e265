import { setTimeout as sleep } from 'node:timers/promises';
import { type Appended, type AppendRequest, LogFailure } from '../eventLog.js';
import type { ConnectionLender } from './connectionLender.js';
import { asksForNewProducer, asLogFailure, closedFailure, errorCodes, refusalOf } from './errorCodes.js';
import type { LeaderDirectory } from './leaderDirectory.js';
import { partitionName } from './groupByTopic.js';
import { GROUP_TOTAL_MAX_BYTES } from './limits.js';
import { PartitionBatch } from './partitionBatch.js';
import { PendingAppend } from './pendingAppend.js';
import { produceCall, type ProducedPartition } from './produceCall.js';
import { newProducerIdentity, type ProducerIdentity } from './producerIdentity.js';
import { retryPauseMs } from './retryPauses.js';
import { type BrokerAddress, addressText } from './settings.js';

/** How long a broker may wait for its replicas. */
const REPLICATION_TIMEOUT_MS = 8_000;

/**
 * Appends idempotently. One group of batches is under way at a time; what is appended meanwhile makes up the next, so
 * that the order of the calls is the order of the log and a busy writer sends large batches without a timer.
 *
 * A batch is sent again unchanged, under the same sequence numbers, until the broker says where it stands or patience
 * ends. When it ends nobody knows whether the batch was written: the caller is told `unavailable`, and the identity is
 * given up, because its next batch under those numbers could pass for the lost one.
 */
export class Appender {
  private readonly queue: PendingAppend[] = [];
  private identity: ProducerIdentity | undefined;
  private running: Promise<void> | undefined;
  private isClosed = false;

  constructor(
    private readonly directory: LeaderDirectory,
    private readonly lender: ConnectionLender,
    private readonly wireTopic: (topic: string) => string,
    private readonly patienceMs: number,
  ) {}

  async append(requests: readonly AppendRequest[]): Promise<readonly Appended[]> {
    if (this.isClosed) throw closedFailure();
    const pending = new PendingAppend(requests);
    if (requests.length === 0) return [];
    this.queue.push(pending);
    this.running ??= this.run();
    return pending.settled;
  }

  /** Resolves when all that was appended is settled, or after the patience; what is left fails. */
  async close(patienceMs: number): Promise<void> {
    this.isClosed = true;
    if (this.running) await Promise.race([this.running, sleep(patienceMs, undefined, { ref: false })]);
    for (const pending of this.queue.splice(0)) pending.fail(closedFailure());
  }

  private async run(): Promise<void> {
    // Calls of the same turn of the event loop go together.
    await Promise.resolve();
    while (this.queue.length > 0) await this.sendGroup(this.takeGroup());
    this.running = undefined;
  }

  /** Whole calls from the front of the queue, until one would make a batch too large. */
  private takeGroup(): PartitionBatch[] {
    const batches = new Map<string, PartitionBatch>();
    let calls = 0;
    let bytes = 0;
    for (const pending of this.queue) {
      bytes += pending.bytesMax;
      if (calls > 0 && (bytes > GROUP_TOTAL_MAX_BYTES || !this.fitsInto(batches, pending))) break;
      calls++;
      for (const [index, { request }] of pending.requests.entries()) {
        const { topic, partition } = request;
        const name = partitionName(request);
        let batch = batches.get(name);
        if (!batch) batches.set(name, (batch = new PartitionBatch(name, this.wireTopic(topic), partition)));
        batch.add(pending, index);
      }
    }
    this.queue.splice(0, calls);
    return [...batches.values()];
  }

  private fitsInto(batches: ReadonlyMap<string, PartitionBatch>, pending: PendingAppend): boolean {
    return pending.requests.every(
      ({ request, bytesMax }) => batches.get(partitionName(request))?.fits(bytesMax) ?? true,
    );
  }

  private async sendGroup(group: readonly PartitionBatch[]): Promise<void> {
    const deadline = performance.now() + this.patienceMs;
    const unsettled = new Set(group);
    let isEncoded = false;
    for (let tries = 0; unsettled.size > 0; tries++) {
      if (tries > 0) await sleep(retryPauseMs(tries - 1));
      let failure: LogFailure | undefined;
      try {
        if (!isEncoded) {
          this.identity ??= await newProducerIdentity(this.directory);
          for (const batch of group) batch.encode(this.identity);
          isEncoded = true;
        }
        failure = await this.sendOnce(unsettled);
      } catch (error) {
        failure = asLogFailure(error);
      }
      failure ??= new LogFailure('unavailable', 'Expected an answer for each batch, some had none.');
      if (failure.code !== 'unavailable' || performance.now() >= deadline) this.giveUp(unsettled, failure);
    }
  }

  private giveUp(unsettled: Set<PartitionBatch>, failure: LogFailure): void {
    for (const batch of unsettled) batch.fail(failure);
    unsettled.clear();
    this.identity = undefined;
  }

  /** Sends what is unsettled to its leaders, at the same time to each; returns a failure that may pass. */
  private async sendOnce(unsettled: Set<PartitionBatch>): Promise<LogFailure | undefined> {
    const groups = new Map<string, { leader: BrokerAddress; batches: PartitionBatch[] }>();
    let passing: LogFailure | undefined;
    for (const batch of unsettled) {
      try {
        const leader = await this.directory.leaderOf(batch);
        const name = addressText(leader);
        const group = groups.get(name) ?? { leader, batches: [] };
        groups.set(name, group);
        group.batches.push(batch);
      } catch (error) {
        passing = this.settleWithout(unsettled, batch, asLogFailure(error)) ?? passing;
      }
    }
    const failures = await Promise.all(
      [...groups.values()].map(({ leader, batches }) => this.sendTo(leader, batches, unsettled)),
    );
    return failures.find((failure) => failure !== undefined) ?? passing;
  }

  private async sendTo(
    leader: BrokerAddress,
    batches: readonly PartitionBatch[],
    unsettled: Set<PartitionBatch>,
  ): Promise<LogFailure | undefined> {
    let passing: LogFailure | undefined;
    try {
      for (const batch of batches) batch.sends++;
      const call = produceCall(batches, REPLICATION_TIMEOUT_MS);
      const answer = await this.lender.lend(leader, (connection) => connection.send(call, REPLICATION_TIMEOUT_MS));
      const byName = new Map(batches.map((batch) => [partitionName(batch), batch]));
      for (const produced of answer.partitions) {
        const batch = byName.get(partitionName(produced));
        if (!batch) continue;
        if (produced.errorCode === errorCodes.none) {
          unsettled.delete(batch);
          batch.place(produced.baseOffset);
        } else {
          passing = (await this.settleError(unsettled, batch, produced)) ?? passing;
        }
      }
      return passing;
    } catch (error) {
      for (const batch of batches) this.directory.forget(batch.topic);
      return asLogFailure(error);
    }
  }

  private async settleError(
    unsettled: Set<PartitionBatch>,
    batch: PartitionBatch,
    { errorCode }: ProducedPartition,
  ): Promise<LogFailure | undefined> {
    this.directory.forget(batch.topic);
    const words = `Expected ${batch.name} to take a batch, the broker answered with error ${errorCode}.`;
    const failure = new LogFailure(refusalOf(errorCode) ?? 'unavailable', words);
    if (asksForNewProducer(errorCode)) {
      this.identity = undefined;
      // Sent once and refused: it was surely not written, and may go under a new identity.
      if (batch.sends > 1) return this.settleWithout(unsettled, batch, failure, true);
      this.identity = await newProducerIdentity(this.directory);
      batch.encode(this.identity);
      return failure;
    }
    return this.settleWithout(unsettled, batch, failure);
  }

  /** Ends a batch that is refused for good; hands back a failure that may pass. */
  private settleWithout(
    unsettled: Set<PartitionBatch>,
    batch: PartitionBatch,
    failure: LogFailure,
    isFinal = failure.code !== 'unavailable',
  ): LogFailure | undefined {
    if (!isFinal) return failure;
    // An earlier try may have been written under numbers that were not used up.
    if (batch.sends > 0) this.identity = undefined;
    unsettled.delete(batch);
    batch.fail(failure);
    return undefined;
  }
}
