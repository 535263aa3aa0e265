// Arithmetic on WIDTH doubles at once, with the vector extensions of clang.
#pragma once
#include "coefficients.h"
#include <cstdint>
#include <cstring>
#ifndef WIDTH
#define WIDTH 8
#endif
#define INLINE static inline __attribute__((always_inline))

typedef double Doubles __attribute__((vector_size(8 * WIDTH)));
typedef int64_t Words __attribute__((vector_size(8 * WIDTH)));
typedef uint64_t Bits __attribute__((vector_size(8 * WIDTH)));

constexpr double LN2_HIGH = 6.93147180369123816490e-01, LN2_LOW = 1.90821492927058770002e-10;
constexpr double INVERSE_SQRT_2PI = 0.39894228040143267794;

INLINE Doubles all(double value) { return (Doubles){} + value; }
INLINE Doubles fused(Doubles a, Doubles b, Doubles c) { return __builtin_elementwise_fma(a, b, c); }
INLINE Doubles root(Doubles a) { return __builtin_elementwise_sqrt(a); }
INLINE Doubles magnitude(Doubles a) { return (Doubles)((Words)a & 0x7fffffffffffffffLL); }
INLINE Doubles choose(Words mask, Doubles a, Doubles b) { return (Doubles)(((Words)a & mask) | ((Words)b & ~mask)); }
INLINE Doubles greater(Doubles a, Doubles b) { return choose((Words)(a > b), a, b); }
INLINE Doubles lesser(Doubles a, Doubles b) { return choose((Words)(a < b), a, b); }
INLINE Doubles load(const double *from) {
  Doubles vector;
  memcpy(&vector, from, sizeof vector);
  return vector;
}
INLINE void store(double *to, Doubles vector) { memcpy(to, &vector, sizeof vector); }
INLINE bool any(Words mask) {
  int64_t joined = 0;
  for (int lane = 0; lane < WIDTH; lane++) joined |= mask[lane];
  return joined != 0;
}
INLINE bool every(Words mask) { return !any(~mask); }

// Even and odd powers in two chains, so that they overlap.
template <int COUNT> INLINE Doubles polynomial(const double (&c)[COUNT], Doubles x) {
  const Doubles square = x * x;
  Doubles last = all(c[COUNT - 1]), before = all(c[COUNT - 2]);
  for (int i = COUNT - 3; i >= 0; i -= 2) {
    last = fused(last, square, all(c[i]));
    if (i > 0) before = fused(before, square, all(c[i - 1]));
  }
  return COUNT % 2 ? fused(before, x, last) : fused(last, x, before);
}

// ln(a/b), to its own last digits where a is near b: the power of two goes by the bits, then 2 atanh((a-b)/(a+b)).
INLINE Doubles log_ratio(Doubles a, Doubles b) {
  const Words power = ((Words)a - (Words)b + (1LL << 51)) & (int64_t)0xFFF0000000000000ULL;
  const Doubles near = (Doubles)((Words)b + power);
  const Doubles powers =
      (Doubles)((Words)((Bits)(power ^ (int64_t)0x8000000000000000ULL) >> 52) | 0x4330000000000000LL) - (4503599627370496.0 + 2048.0);
  const Doubles u = (a - near) / (a + near), square = u * u;
  const Doubles rest = fused(u * square, polynomial(ATANH, square), powers * LN2_LOW);
  return fused(powers, all(LN2_HIGH), u + u + rest);
}

// exp(a), down to a = -708.
INLINE Doubles exponential(Doubles a) {
  a = greater(a, all(-708.0));
  const Doubles shifted = fused(a, all(1.4426950408889634), all(6755399441055744.0)), powers = shifted - 6755399441055744.0;
  const Doubles r = fused(powers, all(-LN2_LOW), fused(powers, all(-LN2_HIGH), a));
  const Doubles scaled = fused(r * r, polynomial(EXP, r), r) + 1.0;
  return (Doubles)((Words)scaled + ((Words)shifted << 52));
}

INLINE Doubles density_of(Doubles square) { return exponential(square * -0.5) * INVERSE_SQRT_2PI; }
INLINE Doubles mills_y(Doubles r) { return fused(r, all(MILLS_Y[1]), all(MILLS_Y[0])); }
INLINE Doubles mills(Doubles r) { return r * polynomial(MILLS, mills_y(r)); }

// The Mills ratios of both |d1| and |d2|, by one division.
struct Pair {
  Doubles first, second;
};
INLINE Pair mills_of(Doubles d1, Doubles d2) {
  const Doubles t1 = magnitude(d1) + MILLS_SHIFT, t2 = magnitude(d2) + MILLS_SHIFT, inverse = 1.0 / (t1 * t2);
  return {mills(t2 * inverse), mills(t1 * inverse)};
}

// M(k-t) - M(k+t) for small t, by the odd derivatives of M at k: no difference of near equals.
INLINE Doubles mills_difference(Doubles k, Doubles t) {
  const Doubles r = 1.0 / (k + MILLS_SHIFT);
  const Doubles slope = r * r * polynomial(MILLS_SLOPE, mills_y(r));
  Doubles derivatives[11];
  derivatives[0] = slope;
  derivatives[1] = fused(k, slope, -mills(r));
  for (int n = 1; n < 10; n++) derivatives[n + 1] = fused(k, derivatives[n], derivatives[n - 1] * (n + 1.0));
  const double factorials[6] = {1.0, 1.0 / 6, 1.0 / 120, 1.0 / 5040, 1.0 / 362880, 1.0 / 39916800};
  const Doubles square = t * t;
  Doubles sum = derivatives[10] * factorials[5];
  for (int n = 4; n >= 0; n--) sum = fused(sum, square, derivatives[2 * n] * factorials[n]);
  return 2.0 * t * sum;
}
// The series above reaches 1e-16 up to this deviation.
constexpr double SERIES_MAX = 0.2;
