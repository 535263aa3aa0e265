#!/usr/bin/env python3
"""Makes the polynomial coefficients of the kernels (mpmath 1.3 or newer, 50 digits), for AssemblyScript and for TypeScript.

    python3 fitCoefficients.py        # writes assembly/coefficients.ts and src/kernel/coefficients.gen.ts

Every polynomial is a Chebyshev interpolant, written as powers; the sum of the Chebyshev coefficients left out bounds
its error, and is printed.

    MILLS    M(z) = (1 - Phi(z)) / phi(z) = r P(y), r = 1 / (z + MILLS_SHIFT), y = MILLS_Y0 + MILLS_Y1 r, for -0.25 <= z <= 60
    FAST_MILLS   the same with FAST_SHIFT, FAST_Y0 and FAST_Y1, for -0.25 <= z <= 45
    ATANH    2 atanh(u) = 2 u + u^3 Q(u^2), for |u| <= 0.2007
    EXP      exp(r) = 1 + r + r^2 R(r), for |r| <= ln(2)/2
"""
import os
import mpmath as mp

mp.mp.dps = 50
HERE = os.path.dirname(os.path.abspath(__file__))
MILLS_SHIFT = mp.mpf('5.5')
MILLS_FROM, MILLS_TO, MILLS_DEGREE = mp.mpf('-0.25'), mp.mpf(60), 22
FAST_SHIFT = mp.mpf('6.5')
FAST_TO, FAST_DEGREE = mp.mpf(45), 20
ATANH_MAX, ATANH_DEGREE = mp.mpf('0.0403'), 7
EXP_MAX, EXP_DEGREE = mp.log(2) / 2 * mp.mpf('1.001'), 9


def mills(z):
    if z < 20:
        return mp.sqrt(mp.pi / 2) * mp.exp(z * z / 2) * mp.erfc(z / mp.sqrt(2))
    value = mp.mpf(0)
    for k in range(200, 0, -1):
        value = k / (z + value)
    return 1 / (z + value)


def chebyshev(function, degree):
    count = degree + 1
    nodes = [mp.cos(mp.pi * (2 * k + 1) / (2 * count)) for k in range(count)]
    values = [function(x) for x in nodes]
    return [
        (2 if j else 1) * sum(values[k] * mp.cos(mp.pi * j * (2 * k + 1) / (2 * count)) for k in range(count)) / count
        for j in range(count)
    ]


def powers(coefficients):
    """Powers of y for a Chebyshev sum over -1 <= y <= 1."""
    before, now, out = [mp.mpf(1)], [mp.mpf(0), mp.mpf(1)], [mp.mpf(0)] * len(coefficients)
    for j, coefficient in enumerate(coefficients):
        term = before if j == 0 else now
        if j > 1:
            term = [mp.mpf(0)] + [2 * t for t in now]
            for i, t in enumerate(before):
                term[i] -= t
            before, now = now, term
        for i, t in enumerate(term):
            out[i] += coefficient * t
    return out


def stretched(coefficients, low, high):
    """The same polynomial in w, for y = (2 w - low - high) / (high - low)."""
    scale, offset, out = 2 / (high - low), -(low + high) / (high - low), [mp.mpf(0)]
    for coefficient in reversed(coefficients):
        grown = [mp.mpf(0)] * (len(out) + 1)
        for i, t in enumerate(out):
            grown[i] += t * offset
            grown[i + 1] += t * scale
        grown[0] += coefficient
        out = grown
    return out[: len(coefficients)]


def left_out(name, function, degree):
    longer = chebyshev(function, degree + 14)
    print(f'{name}: degree {degree}, error at most {mp.nstr(sum(abs(c) for c in longer[degree + 1:]), 2)}')


def mills_of(shift, to):
    """y0, y1 and P(y) of the Mills ratio between MILLS_FROM and `to`."""
    high, low = 1 / (MILLS_FROM + shift), 1 / (to + shift)
    y0, y1 = -(high + low) / (high - low), 2 / (high - low)

    def part(y):
        r = (y - y0) / y1
        return mills(1 / r - shift) / r

    return y0, y1, part


def fits():
    y0, y1, mills_part = mills_of(MILLS_SHIFT, MILLS_TO)
    fast_y0, fast_y1, fast_part = mills_of(FAST_SHIFT, FAST_TO)

    def atanh_part(y):
        w = (y + 1) * ATANH_MAX / 2
        if w < mp.mpf(10) ** -20:
            return mp.mpf(2) / 3
        u = mp.sqrt(w)
        return (2 * mp.atanh(u) / u - 2) / w

    def exp_part(y):
        r = y * EXP_MAX
        return (mp.expm1(r) - r) / (r * r) if abs(r) > mp.mpf(10) ** -15 else mp.mpf(1) / 2

    left_out('MILLS', mills_part, MILLS_DEGREE)
    left_out('FAST_MILLS', fast_part, FAST_DEGREE)
    left_out('ATANH', atanh_part, ATANH_DEGREE)
    left_out('EXP', exp_part, EXP_DEGREE)
    return {
        'scalars': {
            'MILLS_SHIFT': MILLS_SHIFT,
            'MILLS_Y0': y0,
            'MILLS_Y1': y1,
            'FAST_SHIFT': FAST_SHIFT,
            'FAST_Y0': fast_y0,
            'FAST_Y1': fast_y1,
        },
        'tables': {
            'MILLS': powers(chebyshev(mills_part, MILLS_DEGREE)),
            'FAST_MILLS': powers(chebyshev(fast_part, FAST_DEGREE)),
            'ATANH': stretched(powers(chebyshev(atanh_part, ATANH_DEGREE)), mp.mpf(0), ATANH_MAX),
            'EXP': stretched(powers(chebyshev(exp_part, EXP_DEGREE)), -EXP_MAX, EXP_MAX),
        },
    }


def number(value):
    return repr(float(value))


def write(path, text):
    with open(os.path.join(HERE, path), 'w') as file:
        file.write(text)


def main():
    made = fits()
    note = '// Made by libs/quant/assembly/fitCoefficients.py, which says what each polynomial is. Do not edit.\n'
    scalars = ''.join(f'export const {name}: number = {number(value)};\n' for name, value in made['scalars'].items())
    tables = ''.join(
        f'export const {name}: readonly number[] = [\n' + ''.join(f'  {number(c)},\n' for c in table) + '];\n'
        for name, table in made['tables'].items()
    )
    write('../src/kernel/coefficients.gen.ts', note + scalars + tables)
    # A lane pair is loaded at once, so every coefficient stands twice.
    scalars = ''.join(
        f'export const {name}: usize = memory.data<f64>([{number(value)}, {number(value)}], 16);\n'
        for name, value in made['scalars'].items()
    )
    tables = ''.join(
        f'export const {name}: usize = memory.data<f64>([\n'
        + ''.join(f'  {number(c)}, {number(c)},\n' for c in table)
        + '], 16);\n'
        for name, table in made['tables'].items()
    )
    write('coefficients.ts', note + scalars + tables)


if __name__ == '__main__':
    main()
