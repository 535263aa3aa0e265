import { createHash } from 'node:crypto';
import { codecOf, type Event } from '@gimbal/contracts';
import {
  createIngestionState,
  decideIngestion,
  evolveIngestion,
  type FeedCatalogue,
  type IngestionState,
  type RawFrame,
} from '@gimbal/ingestion-service';

/** Ingestion's decisions and folds over frames, one step a frame, without a log beneath. */
export interface Ledger {
  readonly state: IngestionState;
  readonly frames: readonly RawFrame[];
  readonly facts: number;
  /** How many facts of each type were said. */
  readonly counts: ReadonlyMap<string, number>;
  /** Over every fact in its order: two ledgers that said the same have the same. */
  /** Every event of a type, by the end of its name, in its order. */
  said(name: string): readonly Event[];
  hash(): string;
  take(frame: RawFrame): void;
}

/** What is compared one by one. */
const KEPT = ['GasPriceObserved', 'ReserveStateObserved', 'ProtocolHealthObserved', 'AccountPositionObserved'];

/** The year 2100: after every block of a chain whose people sleep a lot. */
const FAR_FUTURE_US = 4_102_444_800_000_000n;

export function openLedger(catalogue: FeedCatalogue): Ledger {
  const state = createIngestionState();
  const frames: RawFrame[] = [];
  const counts = new Map<string, number>();
  const events = new Map<string, Event[]>();
  const hash = createHash('sha256');
  let facts = 0;
  return {
    state,
    frames,
    counts,
    get facts() {
      return facts;
    },
    said: (name) => [...events].find(([type]) => type.endsWith(`.${name}`))?.[1] ?? [],
    hash: () => hash.copy().digest('hex'),
    take(received) {
      // The contracts' clock runs ahead of the wall's: a step is never before what it tells, and each is later than the last.
      const frame = { ...received, receivedAtUs: FAR_FUTURE_US + BigInt(frames.length) };
      frames.push(frame);
      const step = { number: frames.length, timeUs: frame.receivedAtUs };
      for (const { topic, key, event } of decideIngestion(state, catalogue, step, [frame]).drafts) {
        facts++;
        counts.set(event.type, (counts.get(event.type) ?? 0) + 1);
        if (KEPT.some((name) => event.type.endsWith(`.${name}`))) {
          events.set(event.type, [...(events.get(event.type) ?? []), { ...event, key } as Event]);
        }
        hash.update(`${topic}|${key}|${event.type}|`).update(codecOf(event.type)!.encode(event.value).finish());
        evolveIngestion(state, { ...event, key, timeUs: step.timeUs, causationId: `step/${step.number}` });
      }
    },
  };
}
