import { expect, it } from 'vitest';
import { jsonOf } from './jsonOf.js';

it('writes what JSON has no word for', () => {
  const message = {
    offset: 18_446_744_073_709_551_615n,
    hash: Buffer.from([0, 171, 255]),
    columns: new Uint8Array([1, 2]).subarray(1),
    ratio: Infinity,
    missing: Number.NaN,
    list: [1n, { deep: 2n }],
    text: 'a',
    absent: undefined,
    none: null,
  };
  expect(JSON.parse(JSON.stringify(jsonOf(message)))).toEqual({
    offset: '18446744073709551615',
    hash: '00abff',
    columns: '02',
    ratio: null,
    missing: null,
    list: ['1', { deep: '2' }],
    text: 'a',
    none: null,
  });
});
