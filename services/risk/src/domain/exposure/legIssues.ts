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
  /** Every index is faultless. */
  readonly isWhole: boolean;
  readonly timeUs: bigint;
}

const NOTHING_FAULTLESS: FaultlessMarks = { marks: new Uint8Array(), isWhole: false };

export function frameStanding(frame: MarkFrame | undefined, timeUs: bigint): FrameStanding {
  const isFresh = frame !== undefined && !isAged(frame, timeUs);
  const { marks, isWhole } = isFresh ? faultlessMarks(frame) : NOTHING_FAULTLESS;
  return { frame, faultless: marks, isWhole, timeUs };
}

/** Nothing has to be said about the mark, and it counts. */
export function isFaultless(standing: FrameStanding, index: number): boolean {
  return standing.faultless[index] === 1;
}

/** What has to be said about an instrument's mark beside the totals; index -1 for an instrument that isn't listed. */
export function legIssues(instrumentId: string, standing: FrameStanding, index: number): readonly LegIssue[] {
  if (isFaultless(standing, index)) return NO_ISSUES;
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

interface FaultlessMarks {
  readonly marks: Uint8Array;
  readonly isWhole: boolean;
}

const faultlessByFrame = new WeakMap<MarkFrame, FaultlessMarks>();

/** 1 for each mark of a frame of which nothing has to be said but its age; found once a frame, since every book asks. */
function faultlessMarks(frame: MarkFrame): FaultlessMarks {
  const known = faultlessByFrame.get(frame);
  if (known !== undefined) return known;
  const marks = new Uint8Array(frame.sourceOf.length);
  for (let index = 0; index < marks.length; index++) {
    const isFaulty = frame.failures.has(index) || !isValued(frame, index) || greekIssues('', frame, index).length > 0;
    marks[index] = isFaulty ? 0 : 1;
  }
  const found = { marks, isWhole: !marks.includes(0) };
  faultlessByFrame.set(frame, found);
  return found;
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
