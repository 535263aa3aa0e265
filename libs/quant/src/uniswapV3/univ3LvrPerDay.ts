import { DAYS_PER_YEAR } from '../units.js';
import { univ3Greeks } from './univ3Greeks.js';
import type { Univ3Position } from './univ3Greeks.js';

/**
 * Loss versus rebalancing in quote per day at a volatility per year: ½σ²P²|Γ|/365, which is Lσ²√P/4 a year inside the
 * range and 0 outside (Milionis, Moallemi, Roughgarden and Zhang, "Automated market making and loss-versus-rebalancing",
 * 2022). It is what arbitrage takes from a position before fees, a positive number.
 */
export function univ3LvrPerDay(position: Univ3Position, vol: number): number {
  const { gammaUnitsPerUsd } = univ3Greeks(position);
  return (-0.5 * vol * vol * position.priceUsd * position.priceUsd * gammaUnitsPerUsd) / DAYS_PER_YEAR;
}
