/** `register` runs before the application, maybe from another copy of this package, so they meet in the global object. */
const RUNNING = Symbol.for('gimbal.telemetry');

type Global = typeof globalThis & { [RUNNING]?: () => Promise<void> };

export function rememberTelemetry(shutdown: () => Promise<void>): void {
  (globalThis as Global)[RUNNING] = shutdown;
}

/** Flushes spans and metrics at the end of a process; does nothing when telemetry is off. Never rejects: it must not hold up a stop. */
export async function shutdownTelemetry(): Promise<void> {
  await (globalThis as Global)[RUNNING]?.().catch(() => undefined);
}
