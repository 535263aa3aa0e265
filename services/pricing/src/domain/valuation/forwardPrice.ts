import type { SurfaceSlice } from '@gimbal/contracts/pricing/v1/mark_events';
import { formatInstrument } from '@gimbal/instruments';
import { SURFACE_AGE_US_MAX } from '../../limits.js';
import type { Inputs } from './inputs.js';
import type { MarketView } from './marketView.js';
import { markPrice } from './markPrice.js';
import { type CoveringSlice, coveringSlices, surfaceName } from './optionVol.js';
import { spotPrice } from './spotPrice.js';

/** A contract of one venue with an expiry: an option or a dated future. */
export interface DatedContract {
  readonly venue: string;
  readonly underlying: string;
  readonly quote: string;
  readonly expiryMs: number;
}

export interface Forward {
  readonly forwardUsd: number;
  readonly spotUsd: number;
}

/** The ids that may mark a contract's forward. Formatting them costs more than Black-76, and instruments live long. */
const idsOfContract = new WeakMap<DatedContract, readonly string[]>();

function forwardIds(contract: DatedContract): readonly string[] {
  const known = idsOfContract.get(contract);
  if (known !== undefined) return known;
  const { venue, underlying, quote, expiryMs } = contract;
  const ids = [
    formatInstrument({ kind: 'future', venue, underlying, quote, expiryMs, inverse: false }),
    formatInstrument({ kind: 'perp', venue, underlying, quote, inverse: false }),
  ];
  idsOfContract.set(contract, ids);
  return ids;
}

/**
 * The forward to an expiry: the mark of the venue's future of that expiry; else what its surface was fitted on, moved
 * with spot; else the mark of its perpetual, which has no expiry but trades where the futures do; else spot, which is
 * the forward at a rate of 0.
 */
export function forwardPrice(contract: DatedContract, view: MarketView, inputs: Inputs): Forward | undefined {
  const [future = '', perp = ''] = forwardIds(contract);
  const covering = view.markFeeds.has(future) ? undefined : freshSlice(contract, view);
  const marked = [future, perp].find((id) => covering === undefined && view.markFeeds.has(id));
  const mark = marked === undefined ? undefined : markPrice(marked, contract.underlying, view, inputs);
  const spotUsd = spotPrice(contract.underlying, view, inputs);
  if (spotUsd === undefined) return undefined;
  if (covering === undefined) return { forwardUsd: mark?.markUsd ?? spotUsd, spotUsd };
  const { surface, slice } = covering;
  const source = surfaceName(surface, slice);
  inputs.rest({ source, confidence: slice.confidence, agreeing: 1 }, ageUsOf(slice, view));
  const moved = surface.spotUsd > 0 ? spotUsd / surface.spotUsd : 1;
  return { forwardUsd: slice.forwardUsd * moved, spotUsd };
}

/** A slice of the venue itself: another venue's forward is another contract's. */
function freshSlice(contract: DatedContract, view: MarketView): CoveringSlice | undefined {
  return coveringSlices(contract, view).find(
    ({ surface, slice }) => surface.venue === contract.venue && ageUsOf(slice, view) <= SURFACE_AGE_US_MAX,
  );
}

function ageUsOf({ observedAtUs }: SurfaceSlice, { timeUs }: MarketView): bigint {
  return timeUs > observedAtUs ? timeUs - observedAtUs : 0n;
}
