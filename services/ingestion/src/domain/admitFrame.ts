import { type Event, event, isEvent } from '@gimbal/contracts';
import { FeedGapDetected } from '@gimbal/contracts/ingestion/v1/market_events';
import {
  EModeConfigured,
  MarginParametersConfigured,
  ReserveConfigured,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import { eModeKey, reserveKey } from '@gimbal/margin';
import { isoMicros } from '@gimbal/contracts';
import type { Decoded } from './decoded.js';
import { continuityOf, type FeedDescription } from './feedDescription.js';
import { feedHealthOf, type IngestionRows, nameKey, partKey } from './ingestionState.js';
import { judgeSequence } from './judgeSequence.js';
import { sequenceText } from './sequenceText.js';
import { type SourceIdentity, sourceIdentity } from './sourceIdentity.js';
import { judgeVenueIdentity } from './venues/judgeVenueIdentity.js';
import type { VenueIdentity } from './venues/venueIdentity.js';

/** What becomes of a decoded observation. */
export type Admission =
  | { readonly kind: 'admitted'; readonly gap?: Event<FeedGapDetected> | undefined }
  | { readonly kind: 'duplicate' }
  | { readonly kind: 'quarantined'; readonly reason: string };

type PartIdentity = Extract<SourceIdentity, { readonly part: string }>;
type Observation = Extract<Decoded, { kind: 'observation' }>;

/**
 * Whether an observation is new, in order and possible at this time. `previousSequence` is that of the frame which the
 * connector had before, when it could be read.
 */
export function admitFrame(
  rows: IngestionRows,
  observation: Observation,
  feed: FeedDescription,
  clockUs: bigint,
  previousSequence: bigint | undefined,
): Admission {
  if (observation.observedAtUs > clockUs) {
    const found = isoMicros(observation.observedAtUs);
    return { kind: 'quarantined', reason: `Expected a time not after ${isoMicros(clockUs)}, was ${found}.` };
  }
  if (isEvent(observation.event, ReserveConfigured)) {
    return { kind: isInForce(rows, observation.event.value) ? 'duplicate' : 'admitted' };
  }
  if (isEvent(observation.event, EModeConfigured)) {
    return { kind: isEModeInForce(rows, observation.event.value) ? 'duplicate' : 'admitted' };
  }
  if (isEvent(observation.event, MarginParametersConfigured)) {
    return { kind: isSetKnown(rows, observation.event.value) ? 'duplicate' : 'admitted' };
  }
  const identity = sourceIdentity(observation.event, clockUs);
  if (identity === undefined) return { kind: 'admitted' };
  if ('venue' in identity) return admitVenue(rows, identity);
  if ('name' in identity) {
    return { kind: rows.names.get(nameKey(identity.feed, identity.name)) ? 'duplicate' : 'admitted' };
  }
  if ('part' in identity) return admitPart(rows, identity);
  const continuity = continuityOf(feed.decoder);
  const known = rows.feeds.get(feed.id);
  const verdict = judgeSequence(identity.sequence, continuity, known, feedHealthOf(rows, feed.id), previousSequence);
  const found = sequenceText(identity.sequence, continuity);
  switch (verdict.kind) {
    case 'duplicate':
      return { kind: 'duplicate' };
    case 'late': {
      const last = sequenceText(known?.lastSequence ?? 0n, continuity);
      return { kind: 'quarantined', reason: `Expected what follows ${last}, was the late ${found}.` };
    }
    case 'new': {
      if (verdict.missingFrom === undefined) return { kind: 'admitted' };
      const expected = sequenceText(verdict.missingFrom, continuity);
      return { kind: 'admitted', gap: event(FeedGapDetected, { feed: feed.id, expected, found }) };
    }
  }
}

/** Of each part the newest observation counts; the feed as a whole jumps about in time while it goes through its parts. */
function admitPart(rows: IngestionRows, { feed, part, observedAtUs }: PartIdentity): Admission {
  const last = rows.parts.get(partKey(feed, part));
  if (last === undefined || observedAtUs > last) return { kind: 'admitted' };
  if (observedAtUs === last) return { kind: 'duplicate' };
  const [expected, found] = [isoMicros(last), isoMicros(observedAtUs)];
  return { kind: 'quarantined', reason: `Expected of ${part} what follows ${expected}, was the late ${found}.` };
}

/** What a venue says counts by the venue's own identities, whichever feed it came over. */
function admitVenue(rows: IngestionRows, identity: VenueIdentity): Admission {
  const verdict = judgeVenueIdentity(rows.venues, identity);
  switch (verdict.kind) {
    case 'new':
      return { kind: 'admitted' };
    case 'duplicate':
      return { kind: 'duplicate' };
    case 'gap': {
      const { expected, found } = verdict;
      return { kind: 'admitted', gap: event(FeedGapDetected, { feed: identity.feed, expected, found }) };
    }
    case 'late':
      return { kind: 'quarantined', reason: `Expected of ${verdict.expected}, was the late ${verdict.found}.` };
  }
}

/** Parameters that are in force already are said again at every start of a recording; a change back is news. */
function isInForce(rows: IngestionRows, configured: ReserveConfigured): boolean {
  const held = rows.book.reserves.get(reserveKey(configured.deployment, configured.asset));
  return (
    held !== undefined &&
    held.decimals === configured.decimals &&
    held.ltvBps === BigInt(configured.ltvBps) &&
    held.liquidationThresholdBps === BigInt(configured.liquidationThresholdBps) &&
    held.liquidationBonusBps === BigInt(configured.liquidationBonusBps) &&
    held.liquidationProtocolFeeBps === BigInt(configured.liquidationProtocolFeeBps) &&
    held.ruleset === configured.ruleset &&
    held.oracleFeed === configured.oracleFeed
  );
}

function isEModeInForce(rows: IngestionRows, configured: EModeConfigured): boolean {
  const held = rows.book.eModes.get(eModeKey(configured.deployment, configured.category));
  return (
    held !== undefined &&
    held.ltvBps === BigInt(configured.ltvBps) &&
    held.liquidationThresholdBps === BigInt(configured.liquidationThresholdBps) &&
    held.liquidationBonusBps === BigInt(configured.liquidationBonusBps) &&
    held.oracleFeed === configured.oracleFeed &&
    held.collateralAssets.join() === configured.collateralAssets.join() &&
    held.borrowableAssets.join() === configured.borrowableAssets.join() &&
    held.ltvZeroAssets.join() === configured.ltvZeroAssets.join() &&
    held.isolated === configured.isolated
  );
}

/** A set is known by when it came into force and what it says, whichever sets were said after it. */
function isSetKnown(rows: IngestionRows, configured: MarginParametersConfigured): boolean {
  const held = rows.marginParameters.get(configured.deployment) ?? [];
  return held.some(
    ({ effectiveAtUs, ruleset, parametersJson }) =>
      effectiveAtUs === configured.effectiveAtUs &&
      ruleset === configured.ruleset &&
      parametersJson === configured.parametersJson,
  );
}
