import { feedHealthOf } from '../ingestionState.js';
import type { RawFrame } from '../rawFrame.js';
import type { StepLedger } from '../stepLedger.js';
import type { FrameProblem } from '../venues/venueSession.js';
import { droppedLately } from './dropCounts.js';
import { DROP_REASONS } from './dropReasonOf.js';
import { DROPS_PER_WINDOW_MAX } from './tolerances.js';

/** Something that a step shows to be wrong with a feed. */
export interface Problem {
  readonly feed: string;
  readonly reason: string;
  readonly detail: string;
}

/** What each kind of problem of a session is called in the log; refused and late messages are counted instead. */
const REASON_OF: Readonly<Record<FrameProblem['kind'], string | undefined>> = {
  gap: 'sequence',
  checksum: 'checksum',
  crossed: 'crossed',
  venue: 'venue',
  refused: undefined,
  late: undefined,
};

/** The problems of a step, one of each reason of a feed: what sessions found, and drops above what may be. */
export function problemsOf(ledger: StepLedger, frames: readonly RawFrame[]): readonly Problem[] {
  const found = new Map<string, Problem>();
  for (const problem of [...ofSessions(ledger, frames), ...ofDrops(ledger)]) {
    const name = `${problem.feed}|${problem.reason}`;
    if (!found.has(name)) found.set(name, problem);
  }
  return [...found.values()];
}

/** A problem is the feed's that it names, where that is one; else its connection's, with the name in its detail. */
function ofSessions({ now }: StepLedger, frames: readonly RawFrame[]): readonly Problem[] {
  return frames.flatMap(({ feed, reading }) =>
    (reading?.problems ?? []).flatMap(({ kind, subject, detail }) => {
      const reason = REASON_OF[kind];
      if (reason === undefined) return [];
      const isFeed = now.feeds.get(subject) !== undefined;
      return [isFeed ? { feed: subject, reason, detail } : { feed, reason, detail: `${subject}: ${detail}` }];
    }),
  );
}

function ofDrops({ before, now, step }: StepLedger): readonly Problem[] {
  return [...now.feedHealth.values()]
    .filter((row) => row.dropWindow !== undefined && row !== before.feedHealth.get(row.feed))
    .sort((a, b) => (a.feed < b.feed ? -1 : 1))
    .flatMap(({ feed }) =>
      DROP_REASONS.flatMap((reason) => {
        const dropped = droppedLately(feedHealthOf(now, feed), reason, step.timeUs);
        if (dropped <= DROPS_PER_WINDOW_MAX) return [];
        return [{ feed, reason, detail: `Expected at most ${DROPS_PER_WINDOW_MAX} a minute, were ${dropped}.` }];
      }),
    );
}
