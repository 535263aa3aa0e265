/** Whole units of a last place as a decimal: 1234 with two decimals is 12.34. Sizes and prices of the local venues are whole numbers inside. */
export function decimalOf(units: number, decimals: number): string {
  const sign = units < 0 ? '-' : '';
  const digits = Math.abs(units)
    .toString()
    .padStart(decimals + 1, '0');
  if (decimals === 0) return `${sign}${digits}`;
  return `${sign}${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
