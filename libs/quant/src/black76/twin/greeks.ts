import type { Black76InputColumns, Black76OutputColumns } from '../black76Types.js';
import { scratch } from './scratch.js';

const {
  d1,
  d2,
  density,
  discount,
  inverseDeviation,
  inverseForward,
  inverseVariance,
  millsA,
  millsB,
  millsGap,
  near,
  sqrtTau,
  x,
} = scratch;

const SIGNS = Float64Array.of(1, -1);
const answers = new Float64Array(2);
const VOL_POINT = 0.01;
const VOL_POINT_SQUARED = 0.0001;
const PER_DAY = 1 / 365;
const HALF_PER_DAY = 0.5 / 365;

/** Price and Greeks of a block from its densities and Mills ratios: the twin of libs/quant/assembly/greeks.ts. */
export function writeGreeks(inputs: Black76InputColumns, out: Black76OutputColumns, from: number, rows: number): void {
  writeValues(inputs, out, from, rows);
  writeSensitivities(inputs, out, from, rows);
}

/**
 * What needs the ratios: price, delta and the two rhos. Which side of the money a row is on, and whether it is a put, is as
 * likely as not, so both answers are made and one is looked up: a wrong guess of the CPU would cost as much as both.
 */
function writeValues(inputs: Black76InputColumns, out: Black76OutputColumns, from: number, rows: number): void {
  const { forward, strike, tauYears, isPut } = inputs;
  const { price, delta, rhoPer1, forwardRhoPer1 } = out;
  for (let i = 0; i < rows; i++) {
    const row = from + i;
    const put = +(isPut[row] === 1);
    const sign = SIGNS[put]!;
    const above = +(x[i]! > 0);
    const isNear = near[i]!;
    const factor = discount[i]!;
    const scaled = density[i]! * factor;
    const mass = forward[row]! * scaled;
    const lesser = Math.min(forward[row]!, strike[row]!) * factor;
    answers[0] = lesser - mass * (millsA[i]! + millsB[i]!);
    answers[1] = mass * millsGap[i]!;
    const value = Math.max(sign * (forward[row]! - strike[row]!), 0) * factor + answers[isNear]!;

    // The tail at d1 is N(d1) or N(-d1), the one at d2 N(d2) or N(-d2); what the other side needs is its complement.
    answers[0] = millsA[i]!;
    answers[1] = millsB[i]!;
    const tail1 = scaled * answers[above]!;
    const tail2 = mass * answers[1 - above]!;
    answers[0] = tail1;
    answers[1] = factor - tail1;
    const change = sign * answers[1 ^ put ^ (isNear & (1 - above))]!;
    answers[0] = tail2;
    answers[1] = strike[row]! * factor - tail2;
    const strikePart = sign * answers[put ^ (isNear & above)]!;
    price[row] = value;
    delta[row] = change;
    rhoPer1[row] = tauYears[row]! * strikePart;
    forwardRhoPer1[row] = -(tauYears[row]! * value);
  }
}

/** What is a product with the density. */
function writeSensitivities(inputs: Black76InputColumns, out: Black76OutputColumns, from: number, rows: number): void {
  const { forward, vol, ratePer1 } = inputs;
  const { price, delta, gammaPerUsd, vegaPerVolPoint, thetaPerDay } = out;
  const { vannaPerVolPoint, volgaPerVolPointSquared, charmPerDay } = out;
  for (let i = 0; i < rows; i++) {
    const row = from + i;
    const rate = ratePer1[row]!;
    const scaled = density[i]! * discount[i]!;
    const mass = forward[row]! * scaled;
    const inverse = inverseDeviation[i]!;
    const root = sqrtTau[i]!;
    const square = vol[row]! * vol[row]!;
    const tilt = scaled * d2[i]!;
    const tiltPerVol = tilt * root * inverse;
    gammaPerUsd[row] = scaled * inverse * inverseForward[i]!;
    vegaPerVolPoint[row] = mass * root * VOL_POINT;
    thetaPerDay[row] = (rate * price[row]! + mass * -0.5 * square * inverse) * PER_DAY;
    vannaPerVolPoint[row] = -(tiltPerVol * VOL_POINT);
    volgaPerVolPointSquared[row] = forward[row]! * (root * d1[i]!) * tiltPerVol * VOL_POINT_SQUARED;
    charmPerDay[row] = tilt * (square * inverseVariance[i]!) * HALF_PER_DAY + rate * delta[row]! * PER_DAY;
  }
}
