// Summed value of quantities of options in each cell of spot moves by vol moves; logarithm and root are taken once an option.
#pragma once
#include "vectors.hpp"
#include <cmath>
#include <vector>

struct Book {
  const double *forward, *strike, *tau, *vol, *sign, *quantity;
};

static void grid(size_t n, const Book &book, size_t spots, const double *spot_moves, size_t vols, const double *vol_moves, double *out) {
  std::vector<double> log_moves(spots);
  for (size_t s = 0; s < spots; s++) log_moves[s] = std::log(spot_moves[s]);
  for (size_t cell = 0; cell < spots * vols; cell++) out[cell] = 0;
  for (size_t i = 0; i + WIDTH <= n; i += WIDTH) {
    const Doubles forward = load(book.forward + i), strike = load(book.strike + i), sign = load(book.sign + i),
                  quantity = load(book.quantity + i);
    const Doubles deviation = load(book.vol + i) * root(load(book.tau + i)), over_deviation = 1.0 / deviation;
    const Doubles ratio = log_ratio(forward, strike);
    for (size_t v = 0; v < vols; v++) {
      const Doubles moved = deviation * vol_moves[v], over_moved = over_deviation * (1.0 / vol_moves[v]);
      for (size_t s = 0; s < spots; s++) {
        const Doubles spot = forward * spot_moves[s], skew = (ratio + log_moves[s]) * over_moved;
        const Doubles d1 = fused(moved, all(0.5), skew), d2 = fused(moved, all(-0.5), skew);
        const Doubles leg = spot * density_of(d1 * d1);
        const Pair ratios = mills_of(d1, d2);
        const Doubles same = leg * magnitude(ratios.first - ratios.second),
                      opposite = lesser(spot, strike) - leg * (ratios.first + ratios.second);
        const Doubles price = choose((Words)(d1 * d2 < 0.0), opposite, same) + greater(sign * (spot - strike), all(0.0));
        const Doubles value = price * quantity;
        double sum = 0;
        for (int lane = 0; lane < WIDTH; lane++) sum += value[lane];
        out[v * spots + s] += sum;
      }
    }
  }
}
