/**
 * Asks again whenever it is told that something changed: one question at a time, at most one in `intervalMs`, and always
 * one more after the last change. A question that fails is asked again at the next change.
 */
export function freshener(
  ask: () => Promise<void>,
  onFailure: (error: unknown) => void,
  intervalMs: number,
): () => void {
  let stale = false;
  let running = false;
  const run = async (): Promise<void> => {
    while (stale) {
      stale = false;
      await ask().catch(onFailure);
      await new Promise((resolve) => setTimeout(resolve, intervalMs));
    }
    running = false;
  };
  return () => {
    stale = true;
    if (running) return;
    running = true;
    void run();
  };
}
