import type { SrmParameters, SrmUnderlyingParameters } from '@gimbal/margin';

/**
 * What the published SRM cases were made with, as the domain handbook (1.5) found by reproducing them; the files name no
 * parameters. The venue's live parameters are others.
 */
export function srmParametersOfVectors(underlyings: readonly string[], marginFactor: number): SrmParameters {
  const terms = (underlying: string): SrmUnderlyingParameters => ({
    underlying,
    option: {
      maxSpot: 0.15,
      minSpot: 0.1,
      mmCallSpot: 0.075,
      mmPutSpot: 0.075,
      mmPutMtm: 0.075,
      unpairedIm: 1.2,
      unpairedMm: 1.1,
      mmOffset: 1.05,
    },
    perp: { mmShare: 0.05, imShare: 0.065 },
    base: { marginFactor, imScale: 1 },
    oracle: { perpThreshold: 0.4, optionThreshold: 0.4, baseThreshold: 0.4, factor: 0.4 },
  });
  return { underlyings: underlyings.map(terms), depeg: { thresholdUsd: 0.98, factor: 1.2 } };
}
