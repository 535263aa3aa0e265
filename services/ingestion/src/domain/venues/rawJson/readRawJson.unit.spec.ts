import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VENUE_JSON_LEVELS_MAX } from '../venueLimits.js';
import { type RawJson, readRawJson } from './readRawJson.js';

const valueOf = (text: string): RawJson => {
  const read = readRawJson(text);
  return read.ok ? read.value : `refused: ${read.reason}`;
};

/** What JSON.parse gives, with numbers as the text that JSON.stringify wrote for them. */
const withNumberTexts = (value: unknown): unknown => {
  if (typeof value === 'number') return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(withNumberTexts);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withNumberTexts(part)]));
};

describe('readRawJson', () => {
  it.each([
    ['0.1234567890123456789012345678912345', '0.1234567890123456789012345678912345'],
    ['[1.10,-0,1e-7,4E+2]', ['1.10', '-0', '1e-7', '4E+2']],
    [' { "a" : [ true , false , null ] } ', { a: [true, false, null] }],
    ['"\\u20ac \\"\\\\\\/\\b\\f\\n\\r\\t"', '€ "\\/\b\f\n\r\t'],
    ['{"constructor":1,"toString":2}', { constructor: '1', toString: '2' }],
    ['{"":{}}', { '': {} }],
  ])('reads %s with every digit', (text, value) => {
    expect(valueOf(text)).toEqual(value);
  });

  it('reads a large number to its last digit', () => {
    expect(valueOf('{"id":227538549002481663}')).toEqual({ id: '227538549002481663' });
  });

  it.each([
    ['{"price":1,"size":2,"price":3}', 'Expected each key once, was "price" again.'],
    ['[{"a":{"b":1,"b":1}}]', 'Expected each key once, was "b" again.'],
    ['{"__proto__":1}', 'Expected each key once, was "__proto__" again.'],
    ['', 'Expected a JSON value at 0, was the end.'],
    ['{"a":1', 'Expected a comma or the end of the object at 6, was the end.'],
    ['[1,]', 'Expected a JSON value at 3, was "]".'],
    ['{"a":01}', 'Expected a number at 5, was "01}".'],
    ['1.', 'Expected a number at 0, was "1.".'],
    ['+1', 'Expected a JSON value at 0, was "+1".'],
    ['NaN', 'Expected a JSON value at 0, was "NaN".'],
    ['"a\nb"', 'Expected the end of a text at 0, was "\\"a\\nb\\"".'],
    ['"\\x"', 'Expected the end of a text at 0, was "\\"\\\\x\\"".'],
    ['{} {}', 'Expected the end at 3, was "{}".'],
    ["{'a':1}", 'Expected a key at 1, was "\'a\':1}".'],
  ])('refuses %s', (text, reason) => {
    expect(readRawJson(text)).toEqual({ ok: false, reason });
  });

  it('refuses more levels than it may go down', () => {
    const nested = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);
    expect(readRawJson(nested(VENUE_JSON_LEVELS_MAX)).ok).toBe(true);
    expect(readRawJson(nested(VENUE_JSON_LEVELS_MAX + 1)).ok).toBe(false);
    expect(readRawJson('['.repeat(200_000)).ok).toBe(false);
  });

  it('reads whatever JSON.stringify writes, as JSON.parse does but for the numbers', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 6 }), (value) => {
        const text = JSON.stringify(value);
        // Own keys named __proto__ are the one thing that is refused on purpose.
        fc.pre(!text.includes('__proto__'));
        expect(valueOf(text)).toEqual(withNumberTexts(JSON.parse(text)));
      }),
    );
  });

  it('takes no text that JSON.parse refuses, and never throws', () => {
    const parses = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    const mangled = fc
      .tuple(fc.jsonValue(), fc.nat(), fc.string({ maxLength: 3 }), fc.nat(3))
      .map(([value, at, put, cut]) => {
        const text = JSON.stringify(value);
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + cut);
      });
    fc.assert(
      fc.property(fc.oneof(mangled, fc.string()), (text) => {
        if (readRawJson(text).ok) expect(parses(text)).toBe(true);
        else if (parses(text))
          expect(readRawJson(text)).toMatchObject({ reason: expect.stringMatching(/each key once/) });
      }),
      { numRuns: 2_000 },
    );
  });
});
