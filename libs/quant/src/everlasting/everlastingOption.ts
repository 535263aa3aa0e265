import { AT } from '../instrument/instrumentOutputs.js';
import { rowKernel } from '../instrument/rowKernel.js';
import { DAYS_PER_YEAR, VOL_POINT } from '../units.js';

/**
 * One everlasting option: it never expires, and its holder pays (price − payoff) for each period T. Closed form as Deri
 * publishes it: payoff plus the time value (K/u)·(S/K)^a, with u = √(1 + 8/(σ²T)) and a = (1 + u)/2 below the strike,
 * (1 − u)/2 above; call and put share it. It is the same number as Paradex's (1/T)·∫e^{−s/T}·P(s) ds with Black-Scholes
 * prices P at a rate of 0: that integral is the discounted payoff at an exponential time, so it solves
 * ½σ²S²·V'' = (V − payoff)/T, of which this is the solution that stays bounded.
 *
 * The time value has a kink at S = K and so does the payoff; they cancel. The whole is smooth there to the second
 * derivative (a(a − 1) = 2/(σ²T) on both sides), and only the third jumps. The funding is cash, so it is carry; by the
 * equation above it is −½σ²S²Γ a year. Nothing runs out: theta and charm are 0.
 */
export const everlastingOption = rowKernel(
  'everlasting',
  {
    spotUsd: { rule: 'positive' },
    strikeUsd: { rule: 'positive' },
    vol: { rule: 'positive' },
    periodYears: { rule: 'positive' },
    isPut: { rule: 'flag', unless: 0 },
  },
  (input, out, at) => {
    const spotUsd = input[at.spotUsd]!;
    const strikeUsd = input[at.strikeUsd]!;
    const vol = input[at.vol]!;
    const periodYears = input[at.periodYears]!;
    const variance = vol * vol * periodYears;
    const u = Math.sqrt(1 + 8 / variance);
    const side = spotUsd < strikeUsd ? 1 : -1;
    const exponent = (1 + side * u) / 2;
    const distance = logRatio(spotUsd, strikeUsd);
    const timeValue = (strikeUsd / u) * Math.exp(exponent * distance);
    const payoff = input[at.isPut] === 1 ? Math.max(0, strikeUsd - spotUsd) : Math.max(0, spotUsd - strikeUsd);
    const payoffSlope = input[at.isPut] === 1 ? (side === 1 ? -1 : 0) : side === 1 ? 0 : 1;

    // By the chain through u: dT/du = −T·g, d²T/du² = T·(g² + 1/u²), du/dσ = −8/(σ³Tu).
    const g = 1 / u + Math.abs(distance) / 2;
    const slope = -8 / (vol * variance * u);
    const bend = 24 / (vol * vol * variance * u) - 64 / (vol * vol * variance * variance * u * u * u);
    const fundingUsdPerDay = -timeValue / periodYears / DAYS_PER_YEAR;
    const delta = payoffSlope + (timeValue * exponent) / spotUsd;
    const gamma = (2 * timeValue) / (variance * spotUsd * spotUsd);
    out[AT.priceUsd] = payoff + timeValue;
    out[AT.delta] = delta;
    out[AT.netDelta] = delta;
    out[AT.gammaPerUsd] = gamma;
    out[AT.netGammaPerUsd] = gamma;
    out[AT.vegaUsdPerVolPoint] = -timeValue * g * slope * VOL_POINT;
    out[AT.vanna] = ((timeValue * (side / 2 - exponent * g)) / spotUsd) * slope * VOL_POINT;
    out[AT.volga] = timeValue * ((g * g + 1 / (u * u)) * slope * slope - g * bend) * VOL_POINT * VOL_POINT;
    out[AT.fundingUsdPerDay] = fundingUsdPerDay;
    out[AT.carryUsdPerDay] = fundingUsdPerDay;
    return 0;
  },
);

/** ln(S/K); near the strike the difference is exact, and the quotient isn't. */
function logRatio(spotUsd: number, strikeUsd: number): number {
  const ratio = spotUsd / strikeUsd;
  return ratio > 0.5 && ratio < 2
    ? Math.log1p((spotUsd - strikeUsd) / strikeUsd)
    : Math.log(spotUsd) - Math.log(strikeUsd);
}
