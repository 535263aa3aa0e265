import { FRAME_AGE_US_MAX } from '../../limits.js';
import { MARK_COLUMN_NAMES, type MarkColumnName, type MarkFrame } from '../marks/markFrame.js';

/** Why a leg, or a part of it, is not in the totals, or is there with a value that isn't to be trusted. */
export interface LegIssue {
  readonly code: string;
  readonly reason: string;
  readonly valueKept: boolean;
}

const NO_ISSUES: readonly LegIssue[] = [];

/** Whether the frame has a price for the instrument that belongs in the totals. */
export function isValued(frame: MarkFrame | undefined, index: number): frame is MarkFrame {
  if (frame === undefined || index < 0 || index >= frame.sourceOf.length) return false;
  if (Number.isNaN(frame.columns.priceUsd[index])) return false;
  return frame.failures.size === 0 || frame.failures.get(index)?.valueKept !== false;
}

/** A frame, or its absence, as it is asked about for many instruments at one time. */
export interface FrameStanding {
  readonly frame: MarkFrame | undefined;
  /** 1 for each index of which nothing has to be said. */
  readonly faultless: Uint8Array;
  readonly timeUs: bigint;
}

const NOTHING_FAULTLESS = new Uint8Array();

/** By frame, as it was asked about last: all books ask at one time. */
const standings = new WeakMap<MarkFrame, FrameStanding>();

export function frameStanding(frame: MarkFrame | undefined, timeUs: bigint): FrameStanding {
  const known = frame && standings.get(frame);
  if (known?.timeUs === timeUs) return known;
  const standing = standingOf(frame, timeUs);
  if (frame !== undefined) standings.set(frame, standing);
  return standing;
}

function standingOf(frame: MarkFrame | undefined, timeUs: bigint): FrameStanding {
  const isFresh = frame !== undefined && !isAged(frame, timeUs);
  return { frame, faultless: isFresh ? faultlessMarks(frame) : NOTHING_FAULTLESS, timeUs };
}

/** What has to be said about an instrument's mark beside the totals; index -1 for an instrument that isn't listed. */
export function legIssues(instrumentId: string, standing: FrameStanding, index: number): readonly LegIssue[] {
  if (standing.faultless[index] === 1) return NO_ISSUES;
  const { frame, timeUs } = standing;
  if (index < 0) return [unlisted(instrumentId)];
  if (frame === undefined || index >= frame.sourceOf.length) return [missingMark(instrumentId)];
  const failure = frame.failures.get(index);
  const valued = isValued(frame, index);
  if (failure !== undefined) return [{ ...failure, valueKept: valued }];
  if (!valued) return [missingMark(instrumentId)];
  const stale = isAged(frame, timeUs) ? [staleFrame(instrumentId, frame, timeUs)] : [];
  return [...stale, ...greekIssues(instrumentId, frame, index)];
}

const faultlessByFrame = new WeakMap<MarkFrame, Uint8Array>();

/** 1 for each mark of a frame of which nothing has to be said but its age; found once a frame, since every book asks. */
function faultlessMarks(frame: MarkFrame): Uint8Array {
  const known = faultlessByFrame.get(frame);
  if (known !== undefined) return known;
  const faultless = new Uint8Array(frame.sourceOf.length);
  for (let index = 0; index < faultless.length; index++) {
    const isFaulty = frame.failures.has(index) || !isValued(frame, index) || greekIssues('', frame, index).length > 0;
    faultless[index] = isFaulty ? 0 : 1;
  }
  faultlessByFrame.set(frame, faultless);
  return faultless;
}

function unlisted(instrumentId: string): LegIssue {
  return {
    code: 'unknown_instrument',
    reason: `Expected a listing of ${instrumentId}, found none.`,
    valueKept: false,
  };
}

function missingMark(instrumentId: string): LegIssue {
  return { code: 'missing_mark', reason: `Expected a mark of ${instrumentId}, found none.`, valueKept: false };
}

function isAged(frame: MarkFrame, timeUs: bigint): boolean {
  return timeUs - frame.timeUs > FRAME_AGE_US_MAX;
}

function staleFrame(instrumentId: string, frame: MarkFrame, timeUs: bigint): LegIssue {
  const [limit, age] = [FRAME_AGE_US_MAX, timeUs - frame.timeUs].map((us) => `${us / 1_000_000n} s`);
  const reason = `Expected a mark of ${instrumentId} of at most ${limit}, was ${age} old.`;
  return { code: 'stale', reason, valueKept: true };
}

function greekIssues(instrumentId: string, frame: MarkFrame, index: number): readonly LegIssue[] {
  if (!(frame.spotUsd > 0) && frame.columns.delta[index] !== 0) {
    const found = `was ${frame.spotUsd}: Greeks in USD are not counted.`;
    const reason = `Expected a spot price of ${frame.underlying} above 0 for ${instrumentId}, ${found}`;
    return [{ code: 'missing_spot', reason, valueKept: true }];
  }
  const missing: MarkColumnName[] = [];
  for (const name of MARK_COLUMN_NAMES) if (Number.isNaN(frame.columns[name][index])) missing.push(name);
  if (missing.length === 0) return NO_ISSUES;
  const reason = `Expected ${missing.join(', ')} of ${instrumentId}, found no value: counted as 0.`;
  return [{ code: 'missing_greek', reason, valueKept: true }];
}
