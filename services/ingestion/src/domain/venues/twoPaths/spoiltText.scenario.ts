import fc from 'fast-check';
import type { Delivery } from './readBothWays.scenario.js';

/** Test support: what goes wrong with the text of a message. Nearly all of it is JSON still. */

const VALUE = /(?<=[:[,])(?:"[^"\\]*"|-?[0-9][0-9.eE+-]*|true|false|null|\[\]|\{\})(?=[,\]}])/g;
const MEMBER = /"[^"\\]*":(?:"[^"\\]*"|-?[0-9][0-9.eE+-]*|true|false|null)(?=[,}])/g;
const NUMBER = /(?<=[:[,])-?[0-9][0-9.eE+-]*(?=[,\]}])/g;
const QUOTED_NUMBER = /"-?[0-9][0-9.eE+-]*"/g;
const OPENING = /[[{](?=[^\]}])/g;

/** Values as they are written, none with a space in it. */
const ODD_VALUES = [
  'null true false "" "x" {} [] [1] {"a":1} [[],[]] "__proto__" "toString" "BUY" "SELL" "buy" "ETH-USD" "é"',
  '0 -0 0.0 "0.00" "-0.0" -1 "-2.5" 1e2 "1E-7" 5e+3 2.5e-3 -3e1 1e60 1e61 1e400 0.5 0.1234567890123456789',
  '"01" "1." ".5" "+1" "1_000" "NaN" "Infinity" "0x10" 999999999999999 1000000000000000 9007199254740993',
  `"${'9'.repeat(59)}" "${'9'.repeat(61)}" ${'9'.repeat(192)} ${'9'.repeat(193)} 123456789012345678901234567890`,
  `0.${'0'.repeat(57)}1 0.${'0'.repeat(60)}1 1700000000000 9007199254741 253402300799999`,
  '"2024-02-30T00:00:00.000Z" "2024-02-29T23:59:59.9999999Z" "1969-12-31T23:59:59Z" "2255-01-01T00:00:00Z"',
].flatMap((line) => line.split(' '));

/** Stands for what is left out, with the comma beside it. */
const GAP = '\uE000';

type Spoiling = (text: string, at: number) => string;

const nth =
  (pattern: RegExp, by: (found: string) => string): Spoiling =>
  (text, at) => {
    const found = [...text.matchAll(pattern)];
    const one = found[at % Math.max(1, found.length)];
    return one === undefined ? text : text.slice(0, one.index) + by(one[0]) + text.slice(one.index + one[0].length);
  };

const leaveOut: Spoiling = (text, at) => nth(MEMBER, () => GAP)(text, at).replace(/,\uE000|\uE000,|\uE000/, '');

const spoiling: fc.Arbitrary<Spoiling> = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(...ODD_VALUES).map((odd) => nth(VALUE, () => odd)) },
  { weight: 3, arbitrary: fc.constant(leaveOut) },
  { weight: 2, arbitrary: fc.constant(nth(MEMBER, (found) => `${found},${found}`)) },
  { weight: 2, arbitrary: fc.constant(nth(VALUE, (found) => `${found},${found}`)) },
  { weight: 2, arbitrary: fc.constant(nth(VALUE, (found) => `[${found}]`)) },
  { weight: 1, arbitrary: fc.constant(nth(VALUE, (found) => `${'['.repeat(33)}${found}${']'.repeat(33)}`)) },
  { weight: 1, arbitrary: fc.constant(nth(MEMBER, (found) => `"unheard":{"of":[${JSON.stringify(found)}]},${found}`)) },
  { weight: 2, arbitrary: fc.constant(nth(NUMBER, (found) => `"${found}"`)) },
  { weight: 2, arbitrary: fc.constant(nth(QUOTED_NUMBER, (found) => found.slice(1, -1))) },
  { weight: 1, arbitrary: fc.constant(nth(NUMBER, (found) => `-${found}`)) },
  { weight: 1, arbitrary: fc.constant(nth(OPENING, (found) => `${found} \n\t`)) },
  { weight: 1, arbitrary: fc.constant<Spoiling>((text, at) => text.slice(0, at % Math.max(1, text.length))) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('"', '{', ']', ',', '9', '\\', '\u0000', ':').map((put): Spoiling => (text, at) => {
      const place = at % Math.max(1, text.length);
      return text.slice(0, place) + put + text.slice(place);
    }),
  },
);

/** What becomes of a text: nothing, nearly always. */
export const spoilt: fc.Arbitrary<(text: string) => string> = fc.oneof(
  { weight: 9, arbitrary: fc.constant((text: string) => text) },
  {
    weight: 1,
    arbitrary: fc.tuple(spoiling, fc.nat()).map(
      ([spoil, at]) =>
        (text: string) =>
          spoil(text, at),
    ),
  },
);

/** Texts of a venue one after another, some of them spoilt. */
export function spoiltDeliveries(text: fc.Arbitrary<string>): fc.Arbitrary<readonly Delivery[]> {
  return fc
    .array(fc.tuple(text, spoilt), { minLength: 1, maxLength: 40, size: 'max' })
    .map((told) => told.map(([said, spoil]) => ({ text: spoil(said) })));
}
