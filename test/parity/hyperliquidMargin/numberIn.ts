import { ParityInputError } from '../paritySuite.ts';
import type { Json } from './readResponses.ts';

/** The venue prints numbers as strings. A field that is there and isn't a number is a fault of the record. */
export function numberIn(json: Json, field: string, where: string): number {
  const value = json[field];
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  if (typeof number === 'number' && Number.isFinite(number)) return number;
  throw new ParityInputError(`Expected a number as ${field} in ${where}, was ${JSON.stringify(value)}.`);
}

/** The same, or undefined where the record leaves it out or says null. */
export function optionalNumberIn(json: Json, field: string, where: string): number | undefined {
  return json[field] === undefined || json[field] === null ? undefined : numberIn(json, field, where);
}
