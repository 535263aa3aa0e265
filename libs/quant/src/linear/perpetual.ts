import { REASON_CODE } from '../instrument/fieldRules.js';
import { refusalOf } from '../instrument/instrumentKernel.js';
import { AT } from '../instrument/instrumentOutputs.js';
import { rowKernel } from '../instrument/rowKernel.js';
import { cappedFundingRate, fundingPerDay } from './fundingAccrual.js';
import { writeInverseContract } from './writeInverseContract.js';

/**
 * One unit of a perpetual: a coin of a linear one, a contract of `contractSizeUsd` of an inverse one. Its price is the
 * profit since `entryUsd`; an entry of 0 gives a linear one's full mark. Funding accrues with the venue's own interval
 * on its own price base (`fundingPriceBase`: 0 mark, 1 oracle, 2 index), within its cap, and is paid by longs when the
 * rate is positive. Delta takes the basis to the index as it stands.
 */
export const perpetual = rowKernel(
  'perp',
  {
    markUsd: { rule: 'positive' },
    indexUsd: { rule: 'positive' },
    entryUsd: { rule: 'notNegative', unless: 0 },
    oracleUsd: { rule: 'notNegative', unless: 0 },
    fundingRate: { rule: 'finite', unless: 0 },
    fundingIntervalSeconds: { rule: 'positive', unless: 28_800 },
    fundingRateCap: { rule: 'notNegative', unless: 0 },
    fundingPriceBase: { rule: 'choice', unless: 0 },
    isInverse: { rule: 'flag', unless: 0 },
    contractSizeUsd: { rule: 'notNegative', unless: 0 },
  },
  (input, out, at) => {
    const markUsd = input[at.markUsd]!;
    const indexUsd = input[at.indexUsd]!;
    const entryUsd = input[at.entryUsd]!;
    const base = input[at.fundingPriceBase]!;
    const basePriceUsd = base === 0 ? markUsd : base === 1 ? input[at.oracleUsd]! : indexUsd;
    if (basePriceUsd === 0) return refusalOf(at.oracleUsd, REASON_CODE.notPositive);
    const rate = cappedFundingRate(input[at.fundingRate]!, input[at.fundingRateCap]!);
    let notionalUsd = basePriceUsd;
    if (input[at.isInverse] === 1) {
      const sizeUsd = input[at.contractSizeUsd]!;
      if (sizeUsd === 0) return refusalOf(at.contractSizeUsd, REASON_CODE.notPositive);
      if (entryUsd === 0) return refusalOf(at.entryUsd, REASON_CODE.notPositive);
      writeInverseContract(out, sizeUsd, markUsd, indexUsd, entryUsd);
      // Funding is paid in coin on size/base coins, and a coin is worth the index.
      notionalUsd = (sizeUsd / basePriceUsd) * indexUsd;
    } else {
      out[AT.priceUsd] = markUsd - entryUsd;
      out[AT.delta] = 1;
      out[AT.netDelta] = 1;
      out[AT.basisUsd] = markUsd - indexUsd;
    }
    const fundingUsdPerDay = fundingPerDay(notionalUsd, rate, input[at.fundingIntervalSeconds]!);
    out[AT.fundingUsdPerDay] = fundingUsdPerDay;
    out[AT.carryUsdPerDay] = fundingUsdPerDay;
    return 0;
  },
);
