import { LogFailure } from '@gimbal/event-log';

/** Failures of the world that pass by themselves: the log or the database is away for a while. */
export function isPassing(error: unknown): boolean {
  if (error instanceof LogFailure) return error.code === 'unavailable';
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' && (PASSING_CODES.has(code) || code.startsWith('08') || code.startsWith('57P'));
}

const PASSING_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'CONNECTION_LOST',
  '40001',
  '40P01',
]);

export function errorText(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Waits, or returns at once when the signal is aborted. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done(): void {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}

export async function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return;
  await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}
