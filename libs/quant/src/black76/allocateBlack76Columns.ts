import type { Black76InputColumns, Black76OutputColumns } from './black76Types.js';

/** Input columns for `length` options, all zero. Allocate once per underlying and reuse. */
export function allocateBlack76Inputs(length: number): Black76InputColumns {
  return {
    forward: new Float64Array(length),
    strike: new Float64Array(length),
    tauYears: new Float64Array(length),
    vol: new Float64Array(length),
    ratePer1: new Float64Array(length),
    isPut: new Uint8Array(length),
  };
}

/** Output columns for `length` options, all zero. Allocate once per underlying and reuse. */
export function allocateBlack76Outputs(length: number): Black76OutputColumns {
  return {
    price: new Float64Array(length),
    delta: new Float64Array(length),
    gammaPerUsd: new Float64Array(length),
    vegaPerVolPoint: new Float64Array(length),
    thetaPerDay: new Float64Array(length),
    rhoPer1: new Float64Array(length),
    forwardRhoPer1: new Float64Array(length),
    vannaPerVolPoint: new Float64Array(length),
    volgaPerVolPointSquared: new Float64Array(length),
    charmPerDay: new Float64Array(length),
    reason: new Uint8Array(length),
  };
}
