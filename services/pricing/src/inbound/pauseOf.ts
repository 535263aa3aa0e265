import { setImmediate } from 'node:timers/promises';

/** Lets others have their turn of the event loop; throws when the caller has gone away meanwhile. */
export type Pause = () => Promise<void>;

export function pauseOf(signal: AbortSignal): Pause {
  return async () => {
    await setImmediate();
    signal.throwIfAborted();
  };
}
