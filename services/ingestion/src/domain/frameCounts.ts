/** What became of one frame that left no observation in the log. */
export interface FrameVerdict {
  readonly feed: string;
  readonly kind: 'duplicate' | 'carried' | 'quarantined' | 'unconnected';
}

/** Frames without an observation, counted since the process started: duplicates leave no trace in the log. */
export interface FrameCounts {
  readonly duplicates: number;
  readonly carried: number;
  readonly quarantined: number;
  /** Blocks whose parent wasn't there: the connector gives them again. */
  readonly unconnected: number;
}

export const NO_FRAMES: FrameCounts = { duplicates: 0, carried: 0, quarantined: 0, unconnected: 0 };

/** The counts with one more verdict. */
export function withVerdict(counts: FrameCounts, verdict: FrameVerdict): FrameCounts {
  switch (verdict.kind) {
    case 'duplicate':
      return { ...counts, duplicates: counts.duplicates + 1 };
    case 'carried':
      return { ...counts, carried: counts.carried + 1 };
    case 'quarantined':
      return { ...counts, quarantined: counts.quarantined + 1 };
    case 'unconnected':
      return { ...counts, unconnected: counts.unconnected + 1 };
  }
}
