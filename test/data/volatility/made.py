"""Writes made_1h.csv.gz: 220 days of hourly candles with a volatility that wanders on two clocks. Made, not recorded.

    python made.py        # numpy 2
"""

import gzip
import math

import numpy as np

rng = np.random.default_rng(2009)
DAYS, STEPS = 220, 30
START_SECONDS = 1_672_531_200  # 2023-01-01 UTC

log_price, slow, fast, rows = math.log(1500.0), 0.0, 0.0, []
for hour in range(24 * DAYS):
    # Half-lives of 30 days and of one; the logarithm of the hourly volatility spreads by 0.45 and 0.35 about its mean.
    slow = slow * 0.5 ** (1 / 720) + 0.45 * math.sqrt(1 - 0.5 ** (2 / 720)) * rng.normal()
    fast = fast * 0.5 ** (1 / 24) + 0.35 * math.sqrt(1 - 0.5 ** (2 / 24)) * rng.normal()
    sigma = 0.006 * math.exp(slow + fast)
    path = log_price + np.concatenate([[0.0], np.cumsum(rng.standard_t(5, STEPS) * sigma / math.sqrt(STEPS * 5 / 3))])
    open_, high, low, close = (f"{math.exp(x):.2f}" for x in (path[0], path.max(), path.min(), path[-1]))
    volume = f"{sigma / 0.006 * rng.gamma(4.0, 300.0):.1f}"
    rows.append(f"{START_SECONDS + 3600 * hour},MADE/USD,{open_},{high},{low},{close},{volume}")
    log_price = float(path[-1])

text = "\n".join(["unix,symbol,open,high,low,close,volume", *reversed(rows)]) + "\n"
with open("made_1h.csv.gz", "wb") as file:
    file.write(gzip.compress(text.encode(), 9, mtime=0))
