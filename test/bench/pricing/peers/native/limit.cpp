// What one core can do: the best kernels that we know, compiled for it. By name: six, ten, precise or implied.
#include "../cpp/peer.hpp"
#include "greeks.hpp"
#include "grid.hpp"
#include "implied.hpp"

template <Outputs OUTPUTS, Price PRICE> static void greeks_task(const Columns &in, double *out) {
  greeks<OUTPUTS, PRICE>(in.rows, {in.column(0), in.column(1), in.column(2), in.column(3), in.column(4), in.column(5)}, out);
}

static void grid_task(const Columns &in, double *out) {
  const double *spot_moves = in.after_columns(6);
  grid(in.rows, {in.column(0), in.column(1), in.column(2), in.column(3), in.column(4), in.column(5)}, in.spot_moves, spot_moves,
       in.vol_moves, spot_moves + in.spot_moves, out);
}

static void implied_task(const Columns &in, double *out) {
  implied(in.rows, {in.column(0), in.column(1), in.column(2), in.column(3), in.column(4)}, out);
}

int main(int count, char **words) {
  const std::string name = count > 1 ? words[1] : "";
  if (name == "six") return serve({{"greeks", greeks_task<Outputs::SIX, Price::FAST>}});
  if (name == "precise") return serve({{"greeks", greeks_task<Outputs::TEN, Price::PRECISE>}});
  if (name == "implied") return serve({{"implied", implied_task}});
  return serve({{"greeks", greeks_task<Outputs::TEN, Price::FAST>}, {"grid", grid_task}});
}
