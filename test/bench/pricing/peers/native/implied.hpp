// Implied volatility: Bachelier's formula inverted by a table gives the guess, Householder's third order does the rest.
#pragma once
#include "vectors.hpp"

constexpr int STEPS_MAX = 3;
constexpr double SQUARE_OF_SETTLED = 1e8;

INLINE Doubles first_guess(Doubles x, Doubles beta) {
  const Doubles argument = x / beta + 1.0;
  const Bits bits = (Bits)argument;
  const Bits rows = (bits >> (52 - GUESS_SEGMENT_BITS)) - (1023ULL << GUESS_SEGMENT_BITS);
  const Doubles within = (Doubles)((bits << GUESS_SEGMENT_BITS & 0x000FFFFFFFFFFFFFULL) | 0x3FF0000000000000ULL) - 1.0;
  Doubles c[4];
  for (int lane = 0; lane < WIDTH; lane++) {
    const uint64_t row = rows[lane] < (uint64_t)GUESS_ROWS ? rows[lane] : GUESS_ROWS - 1;
    for (int power = 0; power < 4; power++) c[power][lane] = GUESS[4 * row + power];
  }
  const Doubles normal = (x + beta) * fused(fused(fused(c[3], within, c[2]), within, c[1]), within, c[0]);
  const Doubles square = normal * normal;
  return normal + normal * square / (8.0 * x * x / square + 24.0);
}

INLINE Doubles implied_deviation(Doubles forward, Doubles strike, Doubles price, Doubles sign) {
  const Doubles low = lesser(forward, strike), x = log_ratio(greater(forward, strike), low);
  const Doubles outside = price - greater(sign * (forward - strike), all(0.0));
  const Doubles over_scale = 1.0 / root(forward * strike), beta = outside * over_scale, complement = (low - outside) * over_scale;
  Doubles s = first_guess(x, beta);
  const Words wide = (Words)(s >= SERIES_MAX);
#pragma clang loop unroll(disable)
  for (int step = 0; step < STEPS_MAX; step++) {
    const Doubles over_s = 1.0 / s, k = x * over_s, t = s * 0.5;
    const Doubles density = density_of(k * k + t * t);
    Doubles ratio;
    Words opposite;
    if (!any(wide)) {
      opposite = (Words)(s < 0.0);
      ratio = mills_difference(k, t);
    } else {
      opposite = (Words)(t > k);
      const Pair ratios = mills_of(t - k, k + t);
      ratio = choose(opposite, ratios.first + ratios.second, ratios.first - ratios.second);
      if (!every(wide)) ratio = choose(wide | opposite, ratio, mills_difference(k, t));
    }
    // On ln(price) below the turn and on ln(complement) above it, where each is nearly straight.
    const Doubles miss = log_ratio(density * ratio, choose(opposite, complement, beta));
    const Doubles slope = choose(opposite, -1.0 / ratio, 1.0 / ratio);
    const Doubles first = (k * k - t * t) * over_s, second = first * first - 3.0 * k * k * over_s * over_s - 0.25;
    const Doubles h2 = first - slope, h3 = second - 3.0 * first * slope + 2.0 * slope * slope, newton = -miss / slope;
    const Doubles change = newton * (1.0 + 0.5 * newton * h2) / (1.0 + newton * (h2 + newton * h3 * (1.0 / 6.0)));
    s = s + change;
    // The order is four: a change below 1e-4 leaves less than a double holds.
    if (!any((Words)(change * change * SQUARE_OF_SETTLED > s * s))) break;
  }
  return s;
}

struct Quotes {
  const double *forward, *strike, *tau, *price, *sign;
};

INLINE void implied_at(size_t i, const Quotes &in, double *out) {
  const Doubles deviation =
      implied_deviation(load(in.forward + i), load(in.strike + i), load(in.price + i), load(in.sign + i));
  store(out + i, deviation / root(load(in.tau + i)));
}

static void implied(size_t n, const Quotes &in, double *out) {
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH) implied_at(i, in, out);
  if (i < n && n >= WIDTH) implied_at(n - WIDTH, in, out);
}
