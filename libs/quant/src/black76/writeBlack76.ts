import { BLACK76_REASONS } from './black76Types.js';
import type { Black76OutputColumns, Black76Reason } from './black76Types.js';
import { millsPair, ratios } from './twin/millsPair.js';
import { scaledExponential } from './twin/scaledExponential.js';
import { found, standardise } from './twin/standardise.js';

const CODE = Object.fromEntries(BLACK76_REASONS.map((reason, code) => [reason, code])) as Record<Black76Reason, number>;

/** Forward and strike lie between 2^-400 and 2^400, so that no product on the way leaves a double. */
const PRICE_MIN = 2 ** -400;
const PRICE_MAX = 2 ** 400;

const INVERSE_SQRT_2PI = 0.3989422804014326779;
const VOL_POINT = 0.01;
const VOL_POINT_SQUARED = 0.0001;
const PER_DAY = 1 / 365;
const HALF_PER_DAY = 0.5 / 365;
const EXPONENT_MIN = -746;
const EXPONENT_MAX = 746;
/** Below it the Mills ratio is taken at the mirrored point. */
const NEAR_FROM = -0.25;

/**
 * Values one option into row `i` of the columns, without allocation. F. Black, "The pricing of commodity contracts"
 * (1976); Greeks by differentiation, using F·n(d1) = K·n(d2). This is the twin of the `plain` kernel in
 * libs/quant/assembly: the same operations in the same order, so the same bits, which a test holds.
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
  standardise(forward, strike, tauYears, vol);
  const { x, d1, d2, deviation, inverseDeviation, inverseForward, sqrtTau, inverseVariance } = found;
  const above = x > 0;
  const a = above ? d2 : -d1;
  const b = above ? d1 : -d2;
  const near = a >= NEAR_FROM;
  const point = near ? a : -a;
  millsPair(point, b, near ? deviation : b - point);

  const discount = discountAt(ratePer1, tauYears);
  const density = densityAt(found.exponent, found.exponentLow) * discount;
  const mass = forward * density;
  const sign = isPut ? -1 : 1;
  const lesser = (strike < forward ? strike : forward) * discount;
  const outOfTheMoney = near ? mass * ratios.gap : lesser - mass * (ratios.a + ratios.b);
  const within = sign * (forward - strike);
  const price = (within < 0 ? 0 : within) * discount + outOfTheMoney;

  const tail1 = density * (above ? ratios.b : ratios.a);
  const isLowerTail = !above && near;
  const delta = sign * (isLowerTail === isPut ? discount - tail1 : tail1);
  const tail2 = mass * (above ? ratios.a : ratios.b);
  const isStrikeTail = !above || !near;
  const strikePart = sign * (isStrikeTail === isPut ? strike * discount - tail2 : tail2);

  const variancePerYear = vol * vol;
  const tilt = density * d2;
  const tiltPerVol = tilt * sqrtTau * inverseDeviation;
  out.reason[i] = CODE.valued;
  out.price[i] = price;
  out.delta[i] = delta;
  out.gammaPerUsd[i] = density * inverseDeviation * inverseForward;
  out.vegaPerVolPoint[i] = mass * sqrtTau * VOL_POINT;
  out.thetaPerDay[i] = (ratePer1 * price + mass * -0.5 * variancePerYear * inverseDeviation) * PER_DAY;
  out.rhoPer1[i] = tauYears * strikePart;
  out.forwardRhoPer1[i] = -(tauYears * price);
  out.vannaPerVolPoint[i] = -(tiltPerVol * VOL_POINT);
  out.volgaPerVolPointSquared[i] = forward * (sqrtTau * d1) * tiltPerVol * VOL_POINT_SQUARED;
  out.charmPerDay[i] = tilt * (variancePerYear * inverseVariance) * HALF_PER_DAY + ratePer1 * delta * PER_DAY;
  if (!Number.isFinite(rowSum(out, i))) writeRefusal(out, i, CODE.outOfRange);
}

/** The low part of a huge exponent is huge itself, and means nothing once the exponent is cut. */
function densityAt(exponent: number, low: number): number {
  if (exponent > EXPONENT_MIN) return scaledExponential(exponent, low, INVERSE_SQRT_2PI);
  return scaledExponential(exponent < EXPONENT_MIN ? EXPONENT_MIN : exponent, 0, INVERSE_SQRT_2PI);
}

function discountAt(ratePer1: number, tauYears: number): number {
  if (ratePer1 === 0) return 1;
  const exponent = -(ratePer1 * tauYears);
  const atLeast = exponent < EXPONENT_MIN ? EXPONENT_MIN : exponent;
  return scaledExponential(EXPONENT_MAX < atLeast ? EXPONENT_MAX : atLeast, 0, 1);
}

function refuse(forward: number, strike: number, tauYears: number, vol: number, ratePer1: number): number {
  if (!Number.isFinite(forward + strike + tauYears + vol + ratePer1)) return CODE.notFinite;
  if (forward <= 0) return CODE.forwardNotPositive;
  if (strike <= 0) return CODE.strikeNotPositive;
  if (tauYears <= 0) return CODE.expired;
  if (vol <= 0) return CODE.volNotPositive;
  if (forward < PRICE_MIN || strike < PRICE_MIN) return CODE.outOfRange;
  return forward > PRICE_MAX || strike > PRICE_MAX ? CODE.outOfRange : CODE.valued;
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
