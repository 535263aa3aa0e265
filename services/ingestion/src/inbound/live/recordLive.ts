import type { Live } from './openLive.js';

/** Takes one live step after another into the journal, with no stage behind it, until the signal is aborted. */
export async function recordLive(
  live: Live,
  signal: AbortSignal,
  onStep: (step: number, frames: number) => void,
): Promise<void> {
  // There is no log behind it: what the journal has already is of no interest to anybody.
  let step = await live.takeUp();
  try {
    for (;;) {
      const { external } = await live.waitFor(++step, signal);
      onStep(step, (external as readonly unknown[]).length);
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await live.close();
  }
}
