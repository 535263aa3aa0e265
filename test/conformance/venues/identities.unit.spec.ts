import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { decideIngestion } from '../../../services/ingestion/src/domain/decideIngestion.ts';
import { evolveIngestion } from '../../../services/ingestion/src/domain/evolveIngestion.ts';
import { feedCatalogue } from '../../../services/ingestion/src/domain/feedCatalogue.ts';
import { createIngestionState } from '../../../services/ingestion/src/domain/ingestionState.ts';
import { createSessionReader } from '../../../services/ingestion/src/domain/venues/sessionReader.ts';
import { VENUE_CAPABILITIES } from '../../../services/ingestion/src/domain/venues/venueCapabilities.ts';

const FOLDER = import.meta.dirname;
const UTF8 = new TextEncoder();
/** What happened once, and may be said once. Listings and books are states: what they were before, they may be again. */
const ONCE = new Set(['TradeObserved', 'VenueFillObserved', 'FundingSettled']);

interface Case {
  readonly account?: string;
  readonly deployment?: string;
  readonly frames: readonly { readonly raw: string }[];
}

describe.each(VENUE_CAPABILITIES)('$venue', ({ venue }) => {
  const files = readdirSync(join(FOLDER, venue)).filter((name) => name.endsWith('.json'));

  it.each(files)('%s, on a connection that is made again, says nothing twice', (name) => {
    const { account, deployment, frames } = JSON.parse(readFileSync(join(FOLDER, venue, name), 'utf8')) as Case;
    const feed = {
      id: 'feed',
      decoder: 'venue-session',
      venue,
      account,
      deployment,
      staleAfterSeconds: null,
      assumed: null,
    } as const;
    const catalogue = feedCatalogue([feed]);
    const state = createIngestionState();
    const connection = (number: number): readonly string[] => {
      const reader = createSessionReader(catalogue);
      const timeUs = 1_900_000_000_000_000n + BigInt(number);
      const read = frames.map(({ raw }) => reader.read({ feed: 'feed', raw: UTF8.encode(raw), receivedAtUs: timeUs }));
      const { drafts } = decideIngestion(state, catalogue, { number, timeUs }, read);
      for (const { key, event } of drafts) {
        evolveIngestion(state, { ...event, key, timeUs, causationId: `step/${number}` });
      }
      return drafts.map(({ event }) => event.type.split('.').at(-1)!).filter((type) => ONCE.has(type));
    };
    connection(1);
    expect(connection(2)).toEqual([]);
  });
});
