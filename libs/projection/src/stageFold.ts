import { type ServiceName, type TopicName, topicNames, topicsOwnedBy } from '@gimbal/contracts';
import type { Cut } from '@gimbal/contracts/log/v1/log';
import { rowValue } from './rowBytes.js';
import { type Draft, type InboundEvent, type Stage, type StageState, type Step } from './stage.js';
import { type RowChange } from './projectionStore.js';
import { Table } from './table.js';

/** An accepted request: what it said and where its last fact stands. Kept for ever, per tenant. */
export interface RequestRow {
  readonly hash: string;
  readonly topic: TopicName;
  readonly partition: number;
  readonly offset: number;
}

/** The next offset of each partition that a cut rests on. */
export type Positions = ReadonlyMap<string, number>;

/**
 * The state of a stage and the one way in which events enter it. The runner, the rebuild and the verification all fold
 * through this, so they can't differ.
 */
export class StageFold<S extends StageState> {
  readonly state: S;
  readonly requests = new Table<RequestRow>('requests');
  events = 0;

  constructor(readonly stage: Stage<S>) {
    this.state = stage.createState();
  }

  // eslint-disable-next-line typescript/no-explicit-any
  get tables(): readonly Table<any>[] {
    return [this.requests, ...this.state.tables];
  }

  restore(rows: readonly RowChange[]): void {
    const byName = new Map(this.tables.map((table) => [table.name, table]));
    for (const row of rows) {
      const table = byName.get(row.table);
      if (table === undefined) throw new Error(`Expected a table of ${this.stage.service}, was "${row.table}".`);
      if (row.value !== undefined) table.restore(row.key, rowValue(row.value));
    }
  }

  /** Folds events in the order of topic, partition and offset, whatever order they were collected in. */
  fold(events: readonly InboundEvent[]): void {
    for (const event of inFoldOrder(events)) {
      this.events++;
      this.rememberRequest(event);
      this.stage.evolve(this.state, event);
    }
  }

  decide(step: Step, cut: Cut, external: unknown): readonly Draft[] {
    return this.stage.decide(this.state, { step, cut, external });
  }

  cut(step: Step, positions: Positions): Cut {
    return {
      step: BigInt(step.number),
      timeUs: step.timeUs,
      positions: [...positions]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, next]) => ({ ...parsePartitionName(name), offset: BigInt(next) })),
      ruleset: this.stage.ruleset,
      foldVersion: this.stage.foldVersion,
    };
  }

  private rememberRequest(event: InboundEvent): void {
    if (!event.causationId.startsWith('command/') || !ownTopicsOf(this.stage.service).has(event.topic)) return;
    const { topic, partition, offset } = event;
    this.requests.set(event.causationId.slice('command/'.length), {
      hash: event.requestHash ?? '',
      topic,
      partition,
      offset,
    });
  }
}

const ownTopics = new Map<ServiceName, ReadonlySet<TopicName>>();

function ownTopicsOf(service: ServiceName): ReadonlySet<TopicName> {
  let set = ownTopics.get(service);
  if (set === undefined) ownTopics.set(service, (set = new Set(topicsOwnedBy(service))));
  return set;
}

const topicOrder = new Map<string, number>(topicNames.map((name, index) => [name, index]));

export function inFoldOrder(events: readonly InboundEvent[]): readonly InboundEvent[] {
  return [...events].sort(
    (a, b) => topicOrder.get(a.topic)! - topicOrder.get(b.topic)! || a.partition - b.partition || a.offset - b.offset,
  );
}

export function partitionName(topic: string, partition: number): string {
  return `${topic}/${String(partition).padStart(4, '0')}`;
}

export function parsePartitionName(name: string): { topic: string; partition: number } {
  const slash = name.lastIndexOf('/');
  return { topic: name.slice(0, slash), partition: Number(name.slice(slash + 1)) };
}
