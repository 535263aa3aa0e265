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
  /** NaN where the instrument follows nothing. */
  readonly trackedUsd: number;
  readonly timeUs: number;
}

const marksByFrame = new WeakMap<MarkFrame, (UnitMark | null | undefined)[]>();

/** The mark of an instrument in a frame, found once a frame however many books ask; undefined where it isn't valued. */
export function unitMarkOf(frame: MarkFrame | undefined, index: number): UnitMark | undefined {
  if (frame === undefined || index < 0) return undefined;
  let marks = marksByFrame.get(frame);
  if (marks === undefined) marksByFrame.set(frame, (marks = []));
  const known = marks[index];
  if (known !== undefined) return known ?? undefined;
  const found = isValued(frame, index) ? readMark(frame, index) : null;
  marks[index] = found;
  return found ?? undefined;
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
    trackedUsd: at(columns.trackedUsd),
    timeUs: Number(frame.timeUs),
  };
}

function orZero(value: number): number {
  return Number.isNaN(value) ? 0 : value;
}
