import { PROCESS_STOP_MS_MAX } from './limits.js';

export interface StopSignals {
  readonly signal: AbortSignal;
  /** As if a signal had come. */
  stop(): void;
  dispose(): void;
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

/** Turns the first signal into an abort. A second one, or a stop that takes too long, ends the process at once. */
export function onStopSignals(): StopSignals {
  const controller = new AbortController();
  const stop = (): void => {
    if (controller.signal.aborted) return;
    controller.abort();
    setTimeout(() => process.exit(1), PROCESS_STOP_MS_MAX).unref();
  };
  const onSignal = (): void => {
    if (controller.signal.aborted) process.exit(1);
    stop();
  };
  for (const name of SIGNALS) process.on(name, onSignal);
  return {
    signal: controller.signal,
    stop,
    dispose: () => {
      for (const name of SIGNALS) process.off(name, onSignal);
    },
  };
}
