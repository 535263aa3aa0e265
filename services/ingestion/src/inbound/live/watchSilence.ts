import type { LiveIo } from './liveIo.js';

export interface SilenceWatch {
  start(): void;
  heard(): void;
  stop(): void;
}

/** Calls once when nothing was heard for so long. It looks again when the last word would be too old, not at each word. */
export function watchSilence(silenceMs: number, io: LiveIo, silent: () => void): SilenceWatch {
  let heardAtMs = 0;
  let cancel: (() => void) | undefined;
  const look = (): void => {
    const leftMs = heardAtMs + silenceMs - io.monotonicMs();
    if (leftMs <= 0) silent();
    else cancel = io.after(leftMs, look);
  };
  const heard = (): void => void (heardAtMs = io.monotonicMs());
  return {
    heard,
    start: () => {
      heard();
      cancel = io.after(silenceMs, look);
    },
    stop: () => cancel?.(),
  };
}
