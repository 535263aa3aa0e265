import type { Book } from '../book.js';
import { readCarried, writeCarried } from '../carriedRows.js';
import type { KeptObject } from '../rawJson/keptObject.js';
import type { ReadingDraft } from '../readingDraft.js';
import { meetInstrument, type SessionMemory } from '../sessionMemory.js';
import type { ModelledInstrument, VenueInstrument } from '../symbolMeaning.js';
import type { SessionCarry } from '../venueSession.js';
import { deribitInstrument } from './deribitInstrument.js';

/** What a connection to Deribit remembers. Owned by its session, and changed in place. */
export interface DeribitSession extends SessionMemory {
  /** By channel: raw and aggregated books of an instrument count their changes apart. */
  readonly books: Map<string, DeribitBook>;
  /** The last ticker of an instrument, whole, that incremental ones change; by symbol. */
  readonly tickers: Map<string, KeptObject>;
  /** Dollars in one inverse contract, as listed; by symbol. */
  readonly contractSizesUsd: Map<string, number>;
  /** The count of the last trade that was read, by symbol; the next connection goes on with it. */
  readonly tradeCounts: Map<string, bigint>;
  /** Prices of indexes, by the venue's name. */
  readonly indexes: Map<string, string>;
}

export interface DeribitBook {
  readonly book: Book;
  changeId: string;
  observedAtUs: bigint;
  /** False after a gap, until a snapshot comes. */
  joined: boolean;
}

export function openDeribitSession(before?: DeribitSession): DeribitSession {
  return {
    books: new Map(),
    tickers: new Map(),
    times: new Map(),
    instruments: new Map(),
    contractSizesUsd: new Map(),
    tradeCounts: new Map(before?.tradeCounts),
    indexes: new Map(),
    openPositions: new Map(),
  };
}

const COUNT = /^[0-9]{1,39}$/;

/** The count of each instrument's last trade. */
export const deribitCarry: SessionCarry<DeribitSession> = {
  write: ({ tradeCounts }) => writeCarried(Array.from(tradeCounts, ([symbol, count]) => [symbol, `${count}`])),
  read: (carried) => {
    const rows = readCarried(carried, 2).filter(([, count]) => COUNT.test(count!));
    return {
      ...openDeribitSession(),
      tradeCounts: new Map(rows.map(([symbol, count]) => [symbol!, BigInt(count!)] as const)),
    };
  },
};

/** The instrument of a symbol of Deribit; see {@link meetInstrument}. */
export function instrumentOf(
  session: DeribitSession,
  draft: ReadingDraft,
  symbol: string,
  observedAtUs: bigint,
): ModelledInstrument | undefined {
  const find = (name: string): VenueInstrument => deribitInstrument(name, session.contractSizesUsd);
  return meetInstrument(session, draft, 'deribit', symbol, find, observedAtUs);
}
