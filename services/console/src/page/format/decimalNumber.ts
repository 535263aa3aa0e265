/** The number of a decimal string of the contract; null where it is empty, as what isn't known is. For showing alone. */
export function decimalNumber(text: string): number | null {
  const value = text === '' ? Number.NaN : Number(text);
  return Number.isFinite(value) ? value : null;
}
