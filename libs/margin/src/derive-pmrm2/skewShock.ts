import type { Pmrm2Parameters } from './parameters.js';

export interface SkewShock {
  readonly logMoneyness: number;
  readonly linear: number;
  readonly abs: number;
}

/**
 * What a strike's volatility is multiplied with when the smile tilts (`linear`) or steepens at both wings (`abs`). The
 * shock grows with |k| up to k*, and stays at its cap beyond.
 */
export function skewShock(k: number, tauYears: number, skew: Pmrm2Parameters['skew']): SkewShock {
  const rootTau = Math.sqrt(tauYears);
  const width = rootTau * skew.widthScale * (skew.volParamStatic + rootTau * skew.volParamScale);
  const kStar = Math.max(skew.minKStar, width);
  const shift = ({ baseCap, cBase }: { readonly baseCap: number; readonly cBase: number }): number => {
    const cap = cBase * rootTau + baseCap;
    // At the money nothing moves, even where k* is 0.
    return k === 0 ? 0 : Math.min(cap, (Math.abs(k) * cap) / kStar);
  };
  return { logMoneyness: k, linear: 1 + Math.sign(k) * shift(skew.linear), abs: 1 + shift(skew.abs) };
}
