import { shutdownTelemetry } from '@gimbal/telemetry';
import { PROCESS_STOP_MS_MAX } from '../limits.js';
import type { Logger } from './logger.js';

/** A started process: what to do when it has to end. */
export interface Process {
  stop(): Promise<void>;
}

export interface ProcessOptions {
  readonly logger: Logger;
  readonly start: (signal: AbortSignal) => Promise<Process>;
  /** PROCESS_STOP_MS_MAX unless said otherwise. */
  readonly stopMsMax?: number;
}

/**
 * Runs a process to its end. SIGTERM and SIGINT stop it in an orderly way and within a bound (exit code 0; a second signal,
 * or the bound, ends it at once with 1). An error that nobody handled is a broken invariant: exit code 1.
 * `start` is told by its signal when it has to give up before it is done.
 */
export async function runProcess({ logger, start, stopMsMax = PROCESS_STOP_MS_MAX }: ProcessOptions): Promise<void> {
  const asked = new AbortController();
  const end = (code: number, message: string, error?: unknown): never => {
    if (code === 0) logger.info(message);
    else logger.error(message, error === undefined ? {} : { error });
    process.exit(code);
  };
  const onSignal = (name: NodeJS.Signals): void => {
    if (asked.signal.aborted) end(1, `Ended at once by a second ${name}.`);
    logger.info(`Stopping by ${name}.`);
    asked.abort();
    setTimeout(() => end(1, `Expected to stop within ${stopMsMax} ms, ended at once.`), stopMsMax).unref();
  };
  process.on('SIGTERM', onSignal);
  process.on('SIGINT', onSignal);
  process.on('unhandledRejection', (error) => end(1, 'A promise was rejected and nobody handled it.', error));
  process.on('uncaughtException', (error) => end(1, 'An error was thrown and nobody handled it.', error));

  try {
    const running = await start(asked.signal);
    if (!asked.signal.aborted) {
      await new Promise<void>((resolve) => asked.signal.addEventListener('abort', () => resolve(), { once: true }));
    }
    await running.stop();
    await shutdownTelemetry();
  } catch (error) {
    if (asked.signal.aborted && error === asked.signal.reason) end(0, 'Stopped before the start was complete.');
    end(1, asked.signal.aborted ? 'Could not stop in an orderly way.' : 'Could not start.', error);
  }
  end(0, 'Stopped.');
}
