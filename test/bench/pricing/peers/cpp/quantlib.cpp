// QuantLib's own Black-76: BlackCalculator for value and Greeks, blackFormula for grids, blackFormulaImpliedStdDev.
#include "peer.hpp"
#include <ql/pricingengines/blackcalculator.hpp>
#include <ql/pricingengines/blackformula.hpp>
#include <ql/utilities/null.hpp>

using namespace QuantLib;

static Option::Type type_of(double sign) { return sign > 0 ? Option::Call : Option::Put; }

static void greeks(const Columns &in, double *out) {
  const double *forward = in.column(0), *strike = in.column(1), *tau = in.column(2), *vol = in.column(3), *rate = in.column(4),
               *sign = in.column(5);
  const size_t n = in.rows;
  for (size_t i = 0; i < n; i++) {
    const double discount = rate[i] == 0 ? 1.0 : std::exp(-rate[i] * tau[i]);
    const BlackCalculator option(type_of(sign[i]), strike[i], forward[i], vol[i] * std::sqrt(tau[i]), discount);
    const double value = option.value();
    out[i] = value;
    out[n + i] = option.deltaForward();
    out[2 * n + i] = option.gammaForward();
    out[3 * n + i] = option.vega(tau[i]);
    out[4 * n + i] = option.theta(forward[i], tau[i]);
    out[5 * n + i] = option.rho(tau[i]);
    out[6 * n + i] = -tau[i] * value;
  }
}

// The search stops at 1e-13 of the deviation, or at 200 steps.
static void implied(const Columns &in, double *out) {
  const double *forward = in.column(0), *strike = in.column(1), *tau = in.column(2), *price = in.column(3), *sign = in.column(4);
  for (size_t i = 0; i < in.rows; i++) {
    try {
      const double deviation =
          blackFormulaImpliedStdDev(type_of(sign[i]), strike[i], forward[i], price[i], 1.0, 0.0, Null<Real>(), 1e-13, 200);
      out[i] = deviation / std::sqrt(tau[i]);
    } catch (const std::exception &) {
      out[i] = std::numeric_limits<double>::quiet_NaN();
    }
  }
}

static void grid(const Columns &in, double *out) {
  const double *forward = in.column(0), *strike = in.column(1), *tau = in.column(2), *vol = in.column(3), *sign = in.column(4),
               *quantity = in.column(5), *spot_moves = in.after_columns(6), *vol_moves = spot_moves + in.spot_moves;
  for (size_t cell = 0; cell < in.spot_moves * in.vol_moves; cell++) out[cell] = 0;
  for (size_t i = 0; i < in.rows; i++) {
    const double deviation = vol[i] * std::sqrt(tau[i]);
    for (size_t v = 0; v < in.vol_moves; v++)
      for (size_t s = 0; s < in.spot_moves; s++)
        out[v * in.spot_moves + s] +=
            quantity[i] * blackFormula(type_of(sign[i]), strike[i], forward[i] * spot_moves[s], deviation * vol_moves[v]);
  }
}

int main() { return serve({{"greeks", greeks}, {"implied", implied}, {"grid", grid}}); }
