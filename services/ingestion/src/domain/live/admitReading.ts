import { event } from '@gimbal/contracts';
import { FeedGapDetected } from '@gimbal/contracts/ingestion/v1/market_events';
import { FUTURE_TOLERANCE_US } from '../../limits.js';
import { admitFrame } from '../admitFrame.js';
import type { Observed } from '../decoded.js';
import type { FeedDescription } from '../feedDescription.js';
import type { RawFrame } from '../rawFrame.js';
import type { StepLedger } from '../stepLedger.js';
import { ordersGone } from '../accounts/venues/ordersGone.js';
import { positionsGone } from '../accounts/venues/positionsGone.js';
import { tradesUnjoined } from './tradesUnjoined.js';
import type { FrameProblem, FrameReading } from '../venues/venueSession.js';

/**
 * Says what a message came to that is new, and keeps it in quarantine with the first reason when something of it can't be
 * used: a message of a hundred trades stands there once, not a hundred times.
 */
export function admitReading(
  ledger: StepLedger,
  description: FeedDescription,
  { feed, raw }: Pick<RawFrame, 'feed' | 'raw'>,
  { observations, problems, complete = [], joining = [] }: FrameReading,
): void {
  const refusals: { readonly reason: string; readonly recordType?: string | undefined }[] = [];
  for (const problem of problems) {
    if (problem.kind === 'refused') refusals.push({ reason: problem.detail });
    if (problem.kind === 'gap') ledger.say('market', feed, gapOf(feed, problem));
  }
  for (const gap of tradesUnjoined(ledger.now.venues, feed, observations, joining)) ledger.say('market', feed, gap);
  for (const observation of observations) {
    const reason = admitObserved(ledger, description, observation);
    if (reason !== undefined) refusals.push({ reason, recordType: observation.event.type });
  }
  const gone = [
    ...positionsGone(ledger.now.accounts, observations, complete),
    ...ordersGone(ledger.now.venueOrders, observations, complete),
  ];
  for (const observation of gone) {
    const reason = admitObserved(ledger, description, observation);
    if (reason !== undefined) refusals.push({ reason, recordType: observation.event.type });
  }
  const [first, ...others] = refusals;
  if (first === undefined) return;
  const more = others.length === 0 ? '' : ` And ${others.length} more of this message.`;
  ledger.quarantine({ feed, raw, ...first, reason: `${first.reason}${more}` });
}

/** Says it when it is new; the reason when it can't be used. */
function admitObserved(ledger: StepLedger, description: FeedDescription, observed: Observed): string | undefined {
  // Clocks differ, so a venue's present may be a little ahead of ours.
  const clockUs = ledger.step.timeUs + FUTURE_TOLERANCE_US;
  const admission = admitFrame(ledger.now, { kind: 'observation', ...observed }, description, clockUs, undefined);
  switch (admission.kind) {
    case 'duplicate':
      ledger.count({ feed: description.id, kind: 'duplicate' });
      return undefined;
    case 'quarantined':
      return admission.reason;
    case 'admitted':
      if (admission.gap !== undefined) ledger.say('market', description.id, admission.gap);
      ledger.say(observed.topic, observed.key, observed.event);
      return undefined;
  }
}

/** A session knows which channel or instrument missed what; it is filled by asking anew, never by what comes late. */
function gapOf(feed: string, { subject, detail }: FrameProblem): ReturnType<typeof event<FeedGapDetected>> {
  return event(FeedGapDetected, { feed, expected: `${subject}: the next in order`, found: detail });
}
