import { ONE, pair } from './constants';

/**
 * FUSED is 1 in the variant whose multiply-add rounds once (relaxed SIMD on a CPU with FMA), and 0 in the plain one,
 * whose every bit WebAssembly fixes. The fused module is only used where a probe has shown that the CPU fuses.
 */

/** a b + c. */
// @ts-ignore: decorator
@inline
export function madd(a: v128, b: v128, c: v128): v128 {
  if (FUSED) return f64x2.relaxed_madd(a, b, c);
  return f64x2.add(f64x2.mul(a, b), c);
}

/** c - a b. */
// @ts-ignore: decorator
@inline
export function nmadd(a: v128, b: v128, c: v128): v128 {
  if (FUSED) return f64x2.relaxed_nmadd(a, b, c);
  return f64x2.sub(c, f64x2.mul(a, b));
}

/** a b - p, where p is a b rounded: exact with FMA, and by Dekker's product (1971) without. */
// @ts-ignore: decorator
@inline
export function productError(a: v128, b: v128, p: v128): v128 {
  if (FUSED) return f64x2.relaxed_madd(a, b, f64x2.neg(p));
  const ah = upper(a);
  const al = f64x2.sub(a, ah);
  const bh = upper(b);
  const bl = f64x2.sub(b, bh);
  const first = f64x2.add(f64x2.sub(f64x2.mul(ah, bh), p), f64x2.mul(ah, bl));
  return f64x2.add(f64x2.add(first, f64x2.mul(al, bh)), f64x2.mul(al, bl));
}

/** n - a b without the rounding of a b, where n and a b are so close that their difference is exact. */
// @ts-ignore: decorator
@inline
export function residual(a: v128, b: v128, n: v128): v128 {
  if (FUSED) return f64x2.relaxed_nmadd(a, b, n);
  const p = f64x2.mul(a, b);
  return f64x2.sub(f64x2.sub(n, p), productError(a, b, p));
}

/** The upper 26 bits of a double (Veltkamp). */
// @ts-ignore: decorator
@inline
function upper(a: v128): v128 {
  const c = f64x2.mul(a, f64x2.splat(134217729.0));
  return f64x2.sub(c, f64x2.sub(c, a));
}

/** `one` where the mask is set, `other` where it is not. */
// @ts-ignore: decorator
@inline
export function select(mask: v128, one: v128, other: v128): v128 {
  return v128.bitselect(one, other, mask);
}

/** 1 / a. */
// @ts-ignore: decorator
@inline
export function inverse(a: v128): v128 {
  return f64x2.div(pair(ONE), a);
}

/** Both lanes of the coefficient with this index, from a table in which each stands twice. */
// @ts-ignore: decorator
@inline
export function coefficient(table: usize, index: i32): v128 {
  return v128.load(table + <usize>(index << 4));
}
