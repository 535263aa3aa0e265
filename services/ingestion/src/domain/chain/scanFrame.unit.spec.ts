import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseChainFrame, parseJsonFrame } from './chainFrame.js';
import { scanFrame } from './scanFrame.js';

const HASH = `0x${'ab'.repeat(32)}`;
const word = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(hex);
const log = fc.record({
  address: fc.uint8Array({ minLength: 20, maxLength: 20 }).map(hex),
  topics: fc.array(word, { maxLength: 4 }),
  data: fc.uint8Array({ maxLength: 100 }).map(hex),
  logIndex: fc.nat(2 ** 32 - 1),
  transactionHash: word,
});
const frame = fc
  .record({
    chain: fc.string({ minLength: 1 }),
    number: fc.nat().map(String),
    hash: word,
    parentHash: word,
    timestamp: fc.nat(2_000_000_000),
    finalized: fc.option(fc.record({ number: fc.nat(), hash: word }), { nil: undefined }),
    logs: fc.uniqueArray(log, { minLength: 1, maxLength: 5, selector: ({ logIndex }) => logIndex }),
    reads: fc.constantFrom(
      [],
      [{ address: `0x${'cd'.repeat(20)}`, function: 'f()', callData: '0x', returnData: '0x', reverted: false }],
    ),
  })
  .map((one) => ({ ...one, logs: one.logs.toSorted((a, b) => a.logIndex - b.logIndex) }));

function hex(bytes: Uint8Array): string {
  return `0x${Buffer.from(bytes).toString('hex')}`;
}

describe('a frame that is scanned', () => {
  it('is what it is as JSON', () => {
    fc.assert(
      fc.property(frame, (one) => {
        const text = JSON.stringify(one);
        const scanned = scanFrame(Buffer.from(text));
        // A text of the header may hold what begins the list; such a frame is read as JSON.
        expect(scanned?.logs.length ?? one.logs.length).toBe(one.logs.length);
        const parsed = parseChainFrame(Buffer.from(text));
        expect(parsed.ok).toBe(true);
        expect(parsed).toEqual(parseJsonFrame(Buffer.from(text)));
      }),
    );
  });

  it('has hexadecimal digits in lower case and nothing else where they belong', () => {
    for (const place of [0, 1, 2, 3, 38, 39]) {
      for (let byte = 0; byte < 256; byte++) {
        const logs = `,"logs":[{"address":"0x${'ab'.repeat(20)}","topics":[],"data":"0x","logIndex":1,"transactionHash":"${HASH}"}]`;
        const bytes = Buffer.from(`{"a":1${logs},"reads":[]}`);
        bytes[bytes.indexOf('abab') + place] = byte;
        const isDigit = /[0-9a-f]/.test(String.fromCharCode(byte));
        expect(scanFrame(bytes) !== undefined, `${byte} at ${place}`).toBe(isDigit);
      }
    }
  });

  it('is read wherever its bytes stand', () => {
    const bytes = Buffer.from(JSON.stringify(fc.sample(frame, { seed: 1, numRuns: 1 })[0]));
    for (let start = 0; start < 8; start++) {
      const around = new Uint8Array(bytes.length + 8);
      around.set(bytes, start);
      expect(scanFrame(around.subarray(start, start + bytes.length))).toEqual(scanFrame(bytes));
    }
    expect(scanFrame(bytes)?.logs.length).toBeGreaterThan(0);
  });

  it('is read or refused as JSON is, whatever is changed, cut out or put in anywhere', () => {
    const piece = fc.constantFrom(
      '',
      '"',
      ',',
      ']',
      '}',
      '{',
      '[',
      ' ',
      '0',
      'f',
      'F',
      'g',
      'é',
      '\\u0061',
      '\0',
      ',"logs":[{',
      '"logs":[],',
      HASH,
    );
    fc.assert(
      fc.property(frame, fc.nat(), fc.nat(3), piece, (one, place, out, put) => {
        const whole = JSON.stringify(one);
        const at = place % whole.length;
        const text = whole.slice(0, at) + put + whole.slice(at + out);
        expect(parseChainFrame(Buffer.from(text))).toEqual(parseJsonFrame(Buffer.from(text)));
      }),
      { numRuns: 2000 },
    );
  });

  it('may begin with a byte-order mark, and has none behind its logs', () => {
    const [one] = fc.sample(frame, { seed: 1, numRuns: 1 });
    const text = JSON.stringify(one);
    for (const marked of [`\uFEFF${text}`, text.replace('],"reads"', '],\uFEFF"reads"')]) {
      expect(parseChainFrame(Buffer.from(marked))).toEqual(parseJsonFrame(Buffer.from(marked)));
    }
    expect(scanFrame(Buffer.from(text.replace('],"reads"', '],\uFEFF"reads"')))).toBeUndefined();
  });

  it.each([
    ['upper case', { address: `0x${'AB'.repeat(20)}` }],
    ['another order', { data: '0x', address: `0x${'ab'.repeat(20)}` }],
    ['half a byte', { data: '0x123' }],
    ['an index beyond 32 bits', { logIndex: 2 ** 32 }],
    ['an index as text', { logIndex: '1' }],
    ['five topics', { topics: [HASH, HASH, HASH, HASH, HASH] }],
  ])('is left to JSON with %s', (_name, change) => {
    const [one] = fc.sample(frame, { seed: 2, numRuns: 1 });
    const text = JSON.stringify({ ...one, logs: [{ ...change, ...one!.logs[0], ...change }] });
    expect(scanFrame(Buffer.from(text))).toBeUndefined();
  });

  it('is nothing where a list stands within something else, or follows nothing', () => {
    const logs = `,"logs":[{"address":"0x${'ab'.repeat(20)}","topics":[],"data":"0x","logIndex":1,"transactionHash":"${HASH}"}],"reads":[]}`;
    for (const before of ['', '{', '{"a":{"b":1', '{"a":[1', '{"a":"b', '{"a":1,', '[1']) {
      expect(parseChainFrame(Buffer.from(before + logs))).toEqual(parseJsonFrame(Buffer.from(before + logs)));
    }
    expect(scanFrame(Buffer.from(`{"a":1${logs}`))?.logs).toHaveLength(1);
    for (const after of [']', '],}', ',"reads":[]}', '],"reads":[],"logs":[]}', '],"reads":[],"number":1}']) {
      expect(scanFrame(Buffer.from(`{"a":1${logs}`.replace('],"reads":[]}', after)))).toBeUndefined();
    }
  });
});
