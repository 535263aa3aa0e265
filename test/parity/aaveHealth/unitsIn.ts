/**
 * A printed number of zero or more as whole units of 10^-decimals, to the nearest unit, ties up; undefined for anything else.
 * Worked on the digits, so that a number with an exponent (`5.15e+24`) loses none of them.
 */
export function unitsIn(text: string, decimals: number): bigint | undefined {
  const parts = /^(\d+)(?:\.(\d*))?(?:e([+-]?\d{1,3}))?$/i.exec(text);
  if (parts === null) return undefined;
  const [, whole = '', fraction = '', exponent = '0'] = parts;
  const digits = BigInt(whole + fraction);
  const shift = decimals + Number(exponent) - fraction.length;
  if (shift >= 0) return digits * 10n ** BigInt(shift);
  const divisor = 10n ** BigInt(-shift);
  return (digits + divisor / 2n) / divisor;
}
