import { codecOf } from '@gimbal/contracts';
import { OrderFlowSource } from '@gimbal/contracts/ingestion/v1/health_events';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decideIngestion } from '../../decideIngestion.js';
import { evolveIngestion } from '../../evolveIngestion.js';
import { type FeedCatalogue, feedCatalogue } from '../../feedCatalogue.js';
import type { RawFrame } from '../../rawFrame.js';
import { createIngestionState, type IngestionState } from '../../ingestionState.js';
import { createSessionReader } from '../sessionReader.js';
import { feedOf, frameOf } from './readBothWays.scenario.js';
import { VENUE_MESSAGES } from './venueMessages.scenario.js';
import { asItIs } from './wholePath.scenario.js';

const STEP_MESSAGES = 8;
/** Hours after the messages came, so that none is of the future. */
const STEP_TIME_US = 1_700_010_000_000_000n;
const FLOW = {
  source: OrderFlowSource.ORDER_FLOW_SOURCE_BOOK,
  intervalSeconds: 10,
  bucketUnits: '5',
  buckets: 2,
  markoutSeconds: [10],
  baseToken: 0,
  token0Decimals: 0,
  token1Decimals: 0,
  feePips: 0,
};

/** Whoever changes it from now on throws. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value) || Object.isFrozen(value)) return;
  Object.freeze(value);
  for (const part of Object.values(value)) freeze(part);
}

/** One step of the stage: admitted, encoded and folded. Gives how many events were said. */
function run(state: IngestionState, catalogue: FeedCatalogue, number: number, frames: readonly RawFrame[]): number {
  const timeUs = STEP_TIME_US + BigInt(number) * 10_000_000n;
  const { drafts } = decideIngestion(state, catalogue, { number, timeUs }, frames);
  for (const { key, event } of drafts) {
    freeze(event);
    expect(codecOf(event.type)!.encode(event.value).finish().length).toBeGreaterThan(0);
    evolveIngestion(state, { ...event, key, timeUs, causationId: `step/${number}` });
  }
  return drafts.length;
}

/** Books share the sides that they say, and sides their levels. */
describe.each(VENUE_MESSAGES)('what was said of $venue', ({ about, deliveries, instrumentId }) => {
  it('is changed by nobody: not by the session that goes on, nor by what admits, encodes and folds it', () => {
    const feed = feedOf(about);
    const watched = { orderFlow: [{ feed: feed.id, instrumentId, terms: FLOW, quoteFeed: '' }], protocolHealth: [] };
    const catalogue = feedCatalogue([feed], watched);
    let said = 0;
    fc.assert(
      fc.property(deliveries, (told) => {
        const reader = createSessionReader(catalogue);
        const state = createIngestionState();
        for (let from = 0; from < told.length; from += STEP_MESSAGES) {
          const frames = told.slice(from, from + STEP_MESSAGES).map((delivery) => {
            const frame = reader.read(frameOf(about, delivery, asItIs));
            freeze(frame.reading);
            return frame;
          });
          said += run(state, catalogue, from / STEP_MESSAGES + 1, frames);
        }
      }),
      { numRuns: 60, seed: 20_261_129 },
    );
    expect(said).toBeGreaterThan(500);
  });
});
