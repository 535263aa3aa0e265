/** -$1,234 or $0.57. */
export function usd(value: number, digits = 0): string {
  const shown = grouped(Math.abs(value), digits);
  return `${isNegative(value, shown) ? '-' : ''}$${shown}`;
}

/** 1,234.50 with its sign. */
export function figure(value: number, digits = 0): string {
  const shown = grouped(Math.abs(value), digits);
  return `${isNegative(value, shown) ? '-' : ''}${shown}`;
}

/** 0.0431 as 4.3 %. */
export function percent(share: number): string {
  return `${figure(share * 100, 1)} %`;
}

/** Decimal text with its thousands grouped and its digits untouched, however many they are. */
export function exact(decimal: string): string {
  const match = /^(-?)(\d+)(\.\d+)?$/.exec(decimal);
  return match === null ? decimal : `${match[1]}${match[2]!.replace(/\B(?=(\d{3})+$)/g, ',')}${match[3] ?? ''}`;
}

/** What rounds to zero has no sign. */
function isNegative(value: number, shown: string): boolean {
  return value < 0 && /[1-9]/.test(shown);
}

function grouped(value: number, digits: number): string {
  return value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });
}
