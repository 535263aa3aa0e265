import { parseInstrument } from '@gimbal/instruments';
import { feedHealthOf, type IngestionRows } from '../ingestionState.js';
import type { RawFrame } from '../rawFrame.js';
import type { StepLedger } from '../stepLedger.js';
import { droppedLately } from './dropCounts.js';
import { DROP_REASONS } from './dropReasonOf.js';
import { symbolKey } from './healthRows.js';
import { DROPS_PER_WINDOW_MAX } from './tolerances.js';

/** Something that a step shows to be wrong with a feed. */
export interface Problem {
  readonly feed: string;
  readonly reason: string;
  /** The one instrument that it is about; empty for the whole feed. */
  readonly instrumentId: string;
  readonly detail: string;
}

/** What each kind of problem of a session is called in the log; refused and late messages are counted instead. */
const REASON_OF: Readonly<Record<string, string | undefined>> = {
  gap: 'sequence',
  checksum: 'checksum',
  crossed: 'crossed',
  venue: 'venue',
};

/** The problems of a step, one of each reason of a feed and an instrument: what sessions found, and drops above what may be. */
export function problemsOf(ledger: StepLedger, frames: readonly RawFrame[]): readonly Problem[] {
  const found = new Map<string, Problem>();
  for (const problem of [...ofSessions(ledger, frames), ...ofDrops(ledger)]) {
    const name = `${problem.feed}|${problem.reason}|${problem.instrumentId}`;
    if (!found.has(name)) found.set(name, problem);
  }
  return [...found.values()];
}

function ofSessions({ now }: StepLedger, frames: readonly RawFrame[]): readonly Problem[] {
  return frames.flatMap(({ feed, reading }) =>
    (reading?.problems ?? []).flatMap(({ kind, subject, detail }) => {
      const reason = REASON_OF[kind];
      if (reason === undefined) return [];
      return [{ feed, reason, instrumentId: instrumentOf(now, feed, subject), detail: `${subject}: ${detail}` }];
    }),
  );
}

/** A session names an instrument, or a channel that has the venue's symbol in it: book.ETH-PERPETUAL.100ms. */
function instrumentOf({ health }: IngestionRows, feed: string, subject: string): string {
  if ('underlying' in parseInstrument(subject)) return subject;
  for (const part of subject.split(/[./]/)) {
    const instrumentId = health.symbols.get(symbolKey(feed, part));
    if (instrumentId !== undefined) return instrumentId;
  }
  return '';
}

function ofDrops({ before, now, step }: StepLedger): readonly Problem[] {
  return [...now.feedHealth.values()]
    .filter((row) => row.dropWindow !== undefined && row !== before.feedHealth.get(row.feed))
    .sort((a, b) => (a.feed < b.feed ? -1 : 1))
    .flatMap(({ feed }) =>
      DROP_REASONS.flatMap((reason) => {
        const dropped = droppedLately(feedHealthOf(now, feed), reason, step.timeUs);
        if (dropped <= DROPS_PER_WINDOW_MAX) return [];
        return [
          {
            feed,
            reason,
            instrumentId: '',
            detail: `Expected at most ${DROPS_PER_WINDOW_MAX} a minute, were ${dropped}.`,
          },
        ];
      }),
    );
}
