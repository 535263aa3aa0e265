#!/usr/bin/env python3
"""Writes test/data/pricing/black76_reference.bin.gz: Black-76 values and Greeks of 20,000 seeded options from mpmath.

    python3 -m pip install mpmath==1.4.1
    python3 test/bench/pricing/makeBlack76Reference.py [FILE]            two minutes of one core
    python3 test/bench/pricing/makeBlack76Reference.py --check 200       the formulas against derivatives of the price

Everything is computed at 100 digits, and at 400 where the option lies far from the money or its deviation is tiny, so that
what cancels leaves more digits than are kept. A value is kept as the nearest double and what is missing to it in units of
1/256 of its last place: the file is good to 1/512 of a last place. test/data/pricing/SOURCE.md describes the format.
"""
import gzip
import json
import math
import random
import struct
import sys
from pathlib import Path

import mpmath as mp

SEED = 20261128
DIGITS = 100
DIGITS_FAR = 400
FAR_DEVIATIONS = 8
TINY_DEVIATION = 1e-4
DAYS_PER_YEAR = 365
REMAINDERS_PER_ULP = 256
SECOND = 1 / (365 * 86_400)
HOUR = 3_600 * SECOND
DAY = 1 / 365
# Far beyond what is traded, and within the range of prices that kernels answer for.
LOG_MONEYNESS_MAX = 200.0
EVERY_NTH_WITH_RATE = 4
FILE = Path(__file__).resolve().parents[2] / "data" / "pricing" / "black76_reference.bin.gz"

QUANTITIES = [
    "price",
    "delta",
    "gammaPerUsd",
    "vegaPerVolPoint",
    "thetaPerDay",
    "rhoPer1",
    "forwardRhoPer1",
    "vannaPerVolPoint",
    "volgaPerVolPointSquared",
    "charmPerDay",
]

# Name, options, then the ranges of forward, tau in years and vol (all log-uniform) and of |ln(F/K)| in deviations.
CORNERS = [
    ("chain", 6_000, (0.5, 1e5), (HOUR, 2.0), (0.1, 2.5), "normal"),
    ("farFromTheMoney", 4_000, (0.5, 1e5), (DAY, 1.0), (0.2, 1.5), 35.0),
    ("lastHour", 2_500, (0.5, 1e5), (SECOND, HOUR), (0.1, 2.0), 4.0),
    ("tinyVol", 2_000, (0.5, 1e5), (DAY, 2.0), (1e-3, 1e-2), 4.0),
    ("hugeVol", 1_500, (0.5, 1e5), (0.1, 3.0), (3.0, 20.0), 3.0),
    ("atTheMoney", 750, (0.5, 1e5), (SECOND, 2.0), (1e-3, 20.0), 0.0),
    ("nearTheMoney", 1_000, (0.5, 1e5), (SECOND, 2.0), (1e-3, 20.0), "near"),
    ("everything", 1_500, (0.5, 1e5), (SECOND, 3.0), (1e-3, 20.0), 35.0),
    ("tinyAndHugeForward", 750, (1e-12, 1e15), (SECOND, 2.0), (0.1, 2.5), 8.0),
]


def log_uniform(rng, bounds):
    return math.exp(math.log(bounds[0]) + rng.random() * (math.log(bounds[1]) - math.log(bounds[0])))


def strike_of(rng, forward, tau, vol, spread):
    """Deviations between forward and strike: none, a few bits, drawn from a normal, or uniform up to a bound."""
    if spread == 0.0:
        return forward
    if spread == "near":
        away = 10.0 ** (-16 + 13 * rng.random())
        strike = forward * (1 + (away if rng.random() < 0.5 else -away))
        return strike if strike != forward else math.nextafter(forward, math.inf)
    if spread == "normal":
        deviations = max(-6.0, min(6.0, rng.gauss(0, 1.5)))
    else:
        deviations = (2 * rng.random() - 1) * spread
    return forward * math.exp(max(-LOG_MONEYNESS_MAX, min(LOG_MONEYNESS_MAX, deviations * vol * math.sqrt(tau))))


