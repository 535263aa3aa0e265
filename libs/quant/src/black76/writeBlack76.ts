import { normalCdf } from '../normal/normalCdf.js';
import { normalPdf } from '../normal/normalPdf.js';
import { DAYS_PER_YEAR, VOL_POINT } from '../units.js';
import { BLACK76_REASONS } from './black76Types.js';
import type { Black76OutputColumns, Black76Reason } from './black76Types.js';

const CODE = Object.fromEntries(BLACK76_REASONS.map((reason, code) => [reason, code])) as Record<Black76Reason, number>;

/**
 * Values one option into row `i` of the columns, without allocation: the kernel below both `black76` and
 * `black76Columns`. F. Black, "The pricing of commodity contracts" (1976), with d1 = [ln(F/K) + σ²τ/2]/(σ√τ);
 * Greeks by differentiation, using F·n(d1) = K·n(d2).
 */
export function writeBlack76(
  out: Black76OutputColumns,
  i: number,
  forward: number,
  strike: number,
  tauYears: number,
  vol: number,
  ratePer1: number,
  isPut: boolean,
): void {
  const refusal = refuse(forward, strike, tauYears, vol, ratePer1);
  if (refusal !== CODE.valued) return writeRefusal(out, i, refusal);
  const sqrtTau = Math.sqrt(tauYears);
  const deviation = vol * sqrtTau;
  const d1 = logRatio(forward, strike) / deviation + deviation / 2;
  const d2 = d1 - deviation;
  const sign = isPut ? -1 : 1;
  const discount = Math.exp(-ratePer1 * tauYears);
  const discountedDensity = discount * normalPdf(d1);
  const delta = sign * discount * normalCdf(sign * d1);
  const strikePart = sign * strike * discount * normalCdf(sign * d2);
  const price = Math.max(0, forward * delta - strikePart);
  const vegaPer1 = forward * discountedDensity * sqrtTau;
  // Far out of the money d2 is huge while the density has underflowed: 0 is the limit, 0·∞ would be NaN.
  const tilt = discountedDensity === 0 ? 0 : discountedDensity * d2;

  out.reason[i] = CODE.valued;
  out.price[i] = price;
  out.delta[i] = delta;
  out.gammaPerUsd[i] = discountedDensity / (forward * deviation);
  out.vegaPerVolPoint[i] = vegaPer1 * VOL_POINT;
  out.thetaPerDay[i] = (ratePer1 * price - (vegaPer1 * vol) / (2 * tauYears)) / DAYS_PER_YEAR;
  out.rhoPer1[i] = tauYears * strikePart;
  out.forwardRhoPer1[i] = -tauYears * price;
  out.vannaPerVolPoint[i] = (-tilt / vol) * VOL_POINT;
  out.volgaPerVolPointSquared[i] = tilt === 0 ? 0 : ((forward * sqrtTau * tilt * d1) / vol) * VOL_POINT * VOL_POINT;
  out.charmPerDay[i] = (ratePer1 * delta + tilt / (2 * tauYears)) / DAYS_PER_YEAR;
  if (!Number.isFinite(rowSum(out, i))) writeRefusal(out, i, CODE.outOfRange);
}

function refuse(forward: number, strike: number, tauYears: number, vol: number, ratePer1: number): number {
  if (!Number.isFinite(forward + strike + tauYears + vol + ratePer1)) return CODE.notFinite;
  if (forward <= 0) return CODE.forwardNotPositive;
  if (strike <= 0) return CODE.strikeNotPositive;
  if (tauYears <= 0) return CODE.expired;
  if (vol <= 0) return CODE.volNotPositive;
  return CODE.valued;
}

/** ln(F/K); near the money the difference F - K is exact, and the quotient isn't. */
function logRatio(forward: number, strike: number): number {
  const ratio = forward / strike;
  return ratio > 0.5 && ratio < 2 ? Math.log1p((forward - strike) / strike) : Math.log(forward) - Math.log(strike);
}

/** NaN or infinite as soon as one number of the row is. */
function rowSum(out: Black76OutputColumns, i: number): number {
  const first = out.price[i]! + out.delta[i]! + out.gammaPerUsd[i]! + out.vegaPerVolPoint[i]! + out.thetaPerDay[i]!;
  const second = out.rhoPer1[i]! + out.forwardRhoPer1[i]! + out.vannaPerVolPoint[i]!;
  return first + second + out.volgaPerVolPointSquared[i]! + out.charmPerDay[i]!;
}

function writeRefusal(out: Black76OutputColumns, i: number, code: number): void {
  out.reason[i] = code;
  out.price[i] = Number.NaN;
  out.delta[i] = Number.NaN;
  out.gammaPerUsd[i] = Number.NaN;
  out.vegaPerVolPoint[i] = Number.NaN;
  out.thetaPerDay[i] = Number.NaN;
  out.rhoPer1[i] = Number.NaN;
  out.forwardRhoPer1[i] = Number.NaN;
  out.vannaPerVolPoint[i] = Number.NaN;
  out.volgaPerVolPointSquared[i] = Number.NaN;
  out.charmPerDay[i] = Number.NaN;
}
