/**
 * Loss versus rebalancing over one interval, in quote: what the makers' reserves lost to a portfolio that held the same
 * base and was rebalanced at the interval's last price (Milionis, Moallemi, Roughgarden and Zhang, "Automated market
 * making and loss-versus-rebalancing", 2022, in discrete time). With Δx and Δy the changes of the reserves, fees aside,
 * it is x₀(P₁ - P₀) - (V₁ - V₀) = -(Δx·P₁ + Δy), whatever ticks were crossed. The pool's own price stands for the
 * market's.
 */
export function lossOfReserves(reservesBase: number, reservesQuote: number, lastPrice: number): number {
  // Without a change there is no loss, and no -0.
  return -(reservesBase * lastPrice + reservesQuote) + 0;
}

/**
 * The same where only the price is known, at constant liquidity: L(√P₁ - √P₀)²/√P₀, which follows with Δx = L(1/√P₁ -
 * 1/√P₀) and Δy = L(√P₁ - √P₀). Liquidity in whole tokens, √(base·quote).
 */
export function lossOfMove(liquidity: number, priceBefore: number, priceAfter: number): number {
  const [before, after] = [Math.sqrt(priceBefore), Math.sqrt(priceAfter)];
  return (liquidity * (after - before) ** 2) / before;
}
