import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { CHAINLINK_ROUND_COLUMNS } from '../../domain/decoders/decodeChainlinkRound.js';
import { GAS_MINUTE_COLUMNS } from '../../domain/decoders/decodeGasMinute.js';
import { NORM_FACTOR_MINUTE_COLUMNS } from '../../domain/decoders/decodeNormFactorMinute.js';
import { POOL_MINUTE_COLUMNS } from '../../domain/decoders/decodePoolMinute.js';
import { RESERVE_MINUTE_COLUMNS } from '../../domain/decoders/decodeReserveMinute.js';
import type { DecoderId } from '../../domain/feedDescription.js';
import { FILE_LINES_MAX } from '../../limits.js';

const NEWLINE = 0x0a;
const RETURN = 0x0d;

const COLUMNS: Partial<Record<DecoderId, readonly string[]>> = {
  'demeter-pool-minute-csv': POOL_MINUTE_COLUMNS,
  'chainlink-round-csv': CHAINLINK_ROUND_COLUMNS,
  'demeter-gas-minute-csv': GAS_MINUTE_COLUMNS,
  'demeter-aave-minute-csv': RESERVE_MINUTE_COLUMNS,
  'demeter-squeeth-minute-csv': NORM_FACTOR_MINUTE_COLUMNS,
};

/**
 * The lines of a recorded file as bytes, decompressed by the ending of its name, without the header. A file of another
 * layout is refused whole, since each of its lines would be read as something else. A `.json` file holds a list, or
 * the document of an option summary with its list in `params.options`, and each element stands for a line.
 */
export async function readLines(path: string, decoder: DecoderId): Promise<readonly Uint8Array[]> {
  const stored = await readFile(path);
  const bytes = path.endsWith('.gz') ? gunzipSync(stored) : stored;
  if (/\.json(?:\.gz)?$/.test(path)) return elementsOf(bytes, path);
  const lines = splitLines(bytes);
  if (lines.length > FILE_LINES_MAX) {
    throw new Error(`Expected at most ${FILE_LINES_MAX} lines in ${path}, were ${lines.length}.`);
  }
  const columns = COLUMNS[decoder];
  if (columns === undefined) return lines;
  const header = Buffer.from(lines[0] ?? []).toString('utf8');
  if (header !== columns.join(',')) {
    throw new Error(`Expected the header "${columns.join(',')}" in ${path}, was "${header.slice(0, 200)}".`);
  }
  return lines.slice(1);
}

function elementsOf(bytes: Uint8Array, path: string): readonly Uint8Array[] {
  const document: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
  const list = summaryOf(document) ?? document;
  if (!Array.isArray(list)) throw new Error(`Expected a list in ${path}, was another value.`);
  return list.map((element) => Buffer.from(JSON.stringify(element), 'utf8'));
}

interface SummaryDocument {
  readonly params?: { readonly options?: unknown };
}

/** The options of a summary, which lists them by contract, in the order in which the venue said them. */
function summaryOf(document: unknown): unknown {
  const options = (document as SummaryDocument | null)?.params?.options;
  if (!Array.isArray(options)) return options;
  const timeOf = (option: unknown): string => String((option as { readonly timestamp?: unknown } | null)?.timestamp);
  return options.toSorted((a, b) => (timeOf(a) < timeOf(b) ? -1 : timeOf(a) > timeOf(b) ? 1 : 0));
}

function splitLines(bytes: Uint8Array): readonly Uint8Array[] {
  const lines: Uint8Array[] = [];
  for (let from = 0; from < bytes.length;) {
    const newline = bytes.indexOf(NEWLINE, from);
    const end = newline === -1 ? bytes.length : newline;
    const to = end > from && bytes[end - 1] === RETURN ? end - 1 : end;
    if (to > from) lines.push(bytes.subarray(from, to));
    from = end + 1;
  }
  return lines;
}
