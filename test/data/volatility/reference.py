"""Writes reference.json: synthetic candles, returns and days, and what numpy and pandas make of them and of made_1h.csv.gz.

    python reference.py > reference.json      # in this folder; numpy 2, pandas 2 or newer

Nothing here is taken from the TypeScript, and no number is recorded from a market.
"""

import json
import math

import numpy as np
import pandas as pd

rng = np.random.default_rng(20090115)
YEAR_SECONDS = 365 * 86_400


def candles(count=120, steps=40, sigma=0.8, interval=3600):
    step_sd = sigma * math.sqrt(interval / YEAR_SECONDS / steps)
    log_price = math.log(2000.0)
    rows = []
    for i in range(count):
        path = log_price + np.concatenate([[0.0], np.cumsum(rng.normal(0, step_sd, steps))])
        open_, high, low, close = (round(float(math.exp(x)), 2) for x in (path[0], path.max(), path.min(), path[-1]))
        rows.append((i * interval * 1000, open_, max(high, open_, close), min(low, open_, close), close))
        log_price = float(path[-1]) + rng.normal(0, step_sd)
    return pd.DataFrame(rows, columns=["openTimeMs", "open", "high", "low", "close"])


def candle_estimates(df, interval=3600):
    per_year = YEAR_SECONDS / interval
    o, h, l, c = (np.log(df[name]) for name in ("open", "high", "low", "close"))
    cc = c.diff().dropna()
    overnight = (o - c.shift(1)).dropna()
    body = (c - o)[1:]
    rs = (h - c) * (h - o) + (l - c) * (l - o)
    n = len(body)
    k = 0.34 / (1.34 + (n + 1) / (n - 1))
    variance = {
        "closeToClose": (cc**2).mean(),
        "parkinson": ((h - l) ** 2).mean() / (4 * math.log(2)),
        "garmanKlass": (0.5 * (h - l) ** 2 - (2 * math.log(2) - 1) * (c - o) ** 2).mean(),
        "rogersSatchell": rs.mean(),
        "yangZhang": overnight.var(ddof=1) + k * body.var(ddof=1) + (1 - k) * rs[1:].mean(),
    }
    return {name: float(math.sqrt(value * per_year)) for name, value in variance.items()}


def realised(returns):
    a = np.abs(returns)
    n = len(a)
    rv = float(np.sum(returns**2))
    bv = float(math.pi / 2 * n / (n - 1) * np.sum(a[1:] * a[:-1]))
    mu = 2 ** (2 / 3) * math.gamma(7 / 6) / math.gamma(1 / 2)
    tp = float(n * mu**-3 * n / (n - 2) * np.sum((a[2:] * a[1:-1] * a[:-2]) ** (4 / 3)))
    theta = math.pi**2 / 4 + math.pi - 5
    z = ((rv - bv) / rv) / math.sqrt(theta / n * max(1, tp / bv**2))
    return {
        "variance": rv,
        "bipowerVariance": bv,
        "jumpVariance": max(0, rv - bv),
        "quarticity": float(n / 3 * np.sum(returns**4)),
        "jumpZ": z,
    }


def two_scales(prices, scale):
    n = len(prices) - 1
    grids = [prices[start::scale] for start in range(scale)]
    average = sum(float(np.sum(np.diff(grid) ** 2)) for grid in grids) / scale
    n_bar = (n - scale + 1) / scale
    full = float(np.sum(np.diff(prices) ** 2))
    return {"variance": (average - n_bar / n * full) / (1 - n_bar / n), "subsampledVariance": average}


def day_of_minutes(prices, grid=5):
    """Realised and bipower variance of 1,440 minutes on each of the interleaved grids, made up to the whole day, averaged."""
    found = []
    for start in range(grid):
        returns = np.diff(prices[start::grid])
        measures = realised(returns)
        share = len(returns) * grid / (len(prices) - 1)
        found.append((measures["variance"] / share, measures["bipowerVariance"] / share))
    variance, bipower = np.mean(found, axis=0)
    return {"variancePerDay": float(variance), "bipowerVariancePerDay": float(bipower),
            "logReturn": float(prices[-1] - prices[0])}


