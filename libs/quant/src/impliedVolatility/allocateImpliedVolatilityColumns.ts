import type { ImpliedVolatilityInputColumns, ImpliedVolatilityOutputColumns } from './impliedVolatilityTypes.js';

/** Input columns for `length` options, all zero. Allocate once and reuse. */
export function allocateImpliedVolatilityInputs(length: number): ImpliedVolatilityInputColumns {
  return {
    forward: new Float64Array(length),
    strike: new Float64Array(length),
    tauYears: new Float64Array(length),
    ratePer1: new Float64Array(length),
    price: new Float64Array(length),
    isPut: new Uint8Array(length),
  };
}

/** Output columns for `length` options, all zero. Allocate once and reuse. */
export function allocateImpliedVolatilityOutputs(length: number): ImpliedVolatilityOutputColumns {
  return { vol: new Float64Array(length), reason: new Uint8Array(length) };
}
