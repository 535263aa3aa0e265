import type { Literals } from './literals.ts';
import { shortest } from './literals.ts';

type Fact = Readonly<Record<string, unknown>>;

/**
 * Numbers that no message has because the venue says them in another way: each by its own arithmetic from numbers that stand there.
 * `path` is the event's type and the field.
 */
export function isDerived(path: string, value: string, fact: Fact, literals: Literals, raw: string): boolean {
  switch (path) {
    case 'TradeObserved.vol':
      // Deribit writes percent.
      return literals.hasDecimal(shortest(`${value}e2`));
    case 'InstrumentSpecified.contractSize':
      return value === '1';
    case 'InstrumentSpecified.maxLeverage':
      // dYdX writes the margin of one dollar, 0.05 for 20.
      return literals.some(
        (literal) => Number(literal) > 0 && shortest(String(Number((1 / Number(literal)).toFixed(6)))) === value,
      );
    case 'InstrumentSpecified.lotSize':
      return value === powerOfTen(-sizeDecimals(raw, String(fact['symbol'])));
    case 'InstrumentSpecified.tickSize':
      // Six decimals of a price and a size together, as Hyperliquid documents for perpetuals.
      return value === powerOfTen(sizeDecimals(raw, String(fact['symbol'])) - 6);
    case 'VenueMarginObserved.initialMargin':
      return isSum([value, fact['available']], fact['equity'], literals);
    case 'VenueBalanceObserved.available':
      return (
        literals.hasDecimal(String(fact['total'])) &&
        literals.some((held) => isEqualSum(value, held, String(fact['total'])))
      );
    default:
      return false;
  }
}

function isSum(parts: readonly unknown[], total: unknown, literals: Literals): boolean {
  const [one, other] = parts.map(String);
  const isThere = literals.hasDecimal(other!) && literals.hasDecimal(String(total));
  return isThere && isEqualSum(one!, other!, String(total));
}

function isEqualSum(one: string, other: string, total: string): boolean {
  const digits = Math.max(...[one, other, total].map((text) => text.split('.')[1]?.length ?? 0));
  const scaled = (text: string): bigint => {
    const [whole = '0', fraction = ''] = text.split('.');
    return BigInt(whole + fraction.padEnd(digits, '0'));
  };
  return scaled(one) + scaled(other) === scaled(total);
}

function sizeDecimals(raw: string, symbol: string): number {
  const quoted = symbol.replace(/[^\w]/g, '\\$&');
  const asset = new RegExp(`\\{[^{}]*"name"\\s*:\\s*"${quoted}"[^{}]*\\}`).exec(raw)?.[0] ?? '';
  return Number(/"szDecimals"\s*:\s*(\d+)/.exec(asset)?.[1] ?? Number.NaN);
}

function powerOfTen(exponent: number): string {
  return Number.isNaN(exponent) ? '' : shortest(`1e${exponent}`);
}
