import { BLACK76_REASONS } from '../black76Types.js';
import type { Black76InputColumns, Black76OutputColumns, Black76Reason } from '../black76Types.js';

const CODE = Object.fromEntries(BLACK76_REASONS.map((reason, code) => [reason, code])) as Record<Black76Reason, number>;

/** Forward and strike lie between these, so that no product on the way leaves a double. */
const PRICE_MIN = 2 ** -400;
const PRICE_MAX = 2 ** 400;

/** Writes each row's reason, and NaN over the numbers of one that has one: the twin of libs/quant/assembly/refuse.ts. */
export function refuseRows(inputs: Black76InputColumns, out: Black76OutputColumns, from: number, rows: number): void {
  if (allValued(inputs, out, from, rows)) {
    out.reason.fill(CODE.valued, from, from + rows);
    return;
  }
  for (let row = from; row < from + rows; row++) {
    const reason = inputReason(inputs, row);
    const code = reason === CODE.valued && !Number.isFinite(rowSum(out, row)) ? CODE.outOfRange : reason;
    out.reason[row] = code;
    if (code !== CODE.valued) writeNaN(out, row);
  }
}

/** One look at a block, which is all that most blocks need. */
function allValued(inputs: Black76InputColumns, out: Black76OutputColumns, from: number, rows: number): boolean {
  const { forward, strike, tauYears, vol } = inputs;
  let least = Infinity;
  let lesser = Infinity;
  let greater = 0;
  for (let row = from; row < from + rows; row++) {
    lesser = Math.min(lesser, Math.min(forward[row]!, strike[row]!));
    greater = Math.max(greater, Math.max(forward[row]!, strike[row]!));
    least = Math.min(least, Math.min(tauYears[row]!, vol[row]!));
  }
  return least > 0 && lesser >= PRICE_MIN && greater <= PRICE_MAX && allFinite(out, from, rows);
}

function allFinite(out: Black76OutputColumns, from: number, rows: number): boolean {
  const { price, delta, gammaPerUsd, vegaPerVolPoint, thetaPerDay, rhoPer1, forwardRhoPer1 } = out;
  const { vannaPerVolPoint, volgaPerVolPointSquared, charmPerDay } = out;
  let faults = 0;
  for (let row = from; row < from + rows; row++) {
    const first = price[row]! + delta[row]! + (gammaPerUsd[row]! + vegaPerVolPoint[row]!);
    const second = thetaPerDay[row]! + rhoPer1[row]! + (forwardRhoPer1[row]! + vannaPerVolPoint[row]!);
    const sum = first + second + (volgaPerVolPointSquared[row]! + charmPerDay[row]!);
    // 0 for a number, NaN for what is none.
    faults += sum - sum;
  }
  return faults === 0;
}

function inputReason({ forward, strike, tauYears, vol, ratePer1 }: Black76InputColumns, row: number): number {
  const given = [forward[row]!, strike[row]!, tauYears[row]!, vol[row]!, ratePer1[row]!];
  if (!given.every(Number.isFinite)) return CODE.notFinite;
  if (forward[row]! <= 0) return CODE.forwardNotPositive;
  if (strike[row]! <= 0) return CODE.strikeNotPositive;
  if (tauYears[row]! <= 0) return CODE.expired;
  if (vol[row]! <= 0) return CODE.volNotPositive;
  const inRange = [forward[row]!, strike[row]!].every((price) => price >= PRICE_MIN && price <= PRICE_MAX);
  return inRange ? CODE.valued : CODE.outOfRange;
}

/** NaN or infinite as soon as one number of the row is. */
function rowSum(out: Black76OutputColumns, row: number): number {
  const first = out.price[row]! + out.delta[row]! + out.gammaPerUsd[row]! + out.vegaPerVolPoint[row]!;
  const second = out.thetaPerDay[row]! + out.rhoPer1[row]! + out.forwardRhoPer1[row]!;
  return first + second + out.vannaPerVolPoint[row]! + out.volgaPerVolPointSquared[row]! + out.charmPerDay[row]!;
}

function writeNaN(out: Black76OutputColumns, row: number): void {
  out.price[row] = Number.NaN;
  out.delta[row] = Number.NaN;
  out.gammaPerUsd[row] = Number.NaN;
  out.vegaPerVolPoint[row] = Number.NaN;
  out.thetaPerDay[row] = Number.NaN;
  out.rhoPer1[row] = Number.NaN;
  out.forwardRhoPer1[row] = Number.NaN;
  out.vannaPerVolPoint[row] = Number.NaN;
  out.volgaPerVolPointSquared[row] = Number.NaN;
  out.charmPerDay[row] = Number.NaN;
}
