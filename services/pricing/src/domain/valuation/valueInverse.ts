import { FLAT_VALUES, type RowValues } from '../frame/marksFrame.js';

/**
 * One inverse contract as a leg of a trade: it pays size·(1/entry − 1/mark) coins, so the contract itself is the short
 * leg of size/mark coins, and its quote leg is the long one of size/entry coins. In USD the short leg is worth
 * −size·S/F; with the basis F − S held its delta is −size·(F − S)/F², which is 0 at F = S: all of the delta stands in
 * the quote leg. Together they have size/entry coins, the equity delta of `inverseContractGreeks`.
 */
export function valueInverse(contractSizeUsd: number, markUsd: number, spotUsd: number): RowValues {
  const basisUsd = markUsd - spotUsd;
  return {
    ...FLAT_VALUES,
    priceUsd: (-contractSizeUsd * spotUsd) / markUsd,
    forwardUsd: markUsd,
    // Adding 0 turns the −0 of a mark without basis into 0, so that equal numbers have equal bits.
    delta: (-contractSizeUsd * basisUsd) / (markUsd * markUsd) + 0,
    gammaPerUsd: (2 * contractSizeUsd * basisUsd) / (markUsd * markUsd * markUsd) + 0,
  };
}