def days(count=400):
    slow, fast, rows = 0.0, 0.0, []
    for _ in range(count):
        slow = 0.97 * slow + 0.15 * rng.normal()
        fast = 0.60 * fast + 0.25 * rng.normal()
        variance = math.exp(-7.0 + slow + fast + 0.3 * rng.normal())
        jump = variance * 0.3 * (rng.random() < 0.2)
        rows.append((variance, jump, math.sqrt(variance) * rng.normal()))
    return np.array(rows)


FORWARD = {"level": lambda v: v, "sqrt": np.sqrt, "log": np.log}


def design(table, form):
    """Terms at each day from the 30th on: day, week, month."""
    variance = pd.Series(table[:, 0])
    f = FORWARD[form]
    return pd.DataFrame({
        "day": f(variance),
        "week": f(variance.rolling(7).mean()),
        "month": f(variance.rolling(30).mean()),
    })


def har(table, form, horizon, *, window=1000, ridge=0.0, weighted=False, jump=False, leverage=False):
    variance = pd.Series(table[:, 0])
    terms = design(table, form)
    if jump:
        terms["jump"] = np.log1p(table[:, 1] / table[:, 0]) if form == "log" else FORWARD[form](pd.Series(table[:, 1]))
    if leverage:
        change = pd.Series(table[:, 2])
        for span in (1, 7, 30):
            terms[f"fall{span}"] = np.minimum(0, change.rolling(span).mean())
    target = variance.rolling(horizon).mean().shift(-horizon)
    # Three quarters of a month are enough, so that the first terms come at the 23rd day with the mean of what is there.
    for i in range(22, 29):
        terms.loc[i, "month"] = FORWARD[form](variance[: i + 1].mean())
        if leverage:
            terms.loc[i, "fall30"] = min(0.0, float(table[: i + 1, 2].sum()) / 30)
    rows = terms.assign(target=target).dropna().iloc[-window:]
    x = rows.drop(columns="target").to_numpy()
    y = FORWARD[form](rows["target"]).to_numpy()

    def solve(weights):
        w = weights / weights.mean()
        mean_x, mean_y = np.average(x, axis=0, weights=w), np.average(y, weights=w)
        sd = np.sqrt(np.average((x - mean_x) ** 2, axis=0, weights=w))
        z = (x - mean_x) / sd * np.sqrt(w)[:, None]
        # Ridge as rows added to the regression; with none of it this is lstsq of the plain columns.
        stacked = np.vstack([z, math.sqrt(ridge * len(y)) * np.eye(x.shape[1])])
        right = np.concatenate([(y - mean_y) * np.sqrt(w), np.zeros(x.shape[1])])
        beta = np.linalg.lstsq(stacked, right, rcond=None)[0] / sd
        return np.concatenate([[mean_y - mean_x @ beta], beta]), w

    plain = np.column_stack([np.ones(len(y)), x])
    weights = np.ones(len(y))
    beta, w = solve(weights)
    if ridge == 0:
        assert np.allclose(beta, np.linalg.lstsq(plain, y, rcond=None)[0], rtol=1e-6)
    if weighted:
        beta, w = solve(1 / np.clip(plain @ beta, y.min(), y.max()))
    residual = float(np.sum(w * (y - plain @ beta) ** 2) / (len(y) - x.shape[1] - 1))
    last = np.concatenate([[1.0], terms.iloc[-1].to_numpy()])
    answer = float(last @ beta)
    value = {"level": answer, "sqrt": answer**2 + residual, "log": math.exp(answer + residual / 2)}[form]
    return {
        "spec": {"form": form, "horizonDays": horizon, "windowDays": window, "ridge": ridge,
                 "weighting": "inverseFitted" if weighted else "equal", "jump": jump, "leverage": leverage},
        "intercept": float(beta[0]),
        "coefficients": [float(b) for b in beta[1:]],
        "residualVariance": residual,
        "variancePerDay": value,
        "rows": len(y),
    }


