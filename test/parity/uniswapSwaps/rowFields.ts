/** The fields of a line of JSON as text, by names without underscores and in lower case: both spellings are one. */
export type RowFields = ReadonlyMap<string, string>;

/** `undefined` for a line that is no JSON object. Integers keep all digits, quoted or not. */
export function rowFields(line: string): RowFields | undefined {
  let row: unknown;
  try {
    row = JSON.parse(line, exactNumbers);
  } catch {
    return undefined;
  }
  if (typeof row !== 'object' || row === null || Array.isArray(row)) return undefined;
  const fields = new Map<string, string>();
  for (const [name, value] of Object.entries(row as Record<string, unknown>)) {
    if (['string', 'number', 'boolean'].includes(typeof value)) fields.set(plain(name), String(value).trim());
  }
  return fields;
}

/** An integer by the first of `names` that the row has; `undefined` when it has none, or something else. */
export function integerOf(fields: RowFields, ...names: string[]): bigint | undefined {
  const text = names.map((name) => fields.get(plain(name))).find((found) => found !== undefined);
  return text === undefined ? undefined : exactInteger(text);
}

/** From here on a double skips integers, so one that was written in floating point may have lost digits. */
const DOUBLE_MAX = 2n ** 53n;
/** More digits than a double is ever printed with: such a mantissa was written by exact arithmetic. */
const DOUBLE_DIGITS_MAX = 17;
/** No field of a pool has more digits than 2^256. */
const EXPONENT_MAX = 78;

/**
 * The integer that `text` says and that can't have lost digits: plain digits, or a decimal fraction or power of ten
 * (`29515.0`, `2.35E+19`) below 2^53 or with more digits than a double has, or with few enough that none was rounded.
 */
export function exactInteger(text: string): bigint | undefined {
  if (/^-?\d+$/.test(text)) return text.length > EXPONENT_MAX + 2 ? undefined : BigInt(text);
  const [, sign, whole, fraction = '', power = '0'] = /^([+-]?)(\d+)(?:\.(\d*))?(?:e([+-]?\d+))?$/i.exec(text) ?? [];
  const exponent = Number(power) - fraction.length;
  if (whole === undefined || Math.abs(Number(power)) > EXPONENT_MAX || text.length > 2 * EXPONENT_MAX) return undefined;
  const digits = BigInt(whole + fraction);
  const divisor = 10n ** BigInt(Math.max(0, -exponent));
  if (digits % divisor !== 0n) return undefined;
  const value = exponent < 0 ? digits / divisor : digits * 10n ** BigInt(exponent);
  const significant = String(digits).replace(/0+$/, '').length;
  const isExact = value < DOUBLE_MAX || significant > DOUBLE_DIGITS_MAX || significant < DOUBLE_DIGITS_MAX - 1;
  if (!isExact) return undefined;
  return sign === '-' ? -value : value;
}

export function plain(name: string): string {
  return name.replaceAll('_', '').trim().toLowerCase();
}

/** Past 2^53 a number of JSON would lose digits, so its own text is taken. */
function exactNumbers(this: unknown, _name: string, value: unknown, context?: { source?: string }): unknown {
  return typeof value === 'number' && !Number.isSafeInteger(value) ? (context?.source ?? value) : value;
}
