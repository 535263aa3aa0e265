#!/usr/bin/env python3
"""Makes the polynomial coefficients of the implied-volatility kernel (mpmath 1.3 or newer, numpy), for AssemblyScript and TypeScript.

    python3 fitImpliedVolatility.py
    # writes assembly/impliedVolatility/coefficients.ts and src/impliedVolatility/twin/coefficients.gen.ts

    MILLS_FINE, MILLS_ROUGH  M(z)/sqrt(2 pi) = r P(v), r = 1/(z + MILLS_SHIFT), v = (MILLS_CENTRE - z) r, -0.75 <= z <= 70
    ATANH_ROUGH              2 atanh(u) = 2 u + u^3 Q(u^2), for |u| <= 0.2007
    LOG2_ROUGH               log2(m) on 1 <= m < 2
    BACHELIER                of the guess: k^2 (1 + 1/w)^2 as a quotient of polynomials in log2(1 + w)
    QUANTILE                 of the guess: z with Phi(-z) = p, as a quotient of polynomials in sqrt(-log2 p)
    MILLS_CRUDE              of the guess: M(z) = r C(r), r = 1/(z + 3), -0.3 <= z <= 80

P is integrated from an interpolant of its derivative. What the solver needs is a difference M(a) - M(b), so the
relative error of the derivative is what counts, and an interpolant of P itself has its worst slopes at the ends of the
range, of all places. P is then written about v = 0, at z = 1/2: near the money |v| is small, Horner's rule rounds next
to nothing, and there the volatility depends on the price with its full relative error. Far from the money Horner loses
digits to cancellation, and 1/z^2 of them reach the volatility.
"""
import mpmath as mp
import numpy as np
from fitCoefficients import ATANH_MAX, chebyshev, mills, number, powers, stretched, write

SHIFT, CENTRE = mp.mpf(5), mp.mpf('0.5')
FROM, TO = mp.mpf('-0.75'), mp.mpf(70)
FINE_DEGREE, ROUGH_DEGREE = 24, 8


def mills_about_centre(degree):
    high, low = 1 / (FROM + SHIFT), 1 / (TO + SHIFT)
    centre = 1 / (CENTRE + SHIFT)
    y0, y1 = -(high + low) / (high - low), 2 / (high - low)

    def part(y):
        r = (y - y0) / y1
        return mills(1 / r - SHIFT) / r

    def slope(y):
        r = (y - y0) / y1
        z = 1 / r - SHIFT
        m = mills(z)
        return -(m + (z + SHIFT) * (z * m - 1)) / (r * r * y1)

    rising = powers(chebyshev(slope, degree - 1))
    out = [mp.mpf(0)] + [c / (i + 1) for i, c in enumerate(rising)]
    nodes = [mp.cos(mp.pi * (2 * i + 1) / 32) for i in range(16)]
    out[0] = sum(part(y) - mp.polyval(out[::-1], y) for y in nodes) / 16
    points = [mp.mpf(i) / 100 - 1 for i in range(201)]
    worst = max(abs(mp.polyval(out[::-1], y) / part(y) - 1) for y in points)
    worst_slope = max(abs(mp.polyval(rising[::-1], y) / slope(y) - 1) for y in points)
    print(f'MILLS degree {degree}: error at most {mp.nstr(worst, 2)}, of the slope {mp.nstr(worst_slope, 2)}')
    # y = y0 + y1 centre (1 + v)
    return [c / mp.sqrt(2 * mp.pi) for c in about(out, y0 + y1 * centre, y1 * centre)]


def about(coefficients, offset, scale):
    """The same polynomial in v, for y = offset + scale v."""
    out = [mp.mpf(0)]
    for coefficient in reversed(coefficients):
        grown = [mp.mpf(0)] * (len(out) + 1)
        for i, t in enumerate(out):
            grown[i] += t * offset
            grown[i + 1] += t * scale
        grown[0] += coefficient
        out = grown
    return out[: len(coefficients)]


