import { type Field, integerField } from './fieldText.js';
import { integerTextOf, type JsonObject } from './jsonFields.js';

/** The least and the largest value of a whole number, both allowed. */
export type IntegerRange = readonly [min: bigint, max: bigint];

/** Whole numbers of an object, each in its range; the first that isn't is named. */
export function integerFields<Name extends string>(
  object: JsonObject,
  ranges: Readonly<Record<Name, IntegerRange>>,
): Field<Readonly<Record<Name, bigint>>> {
  const values: Partial<Record<Name, bigint>> = {};
  for (const [name, [min, max]] of Object.entries(ranges) as [Name, IntegerRange][]) {
    const text = integerTextOf(object, name);
    if (!text.ok) return text;
    const value = integerField(text.value, name, min, max);
    if (!value.ok) return value;
    values[name] = value.value;
  }
  return { ok: true, value: values as Record<Name, bigint> };
}
