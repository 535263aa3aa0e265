"""numpy with scipy, numba, and vollib behind the protocol of peers/README.md; the first argument says which."""
import json
import math
import os
import sys
import time

for library in ("OMP", "OPENBLAS", "MKL", "NUMBA"):
    os.environ[f"{library}_NUM_THREADS"] = "1"

import numpy as np

GREEK_COLUMNS = 10
INVERSE_SQRT_2PI = 0.3989422804014326779
INVERSE_SQRT_2 = 0.7071067811865475244


def read(path):
    numbers = np.fromfile(path)
    rows, spot_moves, vol_moves = (int(number) for number in numbers[:3])
    moves = spot_moves + vol_moves
    body = numbers[3 : len(numbers) - moves].reshape(-1, rows)
    columns = [np.ascontiguousarray(column) for column in body]
    return columns, numbers[len(numbers) - moves :][:spot_moves], numbers[len(numbers) - vol_moves :]


def numpy_tasks():
    from scipy.special import ndtr

    def greeks(inputs, out):
        forward, strike, tau, vol, rate, sign = inputs[0]
        sqrt_tau = np.sqrt(tau)
        deviation = vol * sqrt_tau
        d1 = np.log(forward / strike) / deviation + 0.5 * deviation
        density = np.exp(-0.5 * d1 * d1) * INVERSE_SQRT_2PI
        delta = sign * ndtr(sign * d1)
        strike_part = sign * strike * ndtr(sign * (d1 - deviation))
        if rate.any():
            discount = np.exp(-rate * tau)
            density, delta, strike_part = density * discount, delta * discount, strike_part * discount
        price = forward * delta - strike_part
        out[0], out[1] = price, delta
        out[2] = density / (forward * deviation)
        out[3] = forward * density * sqrt_tau
        out[4] = rate * price - 0.5 * forward * density * vol / sqrt_tau
        out[5] = tau * strike_part
        out[6] = -tau * price

    def grid(inputs, out):
        columns, spot_moves, vol_moves = inputs
        forward, strike, tau, vol, sign, quantity = (column[:, None, None] for column in columns)
        deviation = vol * np.sqrt(tau) * vol_moves[None, :, None]
        moved = forward * spot_moves[None, None, :]
        d1 = np.log(moved / strike) / deviation + 0.5 * deviation
        price = sign * (moved * ndtr(sign * d1) - strike * ndtr(sign * (d1 - deviation)))
        out[:] = (quantity * price).sum(axis=0).ravel()

    return {"greeks": greeks, "grid": grid}


def numba_tasks():
    import numba

    @numba.njit(fastmath=True, error_model="numpy")
    def greeks(forward, strike, tau, vol, rate, sign, out):
        for i in range(forward.size):
            sqrt_tau = math.sqrt(tau[i])
            deviation = vol[i] * sqrt_tau
            discount = 1.0 if rate[i] == 0.0 else math.exp(-rate[i] * tau[i])
            d1 = math.log(forward[i] / strike[i]) / deviation + 0.5 * deviation
            density = discount * math.exp(-0.5 * d1 * d1) * INVERSE_SQRT_2PI
            delta = sign[i] * discount * 0.5 * math.erfc(-sign[i] * d1 * INVERSE_SQRT_2)
            below = 0.5 * math.erfc(-sign[i] * (d1 - deviation) * INVERSE_SQRT_2)
            strike_part = sign[i] * strike[i] * discount * below
            price = forward[i] * delta - strike_part
            out[0, i] = price
            out[1, i] = delta
            out[2, i] = density / (forward[i] * deviation)
            out[3, i] = forward[i] * density * sqrt_tau
            out[4, i] = rate[i] * price - 0.5 * forward[i] * density * vol[i] / sqrt_tau
            out[5, i] = tau[i] * strike_part
            out[6, i] = -tau[i] * price

    @numba.njit(fastmath=True, error_model="numpy")
    def grid(forward, strike, tau, vol, sign, quantity, spot_moves, vol_moves, out):
        out[:] = 0.0
        for i in range(forward.size):
            for v in range(vol_moves.size):
                deviation = vol[i] * math.sqrt(tau[i]) * vol_moves[v]
                for s in range(spot_moves.size):
                    moved = forward[i] * spot_moves[s]
                    d1 = math.log(moved / strike[i]) / deviation + 0.5 * deviation
                    above = 0.5 * math.erfc(-sign[i] * d1 * INVERSE_SQRT_2)
                    below = 0.5 * math.erfc(-sign[i] * (d1 - deviation) * INVERSE_SQRT_2)
                    out[v * spot_moves.size + s] += quantity[i] * sign[i] * (moved * above - strike[i] * below)

    return {
        "greeks": lambda inputs, out: greeks(*inputs[0], out),
        "grid": lambda inputs, out: grid(*inputs[0], inputs[1], inputs[2], out),
    }


def vollib_tasks():
    from vollib.black import black
    from vollib.black.greeks.analytical import delta, gamma, theta, vega
    from vollib.lets_be_rational import implied_volatility_from_a_transformed_rational_guess as solve

    def greeks(inputs, out):
        forward, strike, tau, vol, rate, sign = (column.tolist() for column in inputs[0])
        for i in range(len(forward)):
            option = ("c" if sign[i] > 0 else "p", forward[i], strike[i], tau[i], rate[i], vol[i])
            try:
                price = black(*option)
                # Its vega is per point and its theta per day of 1/365 year; its rho is the one with the forward held.
                values = (price, delta(*option), gamma(*option), vega(*option) * 100, theta(*option) * 365)
                out[:5, i] = values
                out[6, i] = -tau[i] * price
            except (ArithmeticError, ValueError):
                out[:, i] = np.nan

    def implied(inputs, out):
        forward, strike, tau, price, sign = (column.tolist() for column in inputs[0])
        for i in range(len(forward)):
            try:
                out[i] = solve(price[i], forward[i], strike[i], tau[i], sign[i])
            except Exception:  # Its refusals are exceptions of several unrelated classes.
                out[i] = np.nan

    return {"greeks": greeks, "implied": implied}


TASKS = {"numpy": numpy_tasks, "numba": numba_tasks, "vollib": vollib_tasks}[sys.argv[1]]()
INPUTS = {}


def answers(task, inputs):
    rows = inputs[0][0].size
    if task == "greeks":
        return np.full((GREEK_COLUMNS, rows), np.nan)
    return np.full(inputs[1].size * inputs[2].size if task == "grid" else rows, np.nan)


for line in sys.stdin:
    task, path, output, least_seconds = line.rstrip("\n").split("\t")
    if task not in TASKS:
        print(json.dumps({"unsupported": True}), flush=True)
        continue
    if path not in INPUTS:
        INPUTS[path] = read(path)
    out = answers(task, INPUTS[path])
    TASKS[task](INPUTS[path], out)
    cpu, wall, passes, spent = time.thread_time(), time.perf_counter(), 0, 0.0
    while spent < float(least_seconds):
        TASKS[task](INPUTS[path], out)
        passes += 1
        spent = time.thread_time() - cpu
    wall_spent = time.perf_counter() - wall
    if output != "-":
        out.astype("<f8").tofile(output)
    print(json.dumps({"passes": passes, "cpuSeconds": spent, "wallSeconds": wall_spent}), flush=True)
