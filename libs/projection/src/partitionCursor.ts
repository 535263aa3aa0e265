import type { TopicName } from '@gimbal/contracts';
import type { EventLog } from '@gimbal/event-log';
import { OWN_READ_MAX_RECORDS } from './limits.js';
import { type FilterStanding, type InputItem, PartitionFilter } from './partitionFilter.js';

/** Walks one partition from where a projection stands up to a fixed head, whole steps at a time. */
export class PartitionCursor {
  private readonly filter: PartitionFilter;
  private readonly queue: { item: InputItem; standing: FilterStanding | undefined }[] = [];
  private at = 0;
  private taken: FilterStanding;

  constructor(
    private readonly log: EventLog,
    topic: TopicName,
    partition: number,
    private readonly head: number,
    standing: FilterStanding | undefined,
  ) {
    this.filter = new PartitionFilter(topic, partition, standing);
    this.taken = this.filter.standing();
  }

  /** Where the items taken so far end: after a marker, or after the last of `takeRest`. */
  get standing(): FilterStanding {
    return this.taken;
  }

  /** Whether the marker of the step stands before the head. Reads on until it knows. */
  async holdsMarker(step: number): Promise<boolean> {
    while (this.lastEndedStep() < step) {
      if (this.filter.nextOffset >= this.head) return false;
      await this.readOn();
    }
    return true;
  }

  /** The items up to the step's marker, which must be there. */
  takeThrough(step: number): InputItem[] {
    const items: InputItem[] = [];
    while (this.taken.endedStep < step) {
      const { item, standing } = this.queue[this.at++]!;
      if (standing !== undefined) this.taken = standing;
      items.push(item);
    }
    this.compact();
    return items;
  }

  /** Everything before the head that is left. */
  async takeRest(): Promise<InputItem[]> {
    while (this.filter.nextOffset < this.head) await this.readOn();
    const items = this.queue.slice(this.at).map(({ item }) => item);
    this.at = this.queue.length;
    this.compact();
    this.taken = this.filter.standing();
    return items;
  }

  private lastEndedStep(): number {
    return this.queue.length === this.at ? this.taken.endedStep : this.filter.standing().endedStep;
  }

  private async readOn(): Promise<void> {
    const { topic, partition, nextOffset } = this.filter;
    const batch = await this.log.read(
      { topic, partition, offset: nextOffset },
      { maxRecords: Math.min(OWN_READ_MAX_RECORDS, this.head - nextOffset) },
    );
    for (const record of batch.records) {
      const item = this.filter.accept(record);
      if (item !== undefined)
        this.queue.push({ item, standing: item.kind === 'marker' ? this.filter.standing() : undefined });
    }
  }

  private compact(): void {
    if (this.at < 1024) return;
    this.queue.splice(0, this.at);
    this.at = 0;
  }
}
