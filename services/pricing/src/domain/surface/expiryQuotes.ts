import { formatInstrument } from '@gimbal/instruments';
import type { ExpiryQuotes, FutureQuote, OptionQuote } from '@gimbal/quant';
import type { MarketView } from '../valuation/marketView.js';
import type { OptionQuoteRow } from './surfaceRow.js';

const US_PER_MS = 1000n;

/**
 * A chain's quotes as the fit takes them, one set an expiry. Prices go before vols: a venue's vols rest on a forward and a
 * clock of its own. A chain that shows vols alone is fitted to them.
 */
export function expiryQuotes(quotes: readonly OptionQuoteRow[], view: MarketView): readonly ExpiryQuotes[] {
  return [...Map.groupBy(quotes, ({ expiryMs }) => expiryMs)].map(([expiryMs, ofExpiry]) => {
    const hasPrices = ofExpiry.some(({ bidPrice, askPrice }) => bidPrice > 0 || askPrice > 0);
    const unit = !hasPrices ? 'vol' : ofExpiry[0]!.isInCoin ? 'coin' : 'quoteCurrency';
    const options = ofExpiry
      .filter(({ isInCoin }) => isInCoin === ofExpiry[0]!.isInCoin)
      .map((quote) => toQuote(quote, unit === 'vol', view.timeUs));
    return { expiryMs, unit, future: futureOf(ofExpiry[0]!, view), options };
  });
}

/** A side of 0 is none; NaN goes on as it is, and is refused by name. */
function toQuote(row: OptionQuoteRow, inVol: boolean, timeUs: bigint): OptionQuote {
  const [bid, ask, mark] = inVol ? [row.bidVol, row.askVol, row.markVol] : [row.bidPrice, row.askPrice, row.markPrice];
  return {
    strike: row.strike,
    right: row.right,
    bid: bid === 0 ? undefined : bid,
    ask: ask === 0 ? undefined : ask,
    mark: mark === 0 ? undefined : mark,
    ageMs: ageMs(row.observedAtUs, timeUs),
    forward: row.underlyingUsd > 0 ? row.underlyingUsd : undefined,
  };
}

/** The venue's own dated future of the expiry, where it is marked. */
function futureOf({ venue, underlying, quote, expiryMs }: OptionQuoteRow, view: MarketView): FutureQuote | undefined {
  const id = formatInstrument({ kind: 'future', venue, underlying, quote, expiryMs, inverse: false });
  const row = view.feeds.get(view.markFeeds.get(id)?.[0] ?? '');
  if (row?.observation?.kind !== 'perp' || row.rejected !== undefined) return undefined;
  return { price: row.observation.markUsd, ageMs: ageMs(row.observation.observedAtUs, view.timeUs) };
}

/** A time ahead of the clock counts as now: ingestion quarantines the ones that are far ahead. */
function ageMs(observedAtUs: bigint, timeUs: bigint): number {
  return observedAtUs > timeUs ? 0 : Number((timeUs - observedAtUs) / US_PER_MS);
}
