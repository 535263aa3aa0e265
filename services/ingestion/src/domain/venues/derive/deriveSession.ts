import { readCarried, writeCarried } from '../carriedRows.js';
import type { ReadingDraft } from '../readingDraft.js';
import { meetInstrument, type SessionMemory } from '../sessionMemory.js';
import type { ModelledInstrument } from '../symbolMeaning.js';
import type { SessionCarry } from '../venueSession.js';
import { deriveInstrument } from './deriveInstrument.js';

/** What a connection to Derive remembers. Its messages are whole, so there is nothing to join but the histories of trades. */
export interface DeriveSession extends SessionMemory {
  /** Through which time the history of an instrument's trades was read, microseconds, by symbol; the next connection goes on with it. */
  readonly historyReadUs: Map<string, bigint>;
  /** When a history was first answered on this connection, microseconds, by symbol. */
  readonly liveFromUs: Map<string, bigint>;
  /** Histories that are read page by page, by symbol. */
  readonly historyPages: Map<string, HistoryPages>;
}

/** A part of a history that is asked for, oldest page first. */
export interface HistoryPages {
  readonly fromMs: bigint;
  readonly toMs: bigint;
  /** The page that was asked for last; 0 while it isn't known how many there are. */
  readonly page: number;
  readonly askedAtUs: bigint;
}

export function openDeriveSession(before?: DeriveSession): DeriveSession {
  return {
    times: new Map(),
    instruments: new Map(),
    openPositions: new Map(),
    historyReadUs: new Map(before?.historyReadUs),
    liveFromUs: new Map(),
    historyPages: new Map(),
  };
}

const MICROSECONDS = /^[0-9]{1,18}$/;

/** Through which time each history was read. */
export const deriveCarry: SessionCarry<DeriveSession> = {
  write: ({ historyReadUs }) => writeCarried(Array.from(historyReadUs, ([symbol, timeUs]) => [symbol, `${timeUs}`])),
  read: (carried) => {
    const rows = readCarried(carried, 2).filter(([, timeUs]) => MICROSECONDS.test(timeUs!));
    return {
      ...openDeriveSession(),
      historyReadUs: new Map(rows.map(([symbol, timeUs]) => [symbol!, BigInt(timeUs!)] as const)),
    };
  },
};

/** The instrument of a name of Derive; see {@link meetInstrument}. */
export function instrumentOf(
  session: DeriveSession,
  draft: ReadingDraft,
  name: string,
  observedAtUs: bigint,
): ModelledInstrument | undefined {
  return meetInstrument(session, draft, 'derive', name, deriveInstrument, observedAtUs);
}
