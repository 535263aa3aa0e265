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
    case 'VenueOrderObserved.filledSize':
      // Hyperliquid writes what is left.
      return (
        literals.hasDecimal(String(fact['size'])) &&
        literals.some((left) => isEqualSum(value, left, String(fact['size'])))
      );
    case 'PerpObserved.fundingRate':
      return value === '0' && /^i?future:/.test(String(fact['instrumentId']));
    case 'AccountPositionObserved.quantity':
      return shortest(value) === '0' || isCounted(value, fact, literals);
    case 'VenueOrderObserved.size':
    case 'VenueFillObserved.size':
      return isCounted(value, fact, literals);
    default:
      return false;
  }
}

/** Deribit writes dollars of an inverse contract; accounts count contracts, whose dollars stand last in the instrument's name. */
function isCounted(value: string, fact: Fact, literals: Literals): boolean {
  const dollars = /^i(?:perp|future):deribit:.*:(\d+)$/.exec(String(fact['instrumentId']))?.[1];
  return dollars !== undefined && literals.hasDecimal(timesWhole(value, dollars));
}

function timesWhole(value: string, whole: string): string {
  const [left = '0', fraction = ''] = value.split('.');
  return shortest(`${BigInt(left + fraction) * BigInt(whole)}e-${fraction.length}`);
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
  return Number(/"szDecimals"\s*:\s*"?(\d+)/.exec(asset)?.[1] ?? Number.NaN);
}

function powerOfTen(exponent: number): string {
  return Number.isNaN(exponent) ? '' : shortest(`1e${exponent}`);
}
