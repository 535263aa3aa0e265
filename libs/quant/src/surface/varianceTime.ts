/** Years of variance in the time from now to `tauYears`; rises with it. Calendar time itself when nothing is known. */
export type VarianceTime = (tauYears: number) => number;

export const calendarVarianceTime: VarianceTime = (tauYears) => tauYears;

/** A stretch of time, from now, in which variance runs at another speed: a weekend at 0.6, the hour of a release at 5. */
export interface VarianceWindow {
  readonly fromTauYears: number;
  readonly toTauYears: number;
  /** At least 0, and above 0 somewhere in every interval that is to be interpolated. */
  readonly weight: number;
}

/** Time in which each window runs at its weight and the rest at 1. Windows don't overlap. */
export function weightedVarianceTime(windows: readonly VarianceWindow[]): VarianceTime {
  return (tauYears) => {
    let years = tauYears;
    for (const { fromTauYears, toTauYears, weight } of windows) {
      const within = Math.max(0, Math.min(tauYears, toTauYears) - Math.max(0, fromTauYears));
      years += (weight - 1) * within;
    }
    return years;
  };
}
