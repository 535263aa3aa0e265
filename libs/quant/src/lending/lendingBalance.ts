import { AT } from '../instrument/instrumentOutputs.js';
import { rowKernel } from '../instrument/rowKernel.js';
import { DAYS_PER_YEAR, SECONDS_PER_YEAR } from '../units.js';

const SECONDS_PER_DAY = 86_400;

/**
 * A supply or a debt of a lending pool with its interest, in whole units of the asset. A supply grows linearly between
 * two updates of its index, a variable debt by three terms of the binomial series of compounding by the second (Aave v3
 * MathUtils). This is the floating view for valuing; what a contract would answer to the unit is `balanceFromScaled` of
 * `normalizedIncome` and `normalizedVariableDebt` in @gimbal/margin, to which a test holds it. The carry is what accrues
 * in a day at the present rate: the contract's own slope, so a supply's doesn't compound.
 */
export const lendingBalance = rowKernel(
  'lending',
  {
    scaledUnits: { rule: 'notNegative' },
    /** As the reserve stored it, as a fraction (ray over 10^27). */
    index: { rule: 'positive' },
    ratePer1: { rule: 'notNegative', unless: 0 },
    /** Since the index was stored. */
    elapsedSeconds: { rule: 'notNegative', unless: 0 },
    priceUsd: { rule: 'positive' },
    isDebt: { rule: 'flag', unless: 0 },
  },
  (input, out, at) => {
    const stored = input[at.scaledUnits]! * input[at.index]!;
    const ratePer1 = input[at.ratePer1]!;
    const seconds = input[at.elapsedSeconds]!;
    const priceUsd = input[at.priceUsd]!;
    const isDebt = input[at.isDebt] === 1;
    const sign = isDebt ? -1 : 1;
    const units =
      sign * stored * (1 + (isDebt ? compounded(ratePer1, seconds) : (ratePer1 * seconds) / SECONDS_PER_YEAR));
    const unitsPerDay = isDebt ? compoundedSlope(ratePer1, seconds) * SECONDS_PER_DAY : ratePer1 / DAYS_PER_YEAR;
    out[AT.priceUsd] = units * priceUsd + 0;
    out[AT.delta] = units + 0;
    out[AT.netDelta] = units + 0;
    out[AT.carryUsdPerDay] = sign * stored * unitsPerDay * priceUsd + 0;
    return 0;
  },
);

/** Growth above 1: t·x + t(t−1)/2·x² + t(t−1)(t−2)/6·x³ with x the rate of a second; the last is none below 2 s. */
function compounded(ratePer1: number, seconds: number): number {
  const x = ratePer1 / SECONDS_PER_YEAR;
  const less1 = Math.max(0, seconds - 1);
  const less2 = Math.max(0, seconds - 2);
  return seconds * x * (1 + (less1 * x) / 2 + (less1 * less2 * x * x) / 6);
}

/** Its derivative by the seconds. */
function compoundedSlope(ratePer1: number, seconds: number): number {
  const x = ratePer1 / SECONDS_PER_YEAR;
  if (seconds <= 1) return x;
  const third = seconds <= 2 ? 0 : ((3 * seconds * seconds - 6 * seconds + 2) * x * x) / 6;
  return x * (1 + ((2 * seconds - 1) * x) / 2 + third);
}
