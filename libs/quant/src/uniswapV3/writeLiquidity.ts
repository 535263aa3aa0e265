import type { InstrumentOutputColumns } from '../instrument/instrumentOutputs.js';
import { arbitrageShare, lvrPerDay } from './lvrArbitrage.js';

/**
 * Writes what a liquidity position of any version earns and loses, once price, delta and gamma stand in the row: the
 * loss to arbitrage at the volatility, after the fee that arbitrage pays itself, against the fees of everybody else.
 */
export function writeLiquidityCarry(
  out: InstrumentOutputColumns,
  row: number,
  priceUsd: number,
  vol: number,
  feePer1: number,
  blocksPerYear: number,
  hasFixedBlocks: boolean,
  feesUsdPerDay: number,
): void {
  const lvr = lvrPerDay(vol, priceUsd, out.gammaPerUsd[row]!);
  const arbitrage = lvr * arbitrageShare(vol, feePer1, blocksPerYear, hasFixedBlocks);
  out.lvrUsdPerDay[row] = lvr;
  out.arbitrageUsdPerDay[row] = arbitrage;
  out.carryUsdPerDay[row] = feesUsdPerDay - arbitrage;
  out.netDelta[row] = out.delta[row]!;
  out.netGammaPerUsd[row] = out.gammaPerUsd[row]!;
}

/**
 * Writes the value of a range of concentrated liquidity, as `univ3RangeGreeks` derives it. Gamma jumps at the ends of
 * the range: −L/(2P^{3/2}) inside, 0 outside, with the ends themselves outside.
 */
export function writeRange(
  out: InstrumentOutputColumns,
  row: number,
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
  out.priceUsd[row] = volatileUnits * priceUsd + quoteUnits;
  out.delta[row] = volatileUnits;
  out.gammaPerUsd[row] = isInside ? -liquidityUnits / (2 * priceUsd * sqrtHeld) : 0;
}

/** Adds the fees that are owed: they are held in both tokens, so their volatile part has a delta. */
export function writeOwedFees(
  out: InstrumentOutputColumns,
  row: number,
  priceUsd: number,
  owedVolatileUnits: number,
  owedQuoteUnits: number,
): void {
  const feesUsd = owedVolatileUnits * priceUsd + owedQuoteUnits;
  out.feesUsd[row] = feesUsd;
  out.priceUsd[row] = out.priceUsd[row]! + feesUsd;
  out.delta[row] = out.delta[row]! + owedVolatileUnits;
}
