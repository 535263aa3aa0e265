import type { Surface } from './surfaceTypes.js';

/**
 * The forward at `tauYears`: its logarithm is linear between slices, and flat outside of them. NaN for a surface without
 * slices or a time that isn't a number.
 */
export function surfaceForward({ slices }: Surface, tauYears: number): number {
  if (slices.length === 0 || !Number.isFinite(tauYears)) return Number.NaN;
  let above = 0;
  while (above < slices.length && slices[above]!.tauYears < tauYears) above++;
  const later = slices[above];
  const earlier = slices[above - 1];
  if (later === undefined) return earlier!.forward.forward;
  if (earlier === undefined || later.tauYears === tauYears) return later.forward.forward;
  const share = (tauYears - earlier.tauYears) / (later.tauYears - earlier.tauYears);
  return earlier.forward.forward * (later.forward.forward / earlier.forward.forward) ** share;
}
