import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { feedCatalogue } from '../../../domain/feedCatalogue.js';
import type { FeedDescription } from '../../../domain/feedDescription.js';
import type { RawFrame } from '../../../domain/rawFrame.js';
import { createSessionReader } from '../../../domain/venues/sessionReader.js';
import type { FrameReading } from '../../../domain/venues/venueSession.js';
import { Journal } from './journal.js';
import { prepareJournal } from './journalManifest.js';
import { readJournal } from './readJournal.js';

const AT_MS = 1_700_000_000_000;
const AT_US = BigInt(AT_MS) * 1_000n;
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

const feedOf = (venue: string): FeedDescription => ({
  id: `${venue}:public`,
  decoder: 'venue-session',
  venue,
  staleAfterSeconds: 60,
  assumed: null,
});

const said = (venue: string, message: unknown): RawFrame => ({
  feed: `${venue}:public`,
  raw: Buffer.from(JSON.stringify(message)),
  receivedAtUs: AT_US,
});
const connected = (venue: string, session: number): RawFrame => ({
  feed: `${venue}:public`,
  raw: new Uint8Array(0),
  receivedAtUs: AT_US,
  control: { kind: 'connected', connector: venue, session, endpoint: 'here' },
});

/** The trade of a second, as the first or the newest of a connection. */
const trade: Readonly<Record<string, (second: number) => RawFrame>> = {
  dydx: (second) =>
    said('dydx', {
      type: 'subscribed',
      connection_id: 'c',
      message_id: 1,
      channel: 'v4_trades',
      id: 'ETH-USD',
      contents: {
        trades: [
          {
            id: `t${second}`,
            price: '2000',
            size: '1',
            side: 'BUY',
            createdAt: new Date(AT_MS - 60_000 + second * 1_000).toISOString(),
          },
        ],
      },
    }),
  deribit: (second) =>
    said('deribit', {
      jsonrpc: '2.0',
      method: 'subscription',
      params: {
        channel: 'trades.ETH-PERPETUAL.100ms',
        data: [
          {
            instrument_name: 'ETH-PERPETUAL',
            timestamp: AT_MS - 60_000 + second * 1_000,
            trade_id: `t${second}`,
            trade_seq: second,
            price: 2_000,
            amount: 10,
            direction: 'buy',
          },
        ],
      },
    }),
};

describe('a session that takes over what the one before it left', () => {
  it.each(['dydx', 'deribit'])('is read from the middle of a journal as it was live: %s', async (venue) => {
    const folder = await mkdtemp(join(tmpdir(), 'gimbal-journal-'));
    folders.push(folder);
    await prepareJournal(folder, [feedOf(venue)], AT_US);
    // Each step closes a segment, and those before the standing connection are dropped.
    const journal = await Journal.open({ folder, say: () => undefined, segmentBytes: 1, keepBytes: 1 });
    const catalogue = feedCatalogue([feedOf(venue)]);
    const sessions = createSessionReader(catalogue);
    const live: (FrameReading | undefined)[][] = [];
    // The third connection knows the trade of the first, as the second told none.
    const steps = [[connected(venue, 1), trade[venue]!(5)], [connected(venue, 2)], [connected(venue, 3)]];
    for (const [index, step] of [...steps, [trade[venue]!(9)]].entries()) {
      const frames = step.map((frame) => sessions.read(frame));
      live.push(frames.map(({ reading }) => reading));
      await journal.append(index + 1, AT_US + BigInt(index), frames);
    }
    await journal.close();
    expect(live.at(-1)?.[0]?.replies).toHaveLength(1);
    for (const from of [3, 4]) {
      const read: (FrameReading | undefined)[][] = [];
      for await (const { frames } of readJournal(folder, from, catalogue)) {
        read.push((frames ?? []).map(({ reading }) => reading));
      }
      expect(read).toEqual(live.slice(from - 1));
    }
  });
});
