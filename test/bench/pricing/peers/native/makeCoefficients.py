#!/usr/bin/env python3
"""Prints coefficients.h for the native kernels: Chebyshev interpolants of the functions that they need, by mpmath.

The Mills ratio M(a) = N(-a)/n(a) is r P(y) with r = 1/(a+5) and y linear in r over a in [0, 39]; its slope 1 - a M(a) is
r^2 Q(y). 2 atanh(sqrt w)/sqrt w = 2 + w L(w), exp(r) = 1 + r + r^2 E(r). The first guess of an implied deviation is read
from cubics, eight to an octave of 1 + |x|/price, that invert Bachelier's formula.
"""
import math

import mpmath as mp

mp.mp.dps = 60
SHIFT = mp.mpf(5)
FARTHEST = 39
ATANH_SQUARE_MAX = mp.mpf("0.0403")
EXP_MAX = mp.log(2) / 2 * mp.mpf("1.001")
SEGMENT_BITS = 3
OCTAVES = 1000


def interpolant(function, degree):
    """Coefficients in powers of y of the polynomial through the Chebyshev nodes of [-1, 1]."""
    count = degree + 1
    nodes = [mp.cos(mp.pi * (k + mp.mpf(1) / 2) / count) for k in range(count)]
    values = [function(node) for node in nodes]
    before, this = [mp.mpf(1)], [mp.mpf(0), mp.mpf(1)]
    powers = [mp.mpf(0)] * count
    for j in range(count):
        weight = mp.mpf(2 if j else 1) / count
        angle = [mp.cos(mp.pi * j * (k + mp.mpf(1) / 2) / count) for k in range(count)]
        coefficient = weight * mp.fsum(value * cosine for value, cosine in zip(values, angle))
        for power, t in enumerate(before):
            powers[power] += coefficient * t
        following = [mp.mpf(0)] + [2 * t for t in this]
        for power, t in enumerate(before):
            following[power] -= t
        before, this = this, following
    return powers


def in_powers_of(coefficients, low, high):
    """From powers of y = (2w - low - high)/(high - low) to powers of w."""
    slope, offset = 2 / (high - low), -(low + high) / (high - low)
    result = [mp.mpf(0)]
    for coefficient in reversed(coefficients):
        product = [mp.mpf(0)] * (len(result) + 1)
        for power, t in enumerate(result):
            product[power] += t * offset
            product[power + 1] += t * slope
        product[0] += coefficient
        result = product
    return result[: len(coefficients)]


def mills(a):
    return mp.sqrt(mp.pi / 2) * mp.exp(a * a / 2) * mp.erfc(a / mp.sqrt(2))


def mills_slope(a):
    # At a = 39 one minus a M(a) loses six of sixty digits.
    return 1 - a * mills(a)


def show(name, values):
    print(f"static const double {name}[{len(values)}] = {{{', '.join(float(value).hex() for value in values)}}};")


def bachelier_cubics():
    """sigma sqrt(tau) = (|x| + price) H(1 + |x|/price), tabulated over the bits of its argument."""

    def log_ratio(k):
        return mp.log(k) + k * k / 2 + mp.log(2 * mp.pi) / 2 - mp.log(mills_slope(k))

    mp.mp.dps = 40
    low = [math.exp(math.log(1e-12) + i * (math.log(0.01) - math.log(1e-12)) / 399) for i in range(400)]
    ks = low + [0.0101 + i * (40 - 0.0101) / 5999 for i in range(6000)]
    logs = [float(log_ratio(mp.mpf(k))) for k in ks]
    from scipy.interpolate import CubicSpline
    import numpy as np

    inverse = CubicSpline(logs, np.log(ks))
    segments = 1 << SEGMENT_BITS
    rows = []
    for octave in range(OCTAVES):
        for segment in range(segments):
            start, width = math.ldexp(1 + segment / segments, octave), math.ldexp(1 / segments, octave)
            xs = [(1 + math.cos(math.pi * (i + 0.5) / 4)) / 2 for i in range(4)]
            rows.append(np.polyfit(xs, [guess(start + width * x, inverse) for x in xs], 3)[::-1])
    return rows


def guess(argument, inverse):
    ratio = argument - 1
    if ratio < 1e-9:
        return math.sqrt(2 * math.pi)
    return ratio / math.exp(float(inverse(math.log(ratio)))) / (1 + ratio)


def main():
    nearest, farthest = 1 / SHIFT, 1 / (FARTHEST + SHIFT)
    distance = lambda y: 2 / (y * (nearest - farthest) + nearest + farthest) - SHIFT
    print("#pragma once")
    print(f"static const double MILLS_SHIFT = {float(SHIFT)};")
    show("MILLS_Y", [-(nearest + farthest) / (nearest - farthest), 2 / (nearest - farthest)])
    show("MILLS", interpolant(lambda y: (SHIFT + distance(y)) * mills(distance(y)), 20))
    show("MILLS_SLOPE", interpolant(lambda y: (SHIFT + distance(y)) ** 2 * mills_slope(distance(y)), 22))
    tiny = mp.mpf(10) ** -25
    atanh_part = lambda w: (2 * mp.atanh(mp.sqrt(w)) / mp.sqrt(w) - 2) / w
    atanh_powers = interpolant(lambda y: atanh_part((y + 1) * ATANH_SQUARE_MAX / 2 + tiny), 7)
    show("ATANH", in_powers_of(atanh_powers, mp.mpf(0), ATANH_SQUARE_MAX))
    exp_part = lambda r: (mp.exp(r) - 1 - r) / (r * r) if abs(r) > mp.mpf(10) ** -12 else mp.mpf(1) / 2
    show("EXP", in_powers_of(interpolant(lambda y: exp_part(y * EXP_MAX), 9), -EXP_MAX, EXP_MAX))
    rows = bachelier_cubics()
    print(f"static const int GUESS_SEGMENT_BITS = {SEGMENT_BITS};\nstatic const int GUESS_ROWS = {len(rows)};")
    numbers = ",".join(f"{value:.12g}" for row in rows for value in row)
    print(f"static const double GUESS[{4 * len(rows)}] = {{{numbers}}};")


main()
