// Black-76 by one exponential and the Mills ratio: N(-a) = n(a) M(a), K n(d2) = F n(d1), in the money by parity.
#pragma once
#include "vectors.hpp"

enum class Outputs { SIX, TEN };
enum class Price { FAST, PRECISE };

struct Inputs {
  const double *forward, *strike, *tau, *vol, *rate, *sign;
};

template <Outputs OUTPUTS, Price PRICE> INLINE void greeks_at(size_t i, size_t n, const Inputs &in, double *out) {
  const Doubles forward = load(in.forward + i), strike = load(in.strike + i), tau = load(in.tau + i), vol = load(in.vol + i),
                sign = load(in.sign + i);
  const Doubles sqrt_tau = root(tau), deviation = vol * sqrt_tau;
  const Doubles over_forward = 1.0 / (forward * deviation), over_deviation = forward * over_forward;
  const Doubles skew = log_ratio(forward, strike) * over_deviation;
  const Doubles d1 = fused(deviation, all(0.5), skew), d2 = fused(deviation, all(-0.5), skew);
  Doubles density = density_of(d1 * d1);
  const Pair ratios = mills_of(d1, d2);
  const Doubles leg = forward * density;
  Words opposite = (Words)(d1 * d2 < 0.0);
  Doubles difference = magnitude(ratios.first - ratios.second);
  if constexpr (PRICE == Price::PRECISE) {
    const Words wide = (Words)(deviation >= SERIES_MAX);
    if (!every(wide)) {
      difference = choose(wide, difference, mills_difference(magnitude(skew), deviation * 0.5));
      opposite = opposite & wide;
    }
  }
  const Doubles outside = choose(opposite, lesser(forward, strike) - leg * (ratios.first + ratios.second), leg * difference);
  Doubles price = outside + greater(sign * (forward - strike), all(0.0));
  const Doubles below = density * ratios.first;
  Doubles delta = sign * choose((Words)(sign * d1 < 0.0), below, 1.0 - below);
  if constexpr (OUTPUTS == Outputs::SIX) {
    // As the peers are asked: without a rate, vega per 1.00, theta per year, and the rho that holds the forward.
    const Doubles gamma = density * over_forward, speed = forward * vol;
    store(out + i, price);
    store(out + n + i, delta);
    store(out + 2 * n + i, gamma);
    store(out + 3 * n + i, leg * sqrt_tau);
    store(out + 4 * n + i, speed * speed * gamma * -0.5);
    store(out + 6 * n + i, -tau * price);
  } else {
    const Doubles rate = load(in.rate + i), strike_below = leg * ratios.second;
    Doubles strike_leg = sign * choose((Words)(sign * d2 < 0.0), strike_below, strike - strike_below);
    if (any((Words)(rate != 0.0))) {
      const Doubles discount = exponential(-rate * tau);
      price *= discount;
      delta *= discount;
      density *= discount;
      strike_leg *= discount;
    }
    const Doubles over_vol = sqrt_tau * over_deviation, half_over_tau = 0.5 * (vol * over_deviation) * (vol * over_deviation);
    const Doubles vega = forward * density * sqrt_tau, tilt = density * d2;
    store(out + i, price);
    store(out + n + i, delta);
    store(out + 2 * n + i, density * over_forward);
    store(out + 3 * n + i, vega);
    store(out + 4 * n + i, fused(rate, price, -vega * vol * half_over_tau));
    store(out + 5 * n + i, tau * strike_leg);
    store(out + 6 * n + i, -tau * price);
    store(out + 7 * n + i, -tilt * over_vol);
    store(out + 8 * n + i, vega * d1 * d2 * over_vol);
    store(out + 9 * n + i, fused(rate, delta, tilt * half_over_tau));
  }
}

// A rest that doesn't fill a vector is computed once more with the rows before it.
template <Outputs OUTPUTS, Price PRICE> static void greeks(size_t n, const Inputs &in, double *out) {
  size_t i = 0;
  for (; i + WIDTH <= n; i += WIDTH) greeks_at<OUTPUTS, PRICE>(i, n, in, out);
  if (i < n && n >= WIDTH) greeks_at<OUTPUTS, PRICE>(n - WIDTH, n, in, out);
}
