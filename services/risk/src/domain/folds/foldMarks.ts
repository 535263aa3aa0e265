import { isEvent } from '@gimbal/contracts';
import { InstrumentListed, MarksPublished } from '@gimbal/contracts/pricing/v1/mark_events';
import type { InboundEvent } from '@gimbal/projection';
import { amendFrame } from '../marks/amendFrame.js';
import type { FactRef, RiskState } from '../riskState.js';

/** Listings and marks, kept and live, into one frame an underlying. */
export function foldMarks(state: RiskState, event: InboundEvent, source: FactRef): boolean {
  if (isEvent(event, InstrumentListed)) {
    const { instrumentId, underlying, index } = event.value;
    if (!state.listings.has(instrumentId)) state.listings.set(instrumentId, { underlying, index });
    return true;
  }
  if (!isEvent(event, MarksPublished)) return false;
  const { underlying } = event.value;
  const frame = state.frames.get(underlying);
  const amended = amendFrame(frame, event.value, source);
  if (frame !== undefined && amended.step > frame.step) state.previousFrames.set(underlying, frame);
  if (amended !== frame) state.frames.set(underlying, amended);
  return true;
}
