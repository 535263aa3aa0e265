/**
 * Numbers of raw messages, by their own reading: every number, and every text that is one, in its shortest plain form. Nothing of
 * the sessions' readers is used.
 */
export class Literals {
  private readonly plain = new Set<string>();
  private readonly doubles = new Set<number>();

  add(raw: string): void {
    for (const [literal] of raw.matchAll(/(?<![\w.])-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?(?![\w.])/g)) {
      this.plain.add(shortest(literal));
      this.doubles.add(Number(literal));
      // Percent.
      this.doubles.add(Number(`${literal}e-2`));
    }
  }

  /** The digits of the decimal stand in a message; those of a short position or of what is paid without their sign. */
  hasDecimal(decimal: string): boolean {
    const digits = shortest(decimal);
    return this.plain.has(digits) || this.plain.has(digits.startsWith('-') ? digits.slice(1) : `-${digits}`);
  }

  /** Whether any of the numbers is one. */
  some(isOne: (literal: string) => boolean): boolean {
    return [...this.plain].some(isOne);
  }

  hasDouble(value: number): boolean {
    return this.doubles.has(value) || this.doubles.has(-value);
  }
}

/** `1.500e2` is `150`: no exponent, no zeros that say nothing. */
export function shortest(literal: string): string {
  const [mantissa = '', exponent = '0'] = literal.toLowerCase().split('e');
  const isNegative = mantissa.startsWith('-');
  const [whole = '', fraction = ''] = mantissa.replace('-', '').split('.');
  const shift = Number(exponent);
  if (Math.abs(shift) > 400) return literal;
  const digits = whole + fraction;
  const point = whole.length + shift;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const left = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const right = padded.slice(at).replace(/0+$/, '');
  const plain = right === '' ? left : `${left}.${right}`;
  return isNegative && plain !== '0' ? `-${plain}` : plain;
}