def draw_cases():
    rng = random.Random(SEED)
    cases = []
    for corner, (_, count, forwards, taus, vols, spread) in enumerate(CORNERS):
        for i in range(count):
            forward, tau, vol = (log_uniform(rng, bounds) for bounds in (forwards, taus, vols))
            strike = strike_of(rng, forward, tau, vol, spread)
            is_put = 1 if rng.random() < 0.5 else 0
            drawn = -0.2 + 0.7 * rng.random()
            rate = drawn if i % EVERY_NTH_WITH_RATE == 0 else 0.0
            cases.append((forward, strike, tau, vol, rate, is_put, corner))
    return cases


def normal_cdf(x):
    return mp.erfc(-x / mp.sqrt(2)) / 2


def price_of(forward, strike, tau, vol, rate, is_put):
    deviation = vol * mp.sqrt(tau)
    d1 = mp.log(forward / strike) / deviation + deviation / 2
    sign = -1 if is_put else 1
    forward_part = forward * normal_cdf(sign * d1)
    strike_part = strike * normal_cdf(sign * (d1 - deviation))
    return mp.exp(-rate * tau) * sign * (forward_part - strike_part)


def exact(forward, strike, tau, vol, rate, is_put):
    """The ten quantities in the order and units of QUANTITIES, at the digits that are set."""
    sqrt_tau = mp.sqrt(tau)
    deviation = vol * sqrt_tau
    d1 = mp.log(forward / strike) / deviation + deviation / 2
    d2 = d1 - deviation
    sign = -1 if is_put else 1
    discount = mp.exp(-rate * tau)
    density = discount * mp.exp(-d1 * d1 / 2) / mp.sqrt(2 * mp.pi)
    delta = sign * discount * normal_cdf(sign * d1)
    strike_part = sign * strike * discount * normal_cdf(sign * d2)
    price = forward * delta - strike_part
    vega = forward * density * sqrt_tau
    return [
        price,
        delta,
        density / (forward * deviation),
        vega / 100,
        (rate * price - vega * vol / (2 * tau)) / DAYS_PER_YEAR,
        tau * strike_part,
        -tau * price,
        -density * d2 / vol / 100,
        vega * d1 * d2 / vol / 10_000,
        (rate * delta + density * d2 / (2 * tau)) / DAYS_PER_YEAR,
    ]


def set_digits(forward, strike, tau, vol):
    deviation = vol * math.sqrt(tau)
    far = abs(math.log(forward) - math.log(strike)) > FAR_DEVIATIONS * deviation or deviation < TINY_DEVIATION
    mp.mp.dps = DIGITS_FAR if far else DIGITS


def reference_of(case):
    set_digits(*case[:4])
    *numbers, is_put, _ = case
    return [split(value) for value in exact(*(mp.mpf(number) for number in numbers), is_put)]


def split(value):
    """The nearest double, and what is missing to it in 1/256 of its last place."""
    high = float(value)
    while abs(value - high) * 2 > math.ulp(high):
        high = math.nextafter(high, math.inf if value > high else -math.inf)
    missing = int(mp.nint((value - high) / math.ulp(high) * REMAINDERS_PER_ULP))
    return high, max(-128, min(127, missing))