def quotient(name, x, y, top, bottom, scale):
    """Numerator (highest power first) and denominator (without its constant 1) of a quotient near y; errors over scale.

    Repeated least squares, weighted towards where the error was largest: it settles near the smallest worst error.
    """
    best, weight, known = None, np.ones(len(x)), np.ones(len(x))
    for _ in range(400):
        columns = np.hstack([np.vander(x, top + 1), -np.vander(x, bottom) * (x * y)[:, None]])
        solution = np.linalg.lstsq(columns * (weight / known / scale)[:, None], y * weight / known / scale, rcond=None)[0]
        known = np.polyval(solution[top + 1 :], x) * x + 1
        error = np.abs(np.polyval(solution[: top + 1], x) / known - y) / scale
        if known.min() > 0 and (best is None or error.max() < best[0]):
            best = (error.max(), solution)
        weight = weight * (0.5 + error / error.max()) ** 0.5
        weight /= weight.max()
    print(f'{name}: error at most {best[0]:.1e}')
    return [mp.mpf(c) for c in best[1]]


def bachelier():
    # Bachelier: price/s = phi(k) (1 - k M(k)), so w = |x|/price = k / (phi(k) (1 - k M(k))).
    k = np.concatenate([np.exp(np.linspace(np.log(1e-8), np.log(0.05), 60)), np.linspace(0.05, 40, 3000)])
    log_w = []
    for value in k:
        # 1 - z M(z) loses 2 log10(z) digits of the 50.
        z = mp.mpf(value)
        log_w.append(float(mp.log(z) + z * z / 2 + mp.log(2 * mp.pi) / 2 - mp.log(1 - z * mills(z))))
    log_w = np.array(log_w)
    log_sum = np.logaddexp(0, log_w)
    y = (k * np.exp(log_sum - log_w)) ** 2
    return quotient('BACHELIER', log_sum / np.log(2), y, 3, 2, y)


def quantile():
    z = np.concatenate([np.linspace(-0.84, 6, 1500), np.linspace(6, 39, 1500)])
    p = [mp.erfc(mp.mpf(value) / mp.sqrt(2)) / 2 for value in z]
    x = np.array([float(mp.sqrt(-mp.log(value, 2))) for value in p])
    return quotient('QUANTILE', x, z, 2, 1, np.ones(len(z)))


def crude():
    z = np.concatenate([np.linspace(-0.3, 5, 300), np.linspace(5, 80, 300)])
    r = 1 / (z + 3)
    m = np.array([float(mills(mp.mpf(value))) for value in z])
    fitted = np.polyfit(r, m / r, 3)
    print(f'MILLS_CRUDE: error at most {np.abs(np.polyval(fitted, r) * r / m - 1).max():.1e}')
    return [mp.mpf(c) for c in fitted]


def rough_atanh():
    def part(y):
        w = (y + 1) * ATANH_MAX / 2 + mp.mpf(10) ** -25
        u = mp.sqrt(w)
        return (2 * mp.atanh(u) / u - 2) / w

    return stretched(powers(chebyshev(part, 1)), mp.mpf(0), ATANH_MAX)


def main():
    scalars = {'MILLS_SHIFT': SHIFT, 'MILLS_CENTRE': CENTRE, 'MILLS_SPAN': SHIFT + CENTRE, 'MIRROR_BELOW': FROM}
    tables = {
        'MILLS_FINE': mills_about_centre(FINE_DEGREE),
        'MILLS_ROUGH': mills_about_centre(ROUGH_DEGREE),
        'ATANH_ROUGH': rough_atanh(),
        'LOG2_ROUGH': stretched(powers(chebyshev(lambda y: mp.log((y + 3) / 2, 2), 4)), mp.mpf(1), mp.mpf(2)),
        'BACHELIER': bachelier(),
        'QUANTILE': quantile(),
        'MILLS_CRUDE': crude(),
    }
    note = '// Made by libs/quant/assembly/fitImpliedVolatility.py, which says what each polynomial is. Do not edit.\n'
    text = ''.join(f'export const {name}: number = {number(value)};\n' for name, value in scalars.items())
    for name, table in tables.items():
        text += f'export const {name}: readonly number[] = [\n' + ''.join(f'  {number(c)},\n' for c in table) + '];\n'
    write('../src/impliedVolatility/twin/coefficients.gen.ts', note + text)
    text = ''
    for name, value in scalars.items():
        text += f'export const {name}: usize = memory.data<f64>([{number(value)}, {number(value)}], 16);\n'
    for name, table in tables.items():
        text += f'export const {name}: usize = memory.data<f64>([\n'
        text += ''.join(f'  {number(c)}, {number(c)},\n' for c in table) + '], 16);\n'
    write('impliedVolatility/coefficients.ts', note + text)


if __name__ == '__main__':
    main()
