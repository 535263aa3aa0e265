/** How fast domain time passes, over the last seconds. */
export interface PaceMeter {
  /** `wallMs` is a monotonic clock; `domainUs` the domain clock at that moment. */
  note(wallMs: number, domainUs: number): void;
  /** Domain seconds per wall second; 0 when it stands still. */
  speed(wallMs: number): number;
}

const WINDOW_MS = 4_000;

export function createPaceMeter(): PaceMeter {
  let samples: { readonly wallMs: number; readonly domainUs: number }[] = [];
  return {
    note: (wallMs, domainUs) => {
      if (domainUs === 0) return;
      const last = samples.at(-1);
      if (last === undefined || domainUs > last.domainUs) samples.push({ wallMs, domainUs });
      // One sample before the window stays, so that slow steps are measured from end to end.
      while (samples.length > 1 && samples[1]!.wallMs < wallMs - WINDOW_MS) samples = samples.slice(1);
    },
    speed: (wallMs) => {
      const [first, last] = [samples[0], samples.at(-1)];
      if (first === undefined || last === undefined || first === last || wallMs - last.wallMs > WINDOW_MS) return 0;
      return (last.domainUs - first.domainUs) / 1000 / Math.max(1, wallMs - first.wallMs);
    },
  };
}
