import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IndexedFields } from './indexedFields.js';
import { RawFields } from './rawFields.js';
import { RawIndex } from './rawIndex.js';
import { type RawObject, readRawJson } from './readRawJson.js';

const index = new RawIndex();
const VALUES = [
  'null true [] {} [1,{"a":2}] {"a":"b"} "" "a" "buy" "01" "1e5" "-"'.split(' '),
  '0 -0 -0.0 1 -1 1.50 -1.50 "2.50" "-2.50" 1e-7 -1E+3 1e99 72.96'.split(' '),
  '0.00000000000000000000001 123456789012345678 0.1234567890123456789'.split(' '),
  [39, 40, 100, 193].map((digits) => '1'.repeat(digits)),
  [`0.${'1'.repeat(101)}`, '1760000000000', '"1760000000000"', '999999999999999', '1760000000000.0'],
  ['253402300799999', '253402300800000', '9007199254740', '9007199254741'],
].flat();
const READERS: readonly ((fields: RawFields) => unknown)[] = [
  (fields) => fields.raw('a'),
  (fields) => fields.has('a'),
  (fields) => fields.isThere('a'),
  (fields) => fields.text('a'),
  (fields) => fields.name('a'),
  (fields) => fields.optionalText('a'),
  (fields) => fields.word('a', ['buy', 'sell']),
  (fields) => fields.decimal('a'),
  (fields) => fields.optionalDecimal('a'),
  (fields) => fields.amount('a'),
  (fields) => fields.optionalAmount('a'),
  (fields) => fields.optionalDouble('a'),
  (fields) => fields.optionalPositiveDouble('a'),
  (fields) => fields.optionalPercent('a'),
  (fields) => fields.flag('a'),
  (fields) => fields.millisUs('a'),
  (fields) => fields.secondsUs('a'),
  (fields) => fields.count('a'),
  (fields) => fields.list('a'),
  (fields) => fields.record('a'),
  (fields) => fields.object('a')?.whole,
  (fields) => fields.items('a')?.map((item) => (item instanceof RawFields ? item.whole : item)),
  (fields) => fields.whole,
];

describe('IndexedFields', () => {
  it('reads, and refuses in the same words, as the fields of a whole object do', () => {
    const member = fc.tuple(fc.constantFrom('a', 'b', 'c'), fc.constantFrom(...VALUES));
    const object = fc
      .uniqueArray(member, { selector: ([key]) => key })
      .map((members) => `{${members.map(([key, value]) => `"${key}":${value}`).join(',')}}`);
    fc.assert(
      fc.property(object, fc.constantFrom(...READERS), (text, reader) => {
        const read = readRawJson(text);
        const plain = new RawFields(read.ok ? (read.value as RawObject) : {});
        expect(index.read(text, new TextEncoder().encode(text))).toBe(true);
        const fields = new IndexedFields(index, 0);
        const [found, wanted] = [reader(fields), reader(plain)];
        expect(found).toEqual(wanted);
        expect(fields.failure).toBe(plain.failure);
      }),
      { numRuns: 4_000 },
    );
  });

  it('keeps an object as its JSON', () => {
    const text = '{"a":{"b":[1.0,"2"]}}';
    index.read(text, new TextEncoder().encode(text));
    expect(new IndexedFields(index, 0).object('a')?.kept).toBe('{"b":[1.0,"2"]}');
  });
});
