import {
  createIngestionState,
  decideIngestion,
  evolveIngestion,
  type FeedCatalogue,
  type RawFrame,
} from '@gimbal/ingestion-service';

/** Ingestion's state with steps counted: decides what frames come to and folds it, as its stage does. */
export class IngestionFold {
  private readonly state = createIngestionState();
  private readonly catalogue: FeedCatalogue;
  private step = 0;

  constructor(catalogue: FeedCatalogue) {
    this.catalogue = catalogue;
  }

  /** What was said of the frames, by type. */
  take(frames: readonly RawFrame[], timeUs: bigint): ReadonlyMap<string, number> {
    this.step++;
    const step = { number: this.step, timeUs };
    const { drafts } = decideIngestion(this.state, this.catalogue, step, frames);
    const said = new Map<string, number>();
    for (const { event, key } of drafts) {
      evolveIngestion(this.state, { ...event, key, timeUs, causationId: `step/${this.step}` });
      said.set(event.type, (said.get(event.type) ?? 0) + 1);
    }
    return said;
  }
}
