import { describe, expect, it } from 'vitest';
import { decideIngestion } from '../decideIngestion.js';
import { evolveIngestion } from '../evolveIngestion.js';
import { feedCatalogue } from '../feedCatalogue.js';
import { createIngestionState, type IngestionState } from '../ingestionState.js';
import { createSessionReader } from './sessionReader.js';

const FEED = {
  id: 'deribit',
  decoder: 'venue-session',
  venue: 'deribit',
  account: 'desk',
  staleAfterSeconds: null,
  assumed: null,
} as const;
const T0 = 1_700_000_000_000;

/** Steps of a live feed: what each said, folded, beside what was quarantined. */
function live(): (...texts: readonly string[]) => readonly string[] {
  const catalogue = feedCatalogue([FEED]);
  const reader = createSessionReader(catalogue);
  const state: IngestionState = createIngestionState();
  let number = 0;
  return (...texts) => {
    number += 1;
    const timeUs = BigInt(T0 + 60_000) * 1000n;
    const frames = texts.map((text) =>
      reader.read({ feed: FEED.id, raw: new TextEncoder().encode(text), receivedAtUs: timeUs }),
    );
    const { drafts } = decideIngestion(state, catalogue, { number, timeUs }, frames);
    for (const { key, event } of drafts)
      evolveIngestion(state, { ...event, key, timeUs, causationId: `step/${number}` });
    return drafts.map(({ event }) => event.type.split('.').at(-1) ?? '');
  };
}

const trade = (seq: number, at = seq): string =>
  `{"trade_seq":${seq},"trade_id":"${seq}","timestamp":${T0 + at},"price":30000,"instrument_name":"BTC-PERPETUAL","direction":"buy","amount":10}`;
const pushed = (...seqs: readonly number[]): string =>
  `{"method":"subscription","params":{"channel":"trades.BTC-PERPETUAL.100ms","data":[${seqs.map((seq) => trade(seq)).join()}]}}`;
const asked = (...seqs: readonly number[]): string =>
  `{"id":"public/get_last_trades_by_instrument","result":{"has_more":false,"trades":[${seqs.map((seq) => trade(seq)).join()}]}}`;

describe('what a venue says, through the stage', () => {
  it('is said once, whichever way it comes', () => {
    const step = live();
    expect(step(pushed(5, 6))).toEqual(['TradeObserved', 'TradeObserved']);
    expect(step(pushed(5, 6), asked(6, 5))).toEqual([]);
  });

  it('is missed where the venue counted on, and taken when it is asked for', () => {
    const step = live();
    expect(step(pushed(5))).toEqual(['TradeObserved']);
    expect(step(pushed(9))).toEqual(['FeedGapDetected', 'TradeObserved']);
    expect(step(asked(9, 8, 7, 6, 5))).toEqual(['TradeObserved', 'TradeObserved', 'TradeObserved']);
    expect(step(asked(8))).toEqual([]);
  });

  it('is late when nobody can tell whether it was said', () => {
    const step = live();
    step(pushed(5));
    expect(step(asked(4))).toEqual(['RecordQuarantined', 'FramesDropped']);
  });

  it('keeps two states of a book in one millisecond, and one said twice once', () => {
    const step = live();
    const book = (id: number, before: number | null, type: string): string =>
      `{"method":"subscription","params":{"channel":"book.BTC-PERPETUAL.100ms","data":{"type":"${type}","timestamp":${T0},"instrument_name":"BTC-PERPETUAL","change_id":${id},"prev_change_id":${before},"bids":[["new",${30_000 + id},10]],"asks":[]}}}`;
    expect(step(book(1, null, 'snapshot'), book(2, 1, 'change'))).toEqual(['BookObserved', 'BookObserved']);
    expect(step(book(2, null, 'snapshot'))).toEqual([]);
  });

  it('keeps a listing until it is another', () => {
    const step = live();
    const listing = (tick: number): string =>
      `{"id":"public/get_instruments","result":[{"kind":"future","instrument_name":"BTC-PERPETUAL","instrument_type":"reversed","contract_size":10,"tick_size":${tick},"is_active":true}]}`;
    expect(step(listing(0.5))).toEqual(['InstrumentSpecified']);
    expect(step(listing(0.5))).toEqual([]);
    expect(step(listing(0.1))).toEqual(['InstrumentSpecified']);
  });

  it('quarantines a message that can not be read, with its bytes, and goes on', () => {
    const step = live();
    expect(step('{"jsonrpc":', pushed(5))).toEqual(['RecordQuarantined', 'TradeObserved', 'FramesDropped']);
  });
});
