import { type Shape, wrongType } from './shape.js';

/** A finite number. JSON writes 1e999 too, which is none. */
export const finiteNumber: Shape<number> = {
  read: (json, field) =>
    typeof json === 'number' && Number.isFinite(json)
      ? { ok: true, value: json }
      : wrongType(field, 'a finite number', json),
  write: (value) => value,
};

/** An integer of a contract, as a decimal text: JSON's numbers end at 2^53. */
export const wholeText: Shape<bigint> = {
  read: (json, field) =>
    typeof json === 'string' && /^(?:0|-?[1-9][0-9]{0,77})$/.test(json)
      ? { ok: true, value: BigInt(json) }
      : wrongType(field, 'a whole number as text', json),
  write: (value) => value.toString(),
};

/** A text that isn't empty. */
export const nameText: Shape<string> = {
  read: (json, field) =>
    typeof json === 'string' && json !== '' && json.length <= NAME_CHARS_MAX
      ? { ok: true, value: json }
      : wrongType(field, `a text of 1 to ${NAME_CHARS_MAX} characters`, json),
  write: (value) => value,
};

/** Longer names of assets and legs are somebody's mistake. */
const NAME_CHARS_MAX = 200;

export const flag: Shape<boolean> = {
  read: (json, field) =>
    typeof json === 'boolean' ? { ok: true, value: json } : wrongType(field, 'true or false', json),
  write: (value) => value,
};

/** One of a few words. */
export function oneOf<const Word extends string>(...words: readonly Word[]): Shape<Word> {
  return {
    read: (json, field) => {
      const word = words.find((one) => one === json);
      return word === undefined ? wrongType(field, words.join(' or '), json) : { ok: true, value: word };
    },
    write: (value) => value,
  };
}
