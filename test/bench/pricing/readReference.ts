import type { Black76InputColumns } from '@gimbal/quant';
import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

/** What is compared, in the order of the reference and of every contender's answer; units as in `Black76Greeks`. */
export const QUANTITIES = [
  'price',
  'delta',
  'gammaPerUsd',
  'vegaPerVolPoint',
  'thetaPerDay',
  'rhoPer1',
  'forwardRhoPer1',
  'vannaPerVolPoint',
  'volgaPerVolPointSquared',
  'charmPerDay',
] as const;

export type Quantity = (typeof QUANTITIES)[number];

/** A column of exact values: the nearest doubles, and what is missing to them. */
export interface ExactColumn {
  readonly high: Float64Array;
  /** In a share of the last place of `high`; `remaindersPerUlp` of them make one. */
  readonly remainder: Int8Array;
}

export interface Black76Reference {
  readonly rows: number;
  readonly inputs: Black76InputColumns;
  readonly corners: readonly string[];
  /** Of each row, which of `corners` it was drawn for. */
  readonly corner: Uint8Array;
  readonly remaindersPerUlp: number;
  readonly exact: Readonly<Record<Quantity, ExactColumn>>;
}

interface Header {
  readonly rows: number;
  readonly quantities: readonly string[];
  readonly corners: readonly string[];
  readonly remaindersPerUlp: number;
}

export const referenceFile = new URL('../../data/pricing/black76_reference.bin.gz', import.meta.url);

/** Reads what makeBlack76Reference.py wrote; the format is in test/data/pricing/SOURCE.md. */
export function readReference(file: URL = referenceFile): Black76Reference {
  const bytes = gunzipSync(readFileSync(file));
  const headerEnd = bytes.indexOf('\n');
  const { rows, quantities, corners, remaindersPerUlp } = JSON.parse(bytes.toString('utf8', 0, headerEnd)) as Header;
  if (quantities.join() !== QUANTITIES.join())
    throw new Error(`Expected ${QUANTITIES.join()}, was ${quantities.join()}.`);
  let at = headerEnd + 1;
  const take = (length: number): Uint8Array => {
    at += length;
    if (at > bytes.length) throw new Error(`Expected ${at} bytes in ${file.pathname}, was ${bytes.length}.`);
    return Uint8Array.from(bytes.subarray(at - length, at));
  };
  const doubles = (): Float64Array => joinPlanes(take(rows * 8), rows);
  const inputs = { forward: doubles(), strike: doubles(), tauYears: doubles(), vol: doubles(), ratePer1: doubles() };
  const isPut = take(rows);
  const corner = take(rows);
  const columns = QUANTITIES.map((quantity) => {
    return [quantity, { high: doubles(), remainder: new Int8Array(take(rows).buffer) }] as const;
  });
  const exact = Object.fromEntries(columns) as Record<Quantity, ExactColumn>;
  return { rows, inputs: { ...inputs, isPut }, corners, corner, remaindersPerUlp, exact };
}

/** The bytes of a column lie apart by significance, all first bytes first. */
function joinPlanes(planes: Uint8Array, rows: number): Float64Array {
  const joined = new Uint8Array(rows * 8);
  for (let byte = 0; byte < 8; byte++) {
    for (let row = 0; row < rows; row++) joined[row * 8 + byte] = planes[byte * rows + row]!;
  }
  return new Float64Array(joined.buffer);
}
