import { AT } from '../instrument/instrumentOutputs.js';

/**
 * One long inverse contract of `sizeUsd`, opened at `entryUsd`: it has earned size·(1/entry − 1/F) coins, worth S each.
 * With the basis F − S held, dV/dS = size/entry − size·(F − S)/F², which is size/entry at F = S: a straight line, as an
 * inverse contract whose profit is kept in coin must be. The net delta, S·d(V/S)/dS, is size·S/F²: what Deribit prints
 * (contract size over price) when there is no basis.
 */
export function writeInverseContract(
  out: Float64Array,
  sizeUsd: number,
  forwardUsd: number,
  spotUsd: number,
  entryUsd: number,
): void {
  const basisUsd = forwardUsd - spotUsd;
  const profitCoin = (sizeUsd * (forwardUsd - entryUsd)) / (entryUsd * forwardUsd);
  const delta = sizeUsd / entryUsd - (sizeUsd * basisUsd) / (forwardUsd * forwardUsd);
  const gamma = (2 * sizeUsd * basisUsd) / (forwardUsd * forwardUsd * forwardUsd);
  out[AT.priceUsd] = profitCoin * spotUsd;
  out[AT.priceCoin] = profitCoin;
  out[AT.delta] = delta;
  out[AT.gammaPerUsd] = gamma;
  out[AT.netDelta] = delta - profitCoin;
  out[AT.netGammaPerUsd] = gamma - (delta - profitCoin) / spotUsd;
  out[AT.basisUsd] = basisUsd;
}
