import type { ExactAmount } from './positionColumns.js';

/** The grammar and the limits of libs/money, parseDecimal, which a lib of this rung may not yet import. */
const PLAIN_DECIMAL = /^-?(?:0|[1-9][0-9]*)(?:\.([0-9]+))?$/;
const CHARS_MAX = 192;
const SCALE_MAX = 100;

/** Reads a plain decimal of any length that is allowed; empty text is zero; undefined when it is none. */
export function readExact(text: string): ExactAmount | undefined {
  if (text === '') return { unscaled: 0n, scale: 0 };
  const match = text.length > CHARS_MAX ? null : PLAIN_DECIMAL.exec(text);
  const scale = match?.[1]?.length ?? 0;
  if (match === null || scale > SCALE_MAX) return undefined;
  return { unscaled: BigInt(text.replace('.', '')), scale };
}
