import { readFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';

/** A row of a chain file by its column, as printed. */
export type CsvRow = Record<string, string>;

interface RecordedOption {
  readonly symbol: string;
  readonly optionType: 'call' | 'put';
  readonly strikePrice: number;
  readonly expirationDate: string;
  readonly bestBidPrice: number;
  readonly bestAskPrice: number;
  readonly markPrice: number;
  readonly markIV: number;
  readonly delta: number;
  readonly vega: number;
  readonly underlyingPrice: number;
  readonly timestamp: string;
}

/**
 * The recorded option summary of 2022-01-25 (test/data/options, MIT) in the columns of a chain file: 110 options of two
 * expiries with the venue's own mark, delta and vega, 58 of them quoted on both sides.
 */
export async function recordedChain(): Promise<CsvRow[]> {
  const path = new URL('../../data/options/eth_2022-01-25T0330Z.json.gz', import.meta.url);
  const record = JSON.parse(gunzipSync(await readFile(path)).toString()) as { params: { options: RecordedOption[] } };
  return record.params.options.map((option) => {
    const seconds = (Date.parse(option.expirationDate) - Date.parse(option.timestamp)) / 1000;
    return {
      timestamp: '2022-01-25T03:30:00.000000+00:00',
      instrument_name: option.symbol,
      underlying_name: option.symbol.split('-').slice(0, 2).join('-'),
      option_type: option.optionType,
      strike: String(option.strikePrice),
      expiry_datetime: option.expirationDate,
      time_to_maturity: String(seconds / (365 * 86_400)),
      bid_price: option.bestBidPrice > 0 ? String(option.bestBidPrice) : '',
      ask_price: option.bestAskPrice > 0 ? String(option.bestAskPrice) : '',
      mark_price: String(option.markPrice),
      futures_price: String(option.underlyingPrice),
      implied_volatility: String(option.markIV / 100),
      delta: String(option.delta),
      vega: String(option.vega),
      currency: 'ETH',
    };
  });
}

export function toCsv(rows: readonly CsvRow[]): string {
  const columns = Object.keys(rows[0] ?? {});
  return [columns.join(','), ...rows.map((row) => columns.map((column) => row[column]).join(','))].join('\n');
}
