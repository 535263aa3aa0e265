/** Why a text isn't what was expected: where, what was expected there, and what was found. */
export interface ShapeFailure {
  readonly code: 'NotJson' | 'TooLarge' | 'MissingField' | 'UnknownField' | 'WrongType' | 'DuplicateField';
  /** The path from the top, for example `assets[2].tiers[0].maxLeverage`. */
  readonly field: string;
  readonly expected: string;
  readonly found: string;
}

export type ShapeResult<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly failure: ShapeFailure };

/** How a value is read from parsed JSON, every part of it checked, and written back in one form. */
export interface Shape<Value> {
  read(json: unknown, field: string): ShapeResult<Value>;
  write(value: Value): unknown;
}

/** A field that may be left out. */
export interface OptionalShape<Value> {
  readonly optional: Shape<Value>;
}

/** The shapes of an interface's fields: one for each, and an optional one exactly for those that may be left out. */
export type FieldShapes<Value> = {
  readonly [Name in keyof Value]-?: undefined extends Value[Name]
    ? OptionalShape<Exclude<Value[Name], undefined>>
    : Shape<Value[Name]>;
};

export function optional<Value>(shape: Shape<Value>): OptionalShape<Value> {
  return { optional: shape };
}

export function wrongType(field: string, expected: string, found: unknown): ShapeResult<never> {
  return { ok: false, failure: { code: 'WrongType', field, expected, found: shown(found) } };
}

/** As JSON, cut short: it stands in a sentence. A number that JSON has no word for is named as it is. */
export function shown(value: unknown): string {
  const text = spelt(value);
  return text.length > SHOWN_CHARS_MAX ? `${text.slice(0, SHOWN_CHARS_MAX)}…` : text;
}

function spelt(value: unknown): string {
  if (value === undefined) return 'missing';
  return typeof value === 'number' ? String(value) : JSON.stringify(pruned(value, SHOWN_DEPTH_MAX));
}

/** Its outer levels. What is nested a hundred thousand times over can be parsed, and not be written back. */
function pruned(value: unknown, depth: number): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) {
    return (value as readonly unknown[]).slice(0, SHOWN_CHARS_MAX).map((item) => pruned(item, depth - 1));
  }
  const fields = Object.entries(value).slice(0, SHOWN_CHARS_MAX);
  return Object.fromEntries(fields.map(([name, item]) => [name, pruned(item, depth - 1)]));
}

const SHOWN_CHARS_MAX = 80;
/** No value that an engine takes has more levels. */
const SHOWN_DEPTH_MAX = 4;

/** One sentence for a person. */
export function describeShapeFailure({ field, expected, found }: ShapeFailure): string {
  return `Expected ${expected} in ${field === '' ? 'the text' : field}, was ${found}.`;
}
