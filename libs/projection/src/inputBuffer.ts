import type { TopicName } from '@gimbal/contracts';
import type { Batch, EventLog, Subscription } from '@gimbal/event-log';
import { INPUT_BUFFER_MAX_RECORDS } from './limits.js';
import { type FilterStanding, type InputItem, PartitionFilter, type StepTrace } from './partitionFilter.js';
import { partitionName } from './stageFold.js';
import type { StreamStanding } from './stageHost.js';

interface Input {
  readonly filter: PartitionFilter;
  readonly queue: InputItem[];
  /** Where the stage stands: after the last marker taken. */
  taken: FilterStanding;
  /** What the filter said when each queued marker had just been read. */
  readonly markerStandings: FilterStanding[];
}

export interface TakenInputs {
  readonly items: readonly InputItem[];
  /** Of the step's marker in the first upstream topic. */
  readonly timeUs: bigint | undefined;
  readonly trace: StepTrace;
}

/** Reads every input partition ahead of the stage and hands out whole steps. */
export class InputBuffer {
  private readonly inputs = new Map<string, Input>();
  private readonly subscription: Subscription;
  private buffered = 0;
  private starving = false;
  private failure: unknown;
  private wake: () => void = () => {};
  private drained: () => void = () => {};
  private stopped = false;

  constructor(
    log: EventLog,
    private readonly upstream: readonly TopicName[],
    private readonly downstream: readonly TopicName[],
    private readonly partitionCount: number,
    standings: readonly FilterStanding[],
  ) {
    const byName = new Map(standings.map((s) => [partitionName(s.topic, s.partition), s]));
    for (const topic of [...upstream, ...downstream]) {
      for (let partition = 0; partition < partitionCount; partition++) {
        const filter = new PartitionFilter(topic, partition, byName.get(partitionName(topic, partition)));
        this.inputs.set(partitionName(topic, partition), {
          filter,
          queue: [],
          taken: filter.standing(),
          markerStandings: [],
        });
      }
    }
    const from = [...this.inputs.values()].map(({ filter }) => ({
      topic: filter.topic,
      partition: filter.partition,
      offset: filter.nextOffset,
    }));
    this.subscription = log.subscribe(from, (batch) => this.receive(batch));
    this.subscription.done.catch((error: unknown) => {
      this.failure ??= error;
      this.wake();
    });
  }

  /** Where the stage stands in each input: after the last marker that it took. */
  standings(): FilterStanding[] {
    return [...this.inputs.values()].map((input) => input.taken);
  }

  /** The same as places for people: with nothing left to fold, seals and claims behind the last marker count as folded. */
  places(): StreamStanding[] {
    return [...this.inputs.values()].map((input) => ({
      topic: input.filter.topic,
      partition: input.filter.partition,
      nextOffset: this.holdsNothing(input) ? input.filter.nextOffset : input.taken.next,
      readOffset: input.filter.nextOffset,
    }));
  }

  /**
   * The marker of the newest step stays in a downstream partition until the step after it begins: alone there it changes
   * nothing. In an upstream partition it doesn't count as folded before its step is taken, since other partitions may lack theirs.
   */
  private holdsNothing({ filter, queue }: Input): boolean {
    const marksOnly = this.downstream.includes(filter.topic) && queue.every(({ kind }) => kind === 'marker');
    return queue.length === 0 || marksOnly;
  }

  /** Everything of step n, once all of it has been read. Rejects when an input failed or was halted. */
  async takeStep(step: number, signal: AbortSignal): Promise<TakenInputs> {
    const onAbort = (): void => this.wake();
    signal.addEventListener('abort', onAbort);
    try {
      while (!this.holdsStep(step)) {
        if (this.failure !== undefined) throw this.failure;
        signal.throwIfAborted();
        this.starving = true;
        this.drained();
        await new Promise<void>((resolve) => (this.wake = resolve));
      }
    } finally {
      this.starving = false;
      signal.removeEventListener('abort', onAbort);
    }
    return this.take(step);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    this.drained();
    await this.subscription.stop().catch(() => {});
  }

  private holdsStep(step: number): boolean {
    const lacks = (topics: readonly TopicName[], number: number): boolean =>
      topics.some((topic) => {
        for (let partition = 0; partition < this.partitionCount; partition++) {
          const input = this.inputs.get(partitionName(topic, partition))!;
          const last = input.markerStandings.at(-1)?.endedStep ?? input.taken.endedStep;
          if (last < number) return true;
        }
        return false;
      });
    return !lacks(this.upstream, step) && !lacks(this.downstream, step - 1);
  }

  private take(step: number): TakenInputs {
    const items: InputItem[] = [];
    let timeUs: bigint | undefined;
    let trace: StepTrace | undefined;
    const takeThrough = (topic: TopicName, number: number): void => {
      for (let partition = 0; partition < this.partitionCount; partition++) {
        const input = this.inputs.get(partitionName(topic, partition))!;
        while (input.taken.endedStep < number) {
          const item = input.queue.shift()!;
          this.buffered--;
          if (item.kind !== 'marker') {
            items.push(item);
            continue;
          }
          input.taken = input.markerStandings.shift()!;
          if (item.step.number !== step) continue;
          timeUs ??= item.step.timeUs;
          trace ??= item.trace;
        }
      }
    };
    for (const topic of this.upstream) takeThrough(topic, step);
    for (const topic of this.downstream) takeThrough(topic, step - 1);
    this.drained();
    return { items, timeUs, trace: trace ?? { traceparent: undefined, origin: undefined } };
  }

  private async receive(batch: Batch): Promise<void> {
    const input = this.inputs.get(partitionName(batch.topic, batch.partition))!;
    for (const record of batch.records) {
      const item = input.filter.accept(record);
      if (item === undefined) continue;
      input.queue.push(item);
      this.buffered++;
      if (item.kind === 'marker') input.markerStandings.push(input.filter.standing());
    }
    this.wake();
    while (this.buffered > INPUT_BUFFER_MAX_RECORDS && !this.starving && !this.stopped) {
      await new Promise<void>((resolve) => (this.drained = resolve));
    }
  }
}
