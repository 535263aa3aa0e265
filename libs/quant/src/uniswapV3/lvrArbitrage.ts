import { DAYS_PER_YEAR } from '../units.js';

/**
 * Loss versus rebalancing in quote per day, ½σ²P²|Γ|/365 (Milionis, Moallemi, Roughgarden and Zhang, 2022). `gamma` is
 * the position's own, which is negative.
 */
export function lvrPerDay(vol: number, priceUsd: number, gammaUnitsPerUsd: number): number {
  return (-0.5 * vol * vol * priceUsd * priceUsd * gammaUnitsPerUsd) / DAYS_PER_YEAR + 0;
}

/** √(2π)/|ζ(1/2)| of the discretely sampled barrier, by mpmath. */
const FIXED_BLOCK_CONSTANT = 1.716451902267407;

/**
 * Which part of the LVR arbitrage still takes when it pays a fee γ (a fraction) and can trade once a block. Poisson
 * blocks at rate λ a year: 1/(1 + √(2λ)·γ/σ) (Milionis, Moallemi and Roughgarden, "Automated market making and
 * arbitrage profits in the presence of fees", 2023). Blocks at fixed times, with σ_b = σ/√λ in a block: σ_b²/2 becomes
 * σ_b²/(2 + 1.7164·γ/σ_b) (Nezlobin and Tassy, arXiv 2505.05113). A rate of 0 stands for trading without a pause, in
 * which any fee would leave nothing: it is taken as a rate that nobody gave, and the whole LVR stands.
 */
export function arbitrageShare(vol: number, feePer1: number, blocksPerYear: number, hasFixedBlocks: boolean): number {
  if (blocksPerYear === 0 || feePer1 === 0) return 1;
  if (vol === 0) return 0;
  const feePerBlockVol = (feePer1 * Math.sqrt(blocksPerYear)) / vol;
  return hasFixedBlocks ? 2 / (2 + FIXED_BLOCK_CONSTANT * feePerBlockVol) : 1 / (1 + Math.SQRT2 * feePerBlockVol);
}
