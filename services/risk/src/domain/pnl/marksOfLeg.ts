import { isValued } from '../exposure/legIssues.js';
import type { MarkFrame } from '../marks/markFrame.js';

/** The mark of one unit at one end of a step; Greeks without a value are zero. Units as in MarksPublished. */
export interface UnitMark {
  readonly priceUsd: number;
  readonly forwardUsd: number;
  readonly spotUsd: number;
  readonly vol: number;
  readonly delta: number;
  readonly gamma: number;
  readonly vega: number;
  readonly theta: number;
  readonly vanna: number;
  readonly volga: number;
  readonly charm: number;
  readonly carry: number;
  /** What a short pays beside the other side of the carry, zero or less. */
  readonly shortCharge: number;
  /** NaN where the instrument follows nothing. */
  readonly trackedUsd: number;
  readonly timeUs: number;
}

/** Marks of a frame by instrument index: null where it has none, and nothing where nobody has asked yet. */
type FrameMarks = (UnitMark | null | undefined)[];

const marksByFrame = new WeakMap<MarkFrame, FrameMarks>();

/** The frame of an underlying at one end of a step, or its absence; its marks are read once, however many books ask. */
export class MarkReader {
  private readonly marks: FrameMarks;

  constructor(readonly frame: MarkFrame | undefined) {
    const known = frame && marksByFrame.get(frame);
    this.marks = known ?? [];
    if (frame !== undefined && known === undefined) marksByFrame.set(frame, this.marks);
  }

  /** Undefined where the instrument isn't valued. */
  markOf(index: number): UnitMark | undefined {
    if (this.frame === undefined || index < 0) return undefined;
    const known = this.marks[index];
    if (known !== undefined) return known ?? undefined;
    const found = isValued(this.frame, index) ? readMark(this.frame, index) : null;
    this.marks[index] = found;
    return found ?? undefined;
  }
}

/** Both ends of a step. */
export interface StepMarks {
  readonly from: MarkReader;
  readonly to: MarkReader;
}

/** The frames on which an exposure of `beforeStep` rested, and those of now, by underlying; each found once. */
export function stepMarks(
  frames: { get(underlying: string): MarkFrame | undefined },
  previousFrames: { get(underlying: string): MarkFrame | undefined },
  beforeStep: number,
): (underlying: string) => StepMarks {
  const known = new Map<string, StepMarks>();
  let newest: { readonly underlying: string; readonly marks: StepMarks } | undefined;
  return (underlying) => {
    // Legs of one underlying mostly follow one another.
    if (newest?.underlying === underlying) return newest.marks;
    let marks = known.get(underlying);
    if (marks === undefined) {
      const frame = frames.get(underlying);
      const to = new MarkReader(frame);
      const stands = frame !== undefined && frame.step <= beforeStep;
      marks = { to, from: stands ? to : new MarkReader(previousFrames.get(underlying)) };
      known.set(underlying, marks);
    }
    newest = { underlying, marks };
    return marks;
  };
}

function readMark(frame: MarkFrame, index: number): UnitMark {
  const { columns, spotUsd } = frame;
  const at = (column: Float64Array | undefined): number => column?.[index] ?? Number.NaN;
  const priceUsd = at(columns.priceUsd);
  const forwardUsd = at(columns.forwardUsd);
  return {
    priceUsd,
    // Frames from before the column was read have no forward: then it moves as spot does.
    forwardUsd: forwardUsd > 0 ? forwardUsd : spotUsd,
    spotUsd,
    vol: orZero(at(columns.vol)),
    delta: orZero(at(columns.delta)),
    gamma: orZero(at(columns.gammaPerUsd)),
    vega: orZero(at(columns.vegaUsdPerVolPoint)),
    theta: orZero(at(columns.thetaUsdPerDay)),
    vanna: orZero(at(columns.vanna)),
    volga: orZero(at(columns.volga)),
    charm: orZero(at(columns.charmPerDay)),
    carry: orZero(at(columns.carryUsdPerDay)),
    shortCharge: frame.shortChargeUsdPerDay?.[index] ?? 0,
    trackedUsd: at(columns.trackedUsd),
    timeUs: Number(frame.timeUs),
  };
}

function orZero(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}