def diebold_mariano(losses, others, horizon):
    d = losses - others
    n = len(d)
    lags = max(horizon - 1, int(n ** (1 / 3) + 1e-9))
    centred = d - d.mean()
    gamma = [float(centred[lag:] @ centred[: n - lag]) / n for lag in range(lags + 1)]
    spread = gamma[0] + 2 * sum((1 - lag / (lags + 1)) * gamma[lag] for lag in range(1, lags + 1))
    return float(d.mean() / math.sqrt(spread / n))


def walk_of_made(ridge=1e-4, month=30, least=90):
    """The whole walk over made_1h.csv.gz: days of RV from closes, a log HAR fitted each day to the past, mean QLIKEs."""
    frame = pd.read_csv("made_1h.csv.gz").sort_values("unix")
    close = np.log(frame["close"])
    by_day = (close.diff() ** 2).groupby(frame["unix"] // 86_400)
    # The first day has 23 returns: the sum is made up to 24.
    rv = (by_day.mean() * 24).to_numpy()
    terms = np.array([
        [math.log(rv[i]), math.log(rv[i - 6 : i + 1].mean()), math.log(rv[max(0, i - month + 1) : i + 1].mean())]
        if i >= 22 else [math.nan] * 3
        for i in range(len(rv))
    ])
    losses = []
    for today in range(22 + least, len(rv) - 1):
        x, y = terms[22:today], np.log(rv[23 : today + 1])
        mean, sd = x.mean(axis=0), x.std(axis=0)
        stacked = np.vstack([(x - mean) / sd, math.sqrt(ridge * len(y)) * np.eye(3)])
        beta = np.linalg.lstsq(stacked, np.concatenate([y - y.mean(), np.zeros(3)]), rcond=None)[0] / sd
        residuals = y - y.mean() - (x - mean) @ beta
        answer = y.mean() + (terms[today] - mean) @ beta + residuals @ residuals / (len(y) - 4) / 2
        forecast = min(max(math.exp(answer), math.exp(y.min())), math.exp(y.max()))
        row = []
        for guess in (forecast, rv[today], rv[today - month + 1 : today + 1].mean()):
            ratio = rv[today + 1] / guess
            row.append(ratio - math.log(ratio) - 1)
        losses.append(row)
    losses = np.array(losses)
    har_loss, yesterday, month_mean = losses.mean(axis=0)
    return {"days": len(losses), "har": float(har_loss), "yesterday": float(yesterday), "monthMean": float(month_mean),
            "againstYesterday": diebold_mariano(losses[:, 0], losses[:, 1], 1),
            "againstMonthMean": diebold_mariano(losses[:, 0], losses[:, 2], 1)}


table = candles()
returns = rng.normal(0, 0.004, 288)
returns[100] += 0.05
noisy = np.cumsum(rng.normal(0, 0.0005, 1441)) + rng.normal(0, 0.0004, 1441)
day_table = days()
losses, others = rng.gamma(2.0, 0.2, 100), rng.gamma(2.0, 0.25, 100)
print(json.dumps({
    "candles": table.values.tolist(),
    "candleVolatility": candle_estimates(table),
    "returns": returns.tolist(),
    "realised": realised(returns),
    "logPrices": noisy.round(9).tolist(),
    "twoScales": two_scales(noisy.round(9), 5),
    "dayOfMinutes": day_of_minutes(noisy.round(9)),
    "days": day_table.tolist(),
    "har": [
        har(day_table, "log", 1),
        har(day_table, "log", 7),
        har(day_table, "log", 30, window=320),
        har(day_table, "sqrt", 1),
        har(day_table, "level", 1),
        har(day_table, "level", 7, weighted=True),
        har(day_table, "log", 1, ridge=0.05),
        har(day_table, "log", 1, jump=True),
        har(day_table, "sqrt", 1, jump=True),
        har(day_table, "log", 1, leverage=True),
    ],
    "made": walk_of_made(),
    "losses": losses.tolist(),
    "otherLosses": others.tolist(),
    "dieboldMariano": [{"horizonDays": h, "statistic": diebold_mariano(losses, others, h)} for h in (1, 7, 30)],
}))
