import type { ExposureVector } from '@gimbal/contracts/risk/v1/exposure_events';

/** The fields of an exposure vector in the order in which they stand in an array of doubles. */
export const VECTOR_FIELDS = [
  'valueUsd',
  'deltaUsd',
  'gammaUsdPer1pct',
  'vegaUsdPerVolPoint',
  'thetaUsdPerDay',
  'rhoUsd',
  'vannaUsd',
  'volgaUsd',
  'charmUsdPerDay',
  'carryUsdPerDay',
  'fundingUsdPerDay',
  'interestUsdPerDay',
  'lpFeesLessLvrUsdPerDay',
  'interestUsdPerDayPerRatePoint',
  'deltaStickyDeltaUsd',
] as const satisfies readonly (keyof ExposureVector)[];

export type VectorField = (typeof VECTOR_FIELDS)[number];

export const VECTOR_SIZE = VECTOR_FIELDS.length;
export const VALUE_USD = 0;
export const DELTA_USD = 1;
export const GAMMA_USD_PER_1PCT = 2;
export const VEGA_USD_PER_VOL_POINT = 3;
export const CARRY_USD_PER_DAY = 9;
export const FUNDING_USD_PER_DAY = 10;
export const INTEREST_USD_PER_DAY = 11;
export const LP_FEES_LESS_LVR_USD_PER_DAY = 12;
export const INTEREST_USD_PER_DAY_PER_RATE_POINT = 13;
export const DELTA_STICKY_DELTA_USD = 14;

/** An exposure vector as doubles, so that sums over many positions allocate nothing. */
export type VectorSums = Float64Array;

export function newVectorSums(): VectorSums {
  return new Float64Array(VECTOR_SIZE);
}

export function addVector(sums: VectorSums, vector: VectorSums): void {
  for (let field = 0; field < VECTOR_SIZE; field++) sums[field] = sums[field]! + vector[field]!;
}

/**
 * Assets that are held as dollars. Each has its own line and is a risk factor of its own (USDC and USDC.e are two), but
 * the total delta is the one that a move of the market changes, and leaves them out.
 */
const USD_PEGGED_ASSETS: ReadonlySet<string> = new Set(['USD', 'USDC', 'USDC.e', 'USDT', 'DAI']);

export function isUsdPegged(asset: string): boolean {
  return USD_PEGGED_ASSETS.has(asset);
}

/** Adds to a sum that spans assets: dollars count in every field but the deltas. */
export function addAcrossAssets(sums: VectorSums, vector: VectorSums, isDollar: boolean): void {
  const deltaUsd = sums[DELTA_USD]!;
  const deltaStickyDeltaUsd = sums[DELTA_STICKY_DELTA_USD]!;
  addVector(sums, vector);
  if (!isDollar) return;
  sums[DELTA_USD] = deltaUsd;
  sums[DELTA_STICKY_DELTA_USD] = deltaStickyDeltaUsd;
}

/** Field by field: an object that is filled in a loop costs several times as much, and there are thousands a step. */
export function exposureVectorOf(sums: VectorSums): ExposureVector {
  return {
    valueUsd: sums[0]!,
    deltaUsd: sums[1]!,
    gammaUsdPer1pct: sums[2]!,
    vegaUsdPerVolPoint: sums[3]!,
    thetaUsdPerDay: sums[4]!,
    rhoUsd: sums[5]!,
    vannaUsd: sums[6]!,
    volgaUsd: sums[7]!,
    charmUsdPerDay: sums[8]!,
    carryUsdPerDay: sums[9]!,
    fundingUsdPerDay: sums[10]!,
    interestUsdPerDay: sums[11]!,
    lpFeesLessLvrUsdPerDay: sums[12]!,
    interestUsdPerDayPerRatePoint: sums[13]!,
    deltaStickyDeltaUsd: sums[14]!,
  };
}

export function vectorSumsOf(vector: ExposureVector): VectorSums {
  return Float64Array.from(VECTOR_FIELDS, (field) => vector[field]);
}
