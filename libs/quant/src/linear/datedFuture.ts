import { REASON_CODE } from '../instrument/fieldRules.js';
import { refusalOf } from '../instrument/instrumentKernel.js';
import { AT } from '../instrument/instrumentOutputs.js';
import { rowKernel } from '../instrument/rowKernel.js';
import { DAYS_PER_YEAR } from '../units.js';
import { writeInverseContract } from './writeInverseContract.js';

/**
 * One unit of a dated future with cash-and-carry F = S·e^{bτ}: a coin of a linear one, a contract of an inverse one.
 * Its price is the profit since `entryUsd`; an entry of 0 gives a linear one's full mark. Theta is the forward rolling
 * down to spot at the rate that the basis implies, rho the forward's rise with the rate, τF.
 */
export const datedFuture = rowKernel(
  'future',
  {
    forwardUsd: { rule: 'positive' },
    spotUsd: { rule: 'positive' },
    entryUsd: { rule: 'notNegative', unless: 0 },
    tauYears: { rule: 'life' },
    isInverse: { rule: 'flag', unless: 0 },
    contractSizeUsd: { rule: 'notNegative', unless: 0 },
  },
  (input, out, at) => {
    const forwardUsd = input[at.forwardUsd]!;
    const spotUsd = input[at.spotUsd]!;
    const entryUsd = input[at.entryUsd]!;
    const tauYears = input[at.tauYears]!;
    // What one unit gains for a dollar of the forward.
    let slope = 1;
    if (input[at.isInverse] === 1) {
      const sizeUsd = input[at.contractSizeUsd]!;
      if (sizeUsd === 0) return refusalOf(at.contractSizeUsd, REASON_CODE.notPositive);
      if (entryUsd === 0) return refusalOf(at.entryUsd, REASON_CODE.notPositive);
      writeInverseContract(out, sizeUsd, forwardUsd, spotUsd, entryUsd);
      slope = (sizeUsd * spotUsd) / (forwardUsd * forwardUsd);
    } else {
      out[AT.priceUsd] = forwardUsd - entryUsd;
      out[AT.delta] = 1;
      out[AT.netDelta] = 1;
      out[AT.basisUsd] = forwardUsd - spotUsd;
    }
    const basisRatePer1 = Math.log1p((forwardUsd - spotUsd) / spotUsd) / tauYears;
    out[AT.thetaUsdPerDay] = (-slope * forwardUsd * basisRatePer1) / DAYS_PER_YEAR + 0;
    out[AT.rhoUsd] = slope * tauYears * forwardUsd;
    return 0;
  },
);
