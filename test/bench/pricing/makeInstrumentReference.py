"""Makes test/data/pricing/instruments.json: seeded rows of every kind of instrument with their value and Greeks.

Values are written here from the papers at 50 digits, and every Greek is a numerical derivative of its value by mpmath;
nothing of Gimbal is used. The everlasting option's value is the integral (1/T) int e^(-s/T) P(s) ds, by quadrature.

    python3 test/bench/pricing/makeInstrumentReference.py > test/data/pricing/instruments.json
"""

import json
import random

from mpmath import diff, exp, inf, log, mp, mpf, ncdf, quad, sqrt

mp.dps = 50
random.seed(20261128)
ROWS = 30
YEAR = mpf(365)
POINT = mpf("0.01")


def uniform(low, high):
    return round(random.uniform(low, high), 6)


def slope(f, x, n=1):
    return diff(f, mpf(x), n)


def black76(forward, strike, tau, vol, rate, is_put):
    deviation = vol * sqrt(tau)
    d1 = (log(forward / strike) + deviation**2 / 2) / deviation
    d2 = d1 - deviation
    sign = -1 if is_put else 1
    return exp(-rate * tau) * sign * (forward * ncdf(sign * d1) - strike * ncdf(sign * d2))


def coin_view(value, spot):
    """Net delta S.d(V/S)/dS and its slope: what who counts in coin has left to hedge."""

    def net(s):
        return s * slope(lambda x: value(x) / x, s)

    return {"priceCoin": value(spot) / spot, "netDelta": net(spot), "netGammaPerUsd": slope(net, spot)}


def spot_rows():
    for _ in range(ROWS):
        price = uniform(0.1, 100000)
        yield {"priceUsd": price}, {"priceUsd": price, "delta": 1, "netDelta": 1}


def wrapped_rows():
    for _ in range(ROWS):
        row = {
            "underlyingUsd": uniform(500, 5000),
            "ratePerUnit": uniform(1, 1.3),
            "marketUsd": uniform(500, 6000),
            "yieldPer1": uniform(0, 0.08),
        }
        s, rate, market, growth = (mpf(v) for v in row.values())
        ratio = market / (rate * s)
        value = lambda x, b=ratio: rate * x * b
        yield row, {
            "priceUsd": market,
            "delta": slope(value, s),
            "netDelta": slope(value, s),
            "basisUsd": market - rate * s,
            "basisDeltaUsd": slope(lambda b: value(s, b), ratio),
            "carryUsdPerDay": market * growth / YEAR,
        }


def inverse(size, basis, entry):
    return lambda s: size * (1 / entry - 1 / (s + basis)) * s


def perp_rows():
    for i in range(ROWS):
        index = uniform(500, 5000)
        row = {
            "markUsd": round(index * random.uniform(0.98, 1.02), 6),
            "indexUsd": index,
            "entryUsd": uniform(500, 5000) if i % 3 else 0,
            "oracleUsd": round(index * random.uniform(0.99, 1.01), 6),
            "fundingRate": uniform(-0.002, 0.002),
            "fundingIntervalSeconds": random.choice([3600, 28800]),
            "fundingRateCap": random.choice([0, 0.0005, 0.004]),
            "fundingPriceBase": i % 3,
            "isInverse": 0,
            "contractSizeUsd": 0,
        }
        if i % 2:
            row |= {"isInverse": 1, "contractSizeUsd": random.choice([1, 10, 100]), "entryUsd": uniform(500, 5000)}
        mark, spot, entry, oracle, rate, interval, cap = (mpf(v) for v in list(row.values())[:7])
        if cap:
            rate = max(-cap, min(cap, rate))
        base = (mark, oracle, spot)[row["fundingPriceBase"]]
        periods = 86400 / interval
        if row["isInverse"]:
            size = mpf(row["contractSizeUsd"])
            value = inverse(size, mark - spot, entry)
            funding = -rate * periods * size / base * spot
            expected = {"priceUsd": value(spot), "delta": slope(value, spot), "gammaPerUsd": slope(value, spot, 2)}
            expected |= coin_view(value, spot)
        else:
            funding = -rate * periods * base
            expected = {"priceUsd": mark - entry, "delta": 1, "netDelta": 1}
        yield row, expected | {"basisUsd": mark - spot, "fundingUsdPerDay": funding, "carryUsdPerDay": funding}


