import { pauseFor } from '../../live/pauseFor.js';
import { systemIo } from '../../live/systemIo.js';

/** Waits on the machine's own clock, or until the signal says stop; never rejects, since the caller looks at the signal anyway. */
export function sleep(ms: number, signal: AbortSignal): Promise<void> {
  return ms <= 0 ? Promise.resolve() : pauseFor(ms, systemIo, signal);
}
