#!/usr/bin/env python3
"""Implied-volatility cases with their volatility known beforehand, priced by mpmath.

usage: makeImpliedVolReference.py OUT.bin [ROWS=20000] [SEED=7]

Each row is a volatility drawn at random and the double nearest to its Black-76 price, computed with up to 700 digits.
An inversion should give the volatility back, up to what rounding the price takes away: a relative error of
eps*(1 + amplification), where amplification = price/(vega*vol) is how much a relative error of the price grows.

OUT.bin: little-endian float64, one column after the other:
  forward strike tauYears ratePer1 isPut price vol amplification
Rows whose price is zero, subnormal, at the bound or equal to intrinsic after rounding have no volatility to give back
and aren't written.
"""
import math
import sys

import mpmath as mp
import numpy as np

YEAR_SECONDS = 365 * 86400


def spread(rng, low, high, count):
    """Values spread evenly over the orders of magnitude from low to high."""
    return np.exp(rng.uniform(math.log(low), math.log(high), count))


def regions(rng, rows):
    """(forward, strike, tau, vol) by region of the plane; moneyness in standard deviations."""
    plan = [  # share, tau range, vol range, moneyness range in sd
        (0.25, (1 / 365 / 24, 2.0), (0.10, 2.5), 6),  # what a chain quotes
        (0.20, (60 / YEAR_SECONDS, 5.0), (0.01, 10.0), 8),  # minutes to years, 1 % to 1,000 %
        (0.15, (1 / 365, 1.0), (0.2, 1.5), 35),  # deep in and out of the money
        (0.10, (1 / YEAR_SECONDS, 3600 / YEAR_SECONDS), (0.1, 2.0), 35),  # the last hour
        (0.10, (1 / 365, 2.0), (1e-3, 1e-2), 35),  # tiny volatility
        (0.10, (0.1, 3.0), (3.0, 20.0), 6),  # huge volatility
        (0.10, (1 / 365, 2.0), (0.01, 5.0), 1e-6),  # at the money, half of it exactly
    ]
    columns = []
    for share, tau, vol, sd in plan:
        count = round(share * rows)
        f, t, v = spread(rng, 0.5, 1e5, count), spread(rng, *tau, count), spread(rng, *vol, count)
        k = f * np.exp(rng.uniform(-sd, sd, count) * v * np.sqrt(t))
        if sd < 1e-3:
            k[: count // 2] = f[: count // 2]
        columns.append((f, k, t, v))
    return [np.concatenate(c) for c in zip(*columns)]


def price_and_amplification(f, k, t, v, r, is_put):
    f, k, t, v, r = map(mp.mpf, (f, k, t, v, r))
    s = v * mp.sqrt(t)
    d1 = mp.log(f / k) / s + s / 2
    d2 = d1 - s
    cdf = lambda x: mp.erfc(-x / mp.sqrt(2)) / 2
    undiscounted = k * cdf(-d2) - f * cdf(-d1) if is_put else f * cdf(d1) - k * cdf(d2)
    vega = f * mp.exp(-d1 * d1 / 2) / mp.sqrt(2 * mp.pi) * mp.sqrt(t)
    return undiscounted * mp.exp(-r * t), undiscounted / (vega * v)


def main():
    out, rows, seed = sys.argv[1], int((sys.argv[2:] or ["20000"])[0]), int((sys.argv[3:] or ["7"])[0])
    rng = np.random.Generator(np.random.PCG64(seed))
    f, k, t, v = regions(rng, rows)
    n = f.size
    is_put = (rng.random(n) < 0.5).astype(float)
    rate = np.where(rng.random(n) < 0.5, 0.0, rng.uniform(-0.05, 0.25, n))
    kept = []
    for i in range(n):
        # Digits enough for the cancellation of a price that is 1e-300 of the forward.
        mp.mp.dps = 700 if abs(math.log(f[i] / k[i])) > 6 * v[i] * math.sqrt(t[i]) else 80
        price, amplification = price_and_amplification(f[i], k[i], t[i], v[i], rate[i], is_put[i])
        rounded = float(price)
        grown = mp.mpf(rounded) * mp.exp(mp.mpf(rate[i]) * mp.mpf(t[i]))
        forward, strike = mp.mpf(f[i]), mp.mpf(k[i])
        intrinsic = max(strike - forward, 0) if is_put[i] else max(forward - strike, 0)
        bound = strike if is_put[i] else forward
        # A price within three roundings of intrinsic or of the bound has lost its volatility.
        lost = grown - intrinsic < grown * mp.mpf(2) ** -51 or bound - grown < bound * mp.mpf(2) ** -51
        if rounded < 1e-290 or lost or amplification > 1e290:
            continue
        kept.append((f[i], k[i], t[i], rate[i], is_put[i], rounded, v[i], float(amplification)))
    np.array(kept).T.astype("<f8").tofile(out)
    print(f"{len(kept)} of {n} rows")


if __name__ == "__main__":
    main()