def future_rows():
    for i in range(ROWS):
        spot = uniform(500, 5000)
        row = {
            "forwardUsd": round(spot * random.uniform(0.95, 1.1), 6),
            "spotUsd": spot,
            "entryUsd": uniform(500, 5000),
            "tauYears": uniform(0.001, 1),
            "isInverse": i % 2,
            "contractSizeUsd": 10 if i % 2 else 0,
        }
        forward, spot, entry, tau, is_inverse, size = (mpf(v) for v in row.values())
        rate = log(forward / spot) / tau
        paid = (lambda f: size * (1 / entry - 1 / f) * spot) if is_inverse else (lambda f: f - entry)
        expected = {
            "priceUsd": paid(forward),
            "thetaUsdPerDay": -slope(lambda t: paid(spot * exp(rate * t)), tau) / YEAR,
            "rhoUsd": slope(lambda r: paid(spot * exp(r * tau)), rate),
            "basisUsd": forward - spot,
            "delta": 1,
            "netDelta": 1,
        }
        if is_inverse:
            value = inverse(size, forward - spot, entry)
            expected |= {"delta": slope(value, spot), "gammaPerUsd": slope(value, spot, 2)} | coin_view(value, spot)
        yield row, expected


def option_rows():
    for i in range(2 * ROWS):
        forward = uniform(500, 5000)
        vol = uniform(0.2, 1.5)
        late = i % 4 == 3
        tau = random.uniform(60, 1790) / 31536000 if late else uniform(0.002, 2)
        strike = round(forward * float(exp(random.uniform(-2.5, 2.5) * vol * sqrt(tau))), 6)
        row = {
            "forwardUsd": forward,
            "strikeUsd": strike,
            "tauYears": tau,
            "vol": vol,
            "ratePer1": 0 if i % 3 == 0 else uniform(-0.02, 0.1),
            "isPut": i % 2,
            "isInverse": (i // 2) % 2,
            "averagingSeconds": 1800 if i % 4 >= 2 else 0,
            "averagedUsd": round(forward * random.uniform(0.999, 1.001), 6) if late else 0,
        }
        f, k, t, v, r = (mpf(x) for x in list(row.values())[:5])
        window, averaged = mpf(row["averagingSeconds"]), mpf(row["averagedUsd"])
        share_at = lambda tau: tau * 31536000 / window if window and tau * 31536000 < window else mpf(1)
        share = share_at(t)
        known = averaged * (1 - share)
        put = row["isPut"]
        value = lambda f=f, t=t, v=v, r=r: black76(known + f * share, k, t, v, r, put)
        g = known + f * share
        # The share falls with time while the sum of known and forward part is held.
        delta_at = lambda t: share_at(t) * slope(lambda x: black76(x, k, t, v, r, put), g)
        delta_of = lambda v: slope(lambda x: value(f=x, v=v), f)
        spot = f * exp(-r * t)
        expected = {
            "priceUsd": value(),
            "delta": slope(lambda x: value(f=x), f),
            "gammaPerUsd": slope(lambda x: value(f=x), f, 2),
            "vegaUsdPerVolPoint": slope(lambda x: value(v=x), v) * POINT,
            "thetaUsdPerDay": -slope(lambda x: value(t=x), t) / YEAR,
            "rhoUsd": slope(lambda x: value(r=x, f=spot * exp(x * t)), r),
            "vanna": slope(delta_of, v) * POINT,
            "volga": slope(lambda x: value(v=x), v, 2) * POINT**2,
            "charmPerDay": -slope(delta_at, t) / YEAR,
        }
        if row["isInverse"]:
            coin = lambda x: black76(known + x * share, k, t, v, r, put) / (known + x * share)
            net = lambda x: (known + x * share) * slope(coin, x)
            expected |= {"priceCoin": coin(f), "netDelta": net(f), "netGammaPerUsd": slope(net, f)}
        else:
            expected |= {"netDelta": expected["delta"], "netGammaPerUsd": expected["gammaPerUsd"]}
        yield row, expected


def power_rows():
    for i in range(ROWS):
        row = {
            "spotUsd": uniform(500, 5000),
            "power": 2 if i < 10 else uniform(-1, 4),
            "vol": uniform(0.1, 1.5),
            "ratePer1": 0 if i % 2 else uniform(-0.02, 0.1),
            "fundingYears": 17.5 / 365,
            "normFactor": uniform(0.2, 1),
            "indexScale": 10000,
        }
        s, p, v, r, f, n, scale = (mpf(x) for x in row.values())
        value = lambda s=s, v=v, r=r: n * s**p / scale * exp((p - 1) * (r + p * v * v / 2) * f)
        index = n * s**p / scale
        # The controller shrinks the factor by (index/mark)^(dt/f).
        decayed = lambda t: value() * (index / value()) ** (t / f)
        delta_of = lambda v: slope(lambda x: value(s=x, v=v), s)
        expected = {
            "priceUsd": value(),
            "delta": slope(lambda x: value(s=x), s),
            "gammaPerUsd": slope(lambda x: value(s=x), s, 2),
            "vegaUsdPerVolPoint": slope(lambda x: value(v=x), v) * POINT,
            "thetaUsdPerDay": slope(decayed, 0) / YEAR,
            "rhoUsd": slope(lambda x: value(r=x), r),
            "vanna": slope(delta_of, v) * POINT,
            "volga": slope(lambda x: value(v=x), v, 2) * POINT**2,
            "charmPerDay": slope(decayed, 0) / YEAR * p / s,
        }
        yield row, expected | {"netDelta": expected["delta"], "netGammaPerUsd": expected["gammaPerUsd"]}


def everlasting_rows():
    for i in range(ROWS):
        strike = uniform(1000, 60000)
        row = {
            "spotUsd": round(strike * random.uniform(0.6, 1.6), 6),
            "strikeUsd": strike,
            "vol": uniform(0.3, 1.5),
            "periodYears": random.choice([7 / 365, 1 / 365, 30 / 365]),
            "isPut": i % 2,
        }
        s, k, v, period = (mpf(x) for x in list(row.values())[:4])
        put = row["isPut"]
        payoff = lambda s: max(mpf(0), k - s if put else s - k)

        def value(s=s, v=v):
            u = sqrt(1 + 8 / (v * v * period))
            root = (1 + u) / 2 if s < k else (1 - u) / 2
            return payoff(s) + k / u * (s / k) ** root

        # x = s/T spreads the integral; Black-Scholes at x = 0 is the payoff.
        mp.dps = 25
        paradex = quad(lambda x: exp(-x) * black76(s, k, x * period, v, mpf(0), put), [0, 0.01, 0.1, 1, 5, 20, inf])
        mp.dps = 50
        assert abs(paradex / value() - 1) < mpf(10) ** -12, (row, paradex, value())
        delta_of = lambda v: slope(lambda x: value(s=x, v=v), s)
        funding = -(value() - payoff(s)) / period / YEAR
        expected = {
            "priceUsd": paradex,
            "delta": slope(lambda x: value(s=x), s),
            "gammaPerUsd": slope(lambda x: value(s=x), s, 2),
            "vegaUsdPerVolPoint": slope(lambda x: value(v=x), v) * POINT,
            "vanna": slope(delta_of, v) * POINT,
            "volga": slope(lambda x: value(v=x), v, 2) * POINT**2,
            "fundingUsdPerDay": funding,
            "carryUsdPerDay": funding,
        }
        yield row, expected | {"netDelta": expected["delta"], "netGammaPerUsd": expected["gammaPerUsd"]}


def arbitrage(lvr, vol, fee, blocks, fixed):
    if not blocks or not fee:
        return lvr
    if fixed:
        per_block = vol / sqrt(blocks)
        constant = sqrt(2 * mp.pi) / abs(mp.zeta(mpf(1) / 2))
        return lvr * (per_block**2 / (2 + constant * fee / per_block)) / (per_block**2 / 2)
    return lvr / (1 + sqrt(2 * blocks) * fee / vol)


def liquidity_greeks(row, value, price):
    vol, fee, blocks = (mpf(row[name]) for name in ("vol", "feePer1", "blocksPerYear"))
    gamma = slope(value, price, 2)
    lvr = vol**2 * price**2 / 2 * abs(gamma) / YEAR
    lost = arbitrage(lvr, vol, fee, blocks, row["hasFixedBlocks"])
    return {
        "priceUsd": value(price),
        "delta": slope(value, price),
        "netDelta": slope(value, price),
        "gammaPerUsd": gamma,
        "netGammaPerUsd": gamma,
        "lvrUsdPerDay": lvr,
        "arbitrageUsdPerDay": lost,
        "carryUsdPerDay": mpf(row["feesUsdPerDay"]) - lost,
    }


def fee_terms(i):
    return {
        "vol": uniform(0.3, 1.2),
        "feePer1": random.choice([0, 0.0005, 0.003]),
        "blocksPerYear": random.choice([0, 2628000, 15768000]),
        "hasFixedBlocks": i % 2,
        "feesUsdPerDay": uniform(0, 50),
    }


def univ2_rows():
    for i in range(ROWS):
        row = {"liquidityUnits": uniform(1, 5000), "priceUsd": uniform(500, 5000)} | fee_terms(i)
        liquidity = mpf(row["liquidityUnits"])
        # The pool holds x with x.y = L^2 and y/x = P.
        value = lambda p: p * sqrt(liquidity**2 / p) + sqrt(liquidity**2 * p)
        yield row, liquidity_greeks(row, value, mpf(row["priceUsd"]))


def range_rows(hooks):
    for i in range(ROWS):
        low = uniform(1000, 2000)
        high = round(low * random.uniform(1.05, 2), 6)
        price = (low * 0.8, high * 1.2)[i % 2] if i % 5 == 0 else random.uniform(low * 1.001, high * 0.999)
        owed = {"owedVolatileUnits": uniform(0, 2), "owedQuoteUnits": uniform(0, 3000)}
        ends = {"liquidityUnits": uniform(1, 5000), "lowUsd": low, "highUsd": high, "priceUsd": round(price, 6)}
        row = ends | fee_terms(i) | owed
        liquidity, a, b = mpf(row["liquidityUnits"]), mpf(low), mpf(high)

        def value(p):
            held = min(max(p, a), b)
            tokens = liquidity * (1 / sqrt(held) - 1 / sqrt(b)) + mpf(row["owedVolatileUnits"])
            return tokens * p + liquidity * (sqrt(held) - sqrt(a)) + mpf(row["owedQuoteUnits"])

        price = mpf(row["priceUsd"])
        fees = mpf(row["owedVolatileUnits"]) * price + mpf(row["owedQuoteUnits"])
        expected = liquidity_greeks(row, value, price) | {"feesUsd": fees}
        # Outside the range the value is a straight line; what a numerical derivative leaves there is noise.
        if not a < price < b:
            expected |= {name: 0 for name in ("gammaPerUsd", "netGammaPerUsd", "lvrUsdPerDay", "arbitrageUsdPerDay")}
            expected["carryUsdPerDay"] = row["feesUsdPerDay"]
        yield row | ({"hookPermissions": random.choice([0, 0b10000000, 0b11000000])} if hooks else {}), expected


def lending_rows():
    for i in range(ROWS):
        row = {
            "scaledUnits": uniform(0, 10000),
            "index": uniform(1, 1.4),
            "ratePer1": uniform(0, 0.5),
            "elapsedSeconds": random.choice([0, 1, 12, 3600, 86400 * 30]),
            "priceUsd": uniform(1, 5000),
            "isDebt": i % 2,
        }
        scaled, index, rate, seconds, price = (mpf(x) for x in list(row.values())[:5])
        x = rate / 31536000

        def growth(t):
            if not row["isDebt"]:
                return 1 + x * t
            terms = 1 + t * x
            if seconds > 1:
                terms += t * (t - 1) / 2 * x**2
            if seconds > 2:
                terms += t * (t - 1) * (t - 2) / 6 * x**3
            return terms

        sign = -1 if row["isDebt"] else 1
        units = sign * scaled * index * growth(seconds)
        yield row, {
            "priceUsd": units * price,
            "delta": units,
            "netDelta": units,
            "carryUsdPerDay": sign * scaled * index * slope(growth, seconds) * 86400 * price,
        }


def synth_rows():
    for _ in range(ROWS):
        row = {"referenceUsd": uniform(1, 5000), "pegRatio": uniform(0.9, 1.05)}
        reference, peg = (mpf(x) for x in row.values())
        yield row, {
            "priceUsd": reference * peg,
            "delta": peg,
            "netDelta": peg,
            "basisUsd": reference * peg - reference,
            "basisDeltaUsd": slope(lambda b: reference * b, peg),
        }


def debtshare_rows():
    for _ in range(ROWS):
        others = uniform(0, 1e8)
        units = uniform(-1000, 50000)
        price = uniform(500, 5000)
        row = {"poolShare": uniform(0, 1), "poolDebtUsd": others + units * price, "poolReferenceUnits": units}
        if row["poolDebtUsd"] < 0:
            row["poolDebtUsd"] = 0
        share = mpf(row["poolShare"])
        delta = slope(lambda s: -share * (mpf(others) + mpf(units) * s), price)
        yield row, {"priceUsd": -share * mpf(row["poolDebtUsd"]), "delta": delta, "netDelta": delta}


KINDS = {
    "spot": spot_rows(),
    "wrapped": wrapped_rows(),
    "perp": perp_rows(),
    "future": future_rows(),
    "option": option_rows(),
    "power": power_rows(),
    "everlasting": everlasting_rows(),
    "univ2": univ2_rows(),
    "univ3": range_rows(False),
    "univ4": range_rows(True),
    "lending": lending_rows(),
    "synth": synth_rows(),
    "debtshare": debtshare_rows(),
}

if __name__ == "__main__":
    made = {kind: [[row, {name: float(x) for name, x in expected.items()}] for row, expected in rows] for kind, rows in KINDS.items()}
    lines = ",\n".join(
        f"  {json.dumps(kind)}: [\n" + ",\n".join(f"    {json.dumps(row)}" for row in rows) + "\n  ]" for kind, rows in made.items()
    )
    print("{\n" + lines + "\n}")
