/** Raw SVI: total variance w(k) = a + b(ρ(k − m) + √((k − m)² + σ²)) at log-moneyness k = ln(strike/forward). */
export interface SviParameters {
  readonly a: number;
  readonly b: number;
  readonly rho: number;
  readonly m: number;
  readonly sigma: number;
}
