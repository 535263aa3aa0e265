import { AT } from '../instrument/instrumentOutputs.js';
import { arbitrageShare, lvrPerDay } from './lvrArbitrage.js';

/**
 * Writes what a liquidity position of any version earns and loses, once price, delta and gamma stand in the row: the
 * loss to arbitrage at the volatility, after the fee that arbitrage pays itself, against the fees of everybody else.
 */
export function writeLiquidityCarry(
  out: Float64Array,
  priceUsd: number,
  vol: number,
  feePer1: number,
  blocksPerYear: number,
  hasFixedBlocks: boolean,
  feesUsdPerDay: number,
): void {
  const lvr = lvrPerDay(vol, priceUsd, out[AT.gammaPerUsd]!);
  const arbitrage = lvr * arbitrageShare(vol, feePer1, blocksPerYear, hasFixedBlocks);
  out[AT.lvrUsdPerDay] = lvr;
  out[AT.arbitrageUsdPerDay] = arbitrage;
  out[AT.carryUsdPerDay] = feesUsdPerDay - arbitrage;
  out[AT.netDelta] = out[AT.delta]!;
  out[AT.netGammaPerUsd] = out[AT.gammaPerUsd]!;
}

/**
 * Writes the value of a range of concentrated liquidity, as `univ3RangeGreeks` derives it. Gamma jumps at the ends of
 * the range: −L/(2P^{3/2}) inside, 0 outside, with the ends themselves outside.
 */
export function writeRange(
  out: Float64Array,
  liquidityUnits: number,
  lowUsd: number,
  highUsd: number,
  priceUsd: number,
): void {
  const isInside = priceUsd > lowUsd && priceUsd < highUsd;
  const sqrtHigh = Math.sqrt(highUsd);
  const sqrtHeld = Math.sqrt(Math.min(Math.max(priceUsd, lowUsd), highUsd));
  const volatileUnits = (liquidityUnits * (sqrtHigh - sqrtHeld)) / (sqrtHeld * sqrtHigh);
  const quoteUnits = liquidityUnits * (sqrtHeld - Math.sqrt(lowUsd));
  out[AT.priceUsd] = volatileUnits * priceUsd + quoteUnits;
  out[AT.delta] = volatileUnits;
  out[AT.gammaPerUsd] = isInside ? -liquidityUnits / (2 * priceUsd * sqrtHeld) : 0;
}

/** Adds the fees that are owed: they are held in both tokens, so their volatile part has a delta. */
export function writeOwedFees(
  out: Float64Array,
  priceUsd: number,
  owedVolatileUnits: number,
  owedQuoteUnits: number,
): void {
  const feesUsd = owedVolatileUnits * priceUsd + owedQuoteUnits;
  out[AT.feesUsd] = feesUsd;
  out[AT.priceUsd] = out[AT.priceUsd]! + feesUsd;
  out[AT.delta] = out[AT.delta]! + owedVolatileUnits;
}
