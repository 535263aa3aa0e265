import { event } from '@gimbal/contracts';
import { FeedDegraded, FeedRestored } from '@gimbal/contracts/ingestion/v1/health_events';
import { feedHealthOf } from '../ingestionState.js';
import type { RawFrame } from '../rawFrame.js';
import type { StepLedger } from '../stepLedger.js';
import { droppedLately } from './dropCounts.js';
import { isDropReason } from './dropReasonOf.js';
import type { Degradation } from './healthRows.js';
import { isOf } from './foldHealth.js';
import { type Problem, problemsOf } from './problemsOf.js';
import { DEGRADATIONS_MAX, DROPS_PER_WINDOW_MAX, QUIET_US } from './tolerances.js';

/** Reasons that end by themselves, when they haven't come again; the others end with what made them. */
const PASSING: ReadonlySet<string> = new Set([
  'sequence',
  'checksum',
  'crossed',
  'venue',
  'refused',
  'late',
  'ahead_of_clock',
]);

const WHOLE = { instrumentId: '' };

/**
 * Says once that something of a feed isn't right, again at most every half of the quiet time while it goes on, and that
 * it is over: when the connector says so, or when the feed has spoken without it after the quiet time.
 */
export function decideDegradation(ledger: StepLedger, frames: readonly RawFrame[]): void {
  const problems = problemsOf(ledger, frames);
  for (const problem of problems) sayDegraded(ledger, problem);
  sayControls(ledger, frames);
  for (const { feed, degraded } of inOrder(ledger)) {
    for (const held of degraded) {
      const { reason, instrumentId } = held;
      const recurs = problems.some((one) => one.feed === feed && isOf(held, one.reason, one.instrumentId));
      if (!recurs && isOver(ledger, feed, held) && isHeard(ledger, feed, frames)) {
        ledger.say('market', feed, event(FeedRestored, { feed, reason, instrumentId }));
      }
    }
  }
}

function sayDegraded(ledger: StepLedger, { feed, reason, detail, instrumentId: ofInstrument }: Problem): void {
  const { degraded } = feedHealthOf(ledger.now, feed);
  // When very many of its instruments are affected, the feed is.
  const instrumentId = degraded.length < DEGRADATIONS_MAX ? ofInstrument : '';
  const held = degraded.find((one) => isOf(one, reason, instrumentId));
  if (held !== undefined && ledger.step.timeUs - held.lastUs < QUIET_US / 2n) return;
  ledger.say('market', feed, event(FeedDegraded, { feed, reason, detail, instrumentId }));
}

/** What a connector alone can know, unless it has been said already. */
function sayControls(ledger: StepLedger, frames: readonly RawFrame[]): void {
  for (const { feed, control } of frames) {
    if (control?.kind !== 'degraded' && control?.kind !== 'restored') continue;
    const { kind, reason, detail } = control;
    const isHeld = feedHealthOf(ledger.now, feed).degraded.some((one) => one.reason === reason);
    if (kind === 'degraded' && !isHeld)
      ledger.say('market', feed, event(FeedDegraded, { feed, reason, detail, ...WHOLE }));
    if (kind === 'restored' && isHeld) ledger.say('market', feed, event(FeedRestored, { feed, reason, ...WHOLE }));
  }
}

/** Rows come back from storage in any order. */
function inOrder({ now }: StepLedger) {
  return [...now.feedHealth.values()]
    .filter(({ degraded }) => degraded.length > 0)
    .sort((a, b) => (a.feed < b.feed ? -1 : 1));
}

function isOver({ now, step }: StepLedger, feed: string, { reason, lastUs }: Degradation): boolean {
  if (!PASSING.has(reason) || step.timeUs - lastUs < QUIET_US) return false;
  return !isDropReason(reason) || droppedLately(feedHealthOf(now, feed), reason, step.timeUs) <= DROPS_PER_WINDOW_MAX;
}

function isHeard({ before, now }: StepLedger, feed: string, frames: readonly RawFrame[]): boolean {
  if (now.feeds.get(feed) !== before.feeds.get(feed)) return true;
  return frames.some((frame) => frame.feed === feed && frame.control === undefined);
}
