import { setTimeout as sleep } from 'node:timers/promises';

export interface ReplayPace {
  /** Domain times between which the replay keeps pace with a clock; outside, it runs as fast as it can. */
  readonly fromUs: bigint;
  readonly toUs: bigint;
  /** Domain seconds per wall second. */
  readonly speed: number;
}

/**
 * Holds a replay back so that domain time passes at the wanted speed within its window. The clock starts at the first
 * step of the window that is waited for, so that a replay that goes on in the middle doesn't wait for what was played.
 */
export class PaceClock {
  private start: { readonly wallMs: number; readonly timeUs: bigint } | undefined;

  constructor(private readonly pace: ReplayPace | undefined) {}

  async waitFor(timeUs: bigint, signal: AbortSignal): Promise<void> {
    const { pace } = this;
    if (pace === undefined || timeUs < pace.fromUs || timeUs > pace.toUs) return;
    this.start ??= { wallMs: performance.now(), timeUs };
    const dueMs = this.start.wallMs + Number(timeUs - this.start.timeUs) / 1000 / pace.speed;
    const leftMs = dueMs - performance.now();
    if (leftMs > 0) await sleep(leftMs, undefined, { signal });
  }
}
