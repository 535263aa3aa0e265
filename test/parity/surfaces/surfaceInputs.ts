import type { ExpiryQuotes } from '@gimbal/quant';
import type { ChainRow, ChainSnapshot } from '../deribitChains/readChain.ts';

/** What the fit is given of one currency of a snapshot, and the log-moneyness its listed strikes span. */
export interface UnderlyingInput {
  readonly currency: string;
  readonly asOfMs: number;
  readonly expiries: readonly ExpiryQuotes[];
  readonly listed: ReadonlyMap<number, { readonly kMin: number; readonly kMax: number }>;
}

/**
 * One input for each currency. Each quote keeps the forward that the venue showed beside it, since tickers were polled over a
 * minute. A forward that the venue made itself (SYN) is no future: there put-call parity has to find one.
 */
export function surfaceInputs(snapshot: ChainSnapshot): UnderlyingInput[] {
  const currencies = new Map<string, Map<number, ChainRow[]>>();
  for (const row of snapshot.rows) {
    const expiries = currencies.get(row.currency) ?? new Map<number, ChainRow[]>();
    currencies.set(row.currency, expiries);
    expiries.set(row.expiryMs, [...(expiries.get(row.expiryMs) ?? []), row]);
  }
  return [...currencies].map(([currency, expiries]) => {
    const listed = new Map<number, { kMin: number; kMax: number }>();
    for (const [expiryMs, rows] of expiries) {
      const ks = rows.map((row) => Math.log(row.strike / row.forward));
      listed.set(expiryMs, { kMin: Math.min(...ks), kMax: Math.max(...ks) });
    }
    const quotes = [...expiries].map(([expiryMs, rows]) => expiryQuotes(expiryMs, rows));
    return { currency, asOfMs: snapshot.asOfMs, expiries: quotes, listed };
  });
}

function expiryQuotes(expiryMs: number, rows: readonly ChainRow[]): ExpiryQuotes {
  const forwards = rows.map((row) => row.forward).sort((one, other) => one - other);
  const options = rows.map(({ strike, right, bid, ask, mark, forward }) => {
    return { strike, right, bid, ask, mark, forward, ageMs: 0 };
  });
  const isListed = rows.every((row) => !row.isSynthetic);
  const future = isListed ? { price: forwards[Math.floor(forwards.length / 2)]!, ageMs: 0 } : undefined;
  return { expiryMs, unit: 'coin', future, options };
}
