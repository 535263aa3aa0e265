import { AT } from '../instrument/instrumentOutputs.js';
import { rowKernel } from '../instrument/rowKernel.js';
import { DAYS_PER_YEAR, VOL_POINT } from '../units.js';

/**
 * One unit of a power perpetual of any power p: V = n·S^p/scale·e^{(p−1)(r + pσ²/2)f}, with f the funding period and n
 * the normalisation factor (White et al., "Power perpetuals", 2021). The holder pays (p−1)(r + pσ²/2) a year through
 * the factor, which is its theta. p = 2, f = 17.5/365 and a scale of 10,000 is oSQTH.
 */
export const powerPerpetual = rowKernel(
  'power',
  {
    spotUsd: { rule: 'positive' },
    power: { rule: 'finite', unless: 2 },
    vol: { rule: 'notNegative' },
    ratePer1: { rule: 'finite', unless: 0 },
    fundingYears: { rule: 'positive' },
    normFactor: { rule: 'positive', unless: 1 },
    indexScale: { rule: 'positive', unless: 1 },
  },
  (input, out, at) => {
    const spotUsd = input[at.spotUsd]!;
    const power = input[at.power]!;
    const vol = input[at.vol]!;
    const ratePer1 = input[at.ratePer1]!;
    const fundingYears = input[at.fundingYears]!;
    const convexity = (power - 1) * power * fundingYears;
    const decayPerYear = (power - 1) * (ratePer1 + (power * vol * vol) / 2);
    const index = (input[at.normFactor]! * spotUsd ** power) / input[at.indexScale]!;
    const price = index * Math.exp(decayPerYear * fundingYears);
    const vega = price * convexity * vol;
    out[AT.priceUsd] = price;
    out[AT.delta] = (power * price) / spotUsd;
    out[AT.netDelta] = (power * price) / spotUsd;
    out[AT.gammaPerUsd] = (power * (power - 1) * price) / (spotUsd * spotUsd);
    out[AT.netGammaPerUsd] = out[AT.gammaPerUsd]!;
    out[AT.vegaUsdPerVolPoint] = vega * VOL_POINT;
    out[AT.thetaUsdPerDay] = (-price * decayPerYear) / DAYS_PER_YEAR + 0;
    out[AT.rhoUsd] = price * (power - 1) * fundingYears;
    out[AT.vanna] = ((power * vega) / spotUsd) * VOL_POINT;
    out[AT.volga] = price * convexity * (1 + convexity * vol * vol) * VOL_POINT * VOL_POINT;
    out[AT.charmPerDay] = (-power * price * decayPerYear) / spotUsd / DAYS_PER_YEAR + 0;
    return 0;
  },
);
