/**
 * How many decimals lie between an integer of a contract and the decimal string that it is told as: 6 of 4500000 and 4.5.
 * Undefined where that can't be seen, as of 0.
 */
export function decimalsBetween(units: string, quantity: string): number | undefined {
  const [whole = '', fraction = ''] = quantity.replace('-', '').split('.');
  const digits = `${whole}${fraction}`.replace(/^0+/, '');
  const integer = units.replace('-', '');
  if (digits === '' || !integer.startsWith(digits)) return undefined;
  const zeros = integer.slice(digits.length);
  return /^0*$/.test(zeros) ? fraction.length + zeros.length : undefined;
}

/** An integer with so many decimals as a decimal string: 4500000 with 6 is 4.500000. */
export function decimalOfUnits(units: string, decimals: number): string {
  if (decimals === 0) return units;
  const sign = units.startsWith('-') ? '-' : '';
  const digits = units.replace('-', '').padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
