import { createHash } from 'node:crypto';
import { codecOf, type Event } from '@gimbal/contracts';
import {
  createIngestionState,
  decideIngestion,
  evolveIngestion,
  type FrameVerdict,
  type Live,
  type RawFrame,
} from '@gimbal/ingestion-service';

/** What a step came to. */
export interface IngestedStep {
  readonly timeUs: bigint;
  readonly events: readonly Event[];
  readonly verdicts: readonly FrameVerdict[];
}

/** Steps of a live source, or of its journal, through the decision; what was said becomes one hash. */
export class IngestedVenue {
  private readonly state = createIngestionState();
  private readonly hash = createHash('sha256');
  private number = 0;
  facts = 0;

  private readonly live: Live;

  constructor(live: Live) {
    this.live = live;
  }

  get lastStep(): number {
    return this.number;
  }

  async step(signal: AbortSignal): Promise<IngestedStep> {
    const number = this.number + 1;
    const { timeUs, external } = await this.live.waitFor(number, signal);
    this.number = number;
    const { catalogue } = this.live.recording;
    const frames = (external ?? []) as readonly RawFrame[];
    const { drafts, verdicts } = decideIngestion(this.state, catalogue, { number, timeUs }, frames);
    for (const { topic, key, event } of drafts) {
      evolveIngestion(this.state, { ...event, key, timeUs, causationId: `step/${number}` });
      this.hash.update(`${number} ${timeUs} ${topic} ${key} ${event.type} `);
      this.hash.update(JSON.stringify(codecOf(event.type)?.toJSON(event.value) ?? null));
    }
    this.facts += drafts.length;
    return { timeUs, events: drafts.map(({ event }) => event), verdicts };
  }

  /** Of all facts; once, at the end. */
  digest(): string {
    return this.hash.digest('hex').slice(0, 16);
  }
}
