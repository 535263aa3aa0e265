import type { FeedCatalogue } from '../feedCatalogue.js';
import type { RawFrame } from '../rawFrame.js';
import type { StepLedger } from '../stepLedger.js';
import { admitControl } from './admitControl.js';
import { admitReading } from './admitReading.js';

/**
 * Says what connectors said of themselves and what sessions read, in the order of their arrival, and gives back the frames
 * that are read one by one.
 */
export function admitLiveFrames(
  ledger: StepLedger,
  catalogue: FeedCatalogue,
  frames: readonly RawFrame[],
): readonly RawFrame[] {
  return frames.filter((frame) => {
    const description = catalogue.feeds.get(frame.feed);
    if (description === undefined) return true;
    if (frame.control !== undefined) admitControl(ledger, frame.feed, frame.control);
    else if (frame.reading === undefined) return true;
    else admitReading(ledger, description, frame, frame.reading);
    return false;
  });
}
