import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { VENUE_JSON_LEVELS_MAX } from '../venueLimits.js';
import { INDEX_BYTES_MAX, INDEX_MEMBERS_MAX, INDEX_NODES_MAX } from './indexLimits.js';
import { RawIndex } from './rawIndex.js';
import { type RawJson, readRawJson } from './readRawJson.js';

const index = new RawIndex();

/** What the index makes of a text: its value, or that it doesn't take it. */
const NOT_TAKEN = undefined;
const indexed = (text: string): RawJson | undefined => {
  return index.read(text, new TextEncoder().encode(text)) ? index.raw(0) : NOT_TAKEN;
};
const whole = (text: string): RawJson => {
  const read = readRawJson(text);
  return read.ok ? read.value : `refused: ${read.reason}`;
};

/** Every member of every object is found by its key, and is what it is in the whole value. */
const expectMembers = (node: number, value: RawJson): void => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return;
  for (const [key, member] of Object.entries(value)) {
    const at = index.memberNamed(node, key);
    expect(index.key(at)).toBe(key);
    expect(index.raw(at)).toEqual(member);
    expectMembers(at, member);
  }
  for (const absent of ['absent', '', 'a', 'toString', '__proto__']) {
    if (!Object.hasOwn(value, absent)) expect(index.memberNamed(node, absent)).toBe(-1);
  }
};

describe('RawIndex', () => {
  it('takes what venues write, with every digit', () => {
    const text = '{"a":{"price":105.50,"size":"0.10"},"list":[["new",1.0,-0],[]],"no":null,"yes":true,"small":1E-7}';
    expect(indexed(text)).toEqual({
      a: { price: '105.50', size: '0.10' },
      list: [['new', '1.0', '-0'], []],
      no: null,
      yes: true,
      small: '1E-7',
    });
    expectMembers(0, whole(text));
  });

  it('tells keys apart that share length, first, middle and last character', () => {
    expect(indexed('{"abcde":1,"axcye":2}')).toEqual({ abcde: '1', axcye: '2' });
    expect(index.slice(index.memberNamed(0, 'axcye'))).toBe('2');
    expect(index.memberNamed(0, 'azcze')).toBe(-1);
  });

  it.each([
    '{"price":1,"size":2,"price":3}',
    '[{"a":{"b":1,"b":1}}]',
    '{"":1,"":2}',
    '{"__proto__":1}',
    '{"a":"\\u0041"}',
    '{"\\u0061":1}',
    '{"a":"é"}',
    '{"a":"\u0001"}',
    '{"a":01}',
    '[1,]',
    '{"a":1,}',
    '{} {}',
    '',
    '[',
    '{"a"',
    '{"a":',
    '"a',
    '-',
    '1.',
    '1e',
    'nul',
    `${'['.repeat(VENUE_JSON_LEVELS_MAX + 1)}${']'.repeat(VENUE_JSON_LEVELS_MAX + 1)}`,
    `[${'1,'.repeat(INDEX_NODES_MAX)}1]`,
    `"${'a'.repeat(INDEX_BYTES_MAX)}"`,
    `{${Array.from({ length: INDEX_MEMBERS_MAX + 1 }, (_, at) => `"k${at}":1`).join(',')}}`,
  ])('leaves to the reader of whole messages: %.60s', (text) => {
    expect(indexed(text)).toBe(NOT_TAKEN);
  });

  it('never takes bytes that are no ASCII', () => {
    expect(index.read('"é"', new TextEncoder().encode('"é"'))).toBe(false);
  });

  it('gives what the reader of whole messages gives, of whatever JSON.stringify writes', () => {
    const key = fc.string({ unit: fc.constantFrom('a', 'b', '_', 'price', 'size'), maxLength: 3 });
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        fc.oneof(fc.double({ noNaN: true, noDefaultInfinity: true }), fc.string(), fc.boolean(), fc.constant(null)),
        fc.array(tie('value'), { maxLength: 4 }),
        fc.dictionary(key, tie('value'), { maxKeys: 8 }),
      ),
    }));
    let taken = 0;
    fc.assert(
      fc.property(value, fc.constantFrom(0, 1), (some, indent) => {
        const text = JSON.stringify(some, undefined, indent);
        const found = indexed(text);
        if (found === NOT_TAKEN) return;
        taken++;
        expect(found).toEqual(whole(text));
        expectMembers(0, found);
      }),
      { numRuns: 1_000 },
    );
    expect(taken).toBeGreaterThan(300);
  });

  it('takes nothing that the reader of whole messages refuses, and never throws', () => {
    const mangled = fc
      .tuple(
        fc.jsonValue(),
        fc.nat(),
        fc.string({ unit: fc.constantFrom(...'{ } [ ] " , : 0 1 . - e \\'.split(' ')), maxLength: 3 }),
        fc.nat(3),
      )
      .map(([value, at, put, cut]) => {
        const text = JSON.stringify(value);
        const place = at % (text.length + 1);
        return text.slice(0, place) + put + text.slice(place + cut);
      });
    fc.assert(
      fc.property(fc.oneof(mangled, fc.string()), (text) => {
        const found = indexed(text);
        if (found !== NOT_TAKEN) expect(found).toEqual(whole(text));
      }),
      { numRuns: 3_000 },
    );
  });

  it('keeps names as one text each', () => {
    indexed('{"a":"BTC-PERPETUAL"}');
    expect(index.name(1)).toBe('BTC-PERPETUAL');
    const names = ['ETH-PERPETUAL', 'BTC-PERPETUAL', '', 'a', 'x'.repeat(300)];
    fc.assert(
      fc.property(fc.oneof(fc.constantFrom(...names), fc.stringMatching(/^[A-Z]{2,4}-[0-9]{1,2}$/)), (name) => {
        indexed(JSON.stringify([name]));
        expect(index.name(1)).toBe(name);
      }),
    );
  });
});
