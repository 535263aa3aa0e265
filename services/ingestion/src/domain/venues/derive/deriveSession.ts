import type { ReadingDraft } from '../readingDraft.js';
import { meetInstrument, type SessionMemory } from '../sessionMemory.js';
import type { ModelledInstrument } from '../symbolMeaning.js';
import { deriveInstrument } from './deriveInstrument.js';

/** What a connection to Derive remembers: its messages are whole, so there is nothing to join. */
export type DeriveSession = SessionMemory;

export function openDeriveSession(): DeriveSession {
  return { times: new Map(), instruments: new Map(), openPositions: new Map() };
}

/** The instrument of a name of Derive; see {@link meetInstrument}. */
export function instrumentOf(
  session: DeriveSession,
  draft: ReadingDraft,
  name: string,
  observedAtUs: bigint,
): ModelledInstrument | undefined {
  return meetInstrument(session, draft, 'derive', name, deriveInstrument, observedAtUs);
}