def check(count):
    """The formulas of `exact` against derivatives of the price alone, which is the only formula that is taken on trust."""
    mp.mp.dps = DIGITS_FAR
    cases = draw_cases()
    worst = mp.mpf(0)
    for case in cases[:: max(1, len(cases) // count)]:
        *numbers, is_put, _ = case
        forward, strike, tau, vol, rate = (mp.mpf(number) for number in numbers)
        if abs(mp.log(forward / strike)) > 6 * vol * mp.sqrt(tau):
            continue
        f = lambda x, s, t: price_of(x, strike, t, s, rate, is_put)
        # Second differences at these steps are good to about 1e-22, and a put that is worth its strike keeps digits to spare.
        width = min(mp.mpf(1), vol * mp.sqrt(tau))
        derive = lambda orders: partial(f, (forward, vol, tau), orders, (forward * width, vol, tau))
        spot_held = partial(
            lambda r: price_of(forward * mp.exp((r - rate) * tau), strike, tau, vol, r, is_put), (rate,), (1,), (width / tau,)
        )
        found = [
            price_of(forward, strike, tau, vol, rate, is_put),
            derive((1, 0, 0)),
            derive((2, 0, 0)),
            derive((0, 1, 0)) / 100,
            -derive((0, 0, 1)) / DAYS_PER_YEAR,
            spot_held,
            partial(lambda r: price_of(forward, strike, tau, vol, r, is_put), (rate,), (1,), (1 / tau,)),
            derive((1, 1, 0)) / 100,
            derive((0, 2, 0)) / 10_000,
            -derive((1, 0, 1)) / DAYS_PER_YEAR,
        ]
        for name, expected, value in zip(QUANTITIES, found, exact(forward, strike, tau, vol, rate, is_put)):
            scale = max(abs(expected), abs(value))
            # A quantity that is nil, or next to it where two terms meet, has no digits of its own to compare.
            if scale == 0 or abs(mp.log(forward / strike)) < mp.mpf(10) ** -8 * width:
                continue
            error = abs(value - expected) / scale
            worst = max(worst, error)
            if error > mp.mpf(10) ** -12:
                raise SystemExit(f"{name} of {case}: {mp.nstr(value, 20)}, by differences {mp.nstr(expected, 20)}")
    print(f"formulas agree with derivatives of the price, worst relative difference {mp.nstr(worst, 3)}")


def partial(f, at, orders, scales):
    """A mixed central difference of second order in steps of 1e-12 of each scale."""
    step = mp.mpf(10) ** -12
    points = [((), mp.mpf(1))]
    for x, order, scale in zip(at, orders, scales):
        h = step * scale
        stencil = {0: [(x, 1)], 1: [(x + h, 1 / (2 * h)), (x - h, -1 / (2 * h))]}.get(order)
        if stencil is None:
            stencil = [(x + h, 1 / h**2), (x, -2 / h**2), (x - h, 1 / h**2)]
        points = [((*place, p), weight * w) for place, weight in points for p, w in stencil]
    return mp.fsum(weight * f(*place) for place, weight in points)


def planes(doubles):
    """The bytes of a column of doubles, all first bytes first: signs and exponents beside each other pack well."""
    packed = struct.pack(f"<{len(doubles)}d", *doubles)
    return b"".join(packed[byte::8] for byte in range(8))


def write(path):
    cases = draw_cases()
    references = []
    for i, case in enumerate(cases):
        references.append(reference_of(case))
        if i % 1_000 == 999:
            print(f"{i + 1} of {len(cases)}", file=sys.stderr, flush=True)
    header = {
        "rows": len(cases),
        "inputs": ["forward", "strike", "tauYears", "vol", "ratePer1"],
        "quantities": QUANTITIES,
        "corners": [corner[0] for corner in CORNERS],
        "remaindersPerUlp": REMAINDERS_PER_ULP,
        "made": f"makeBlack76Reference.py, seed {SEED}, mpmath {mp.__version__}, {DIGITS} and {DIGITS_FAR} digits",
    }
    body = [json.dumps(header).encode() + b"\n"]
    body += [planes([case[column] for case in cases]) for column in range(5)]
    body += [bytes(case[column] for case in cases) for column in (5, 6)]
    for quantity in range(len(QUANTITIES)):
        body.append(planes([row[quantity][0] for row in references]))
        body.append(struct.pack(f"<{len(cases)}b", *(row[quantity][1] for row in references)))
    path.parent.mkdir(parents=True, exist_ok=True)
    # No name and no time in the header, so that the same cases give the same bytes.
    path.write_bytes(gzip.compress(b"".join(body), 9, mtime=0))
    print(f"{path.name}: {len(cases)} options, {path.stat().st_size} bytes")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--check"]:
        check(int(sys.argv[2]) if len(sys.argv) > 2 else 200)
    else:
        write(Path(sys.argv[1]) if len(sys.argv) > 1 else FILE)
