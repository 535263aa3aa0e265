import type { SliceRefused, SurfaceFitted, SurfaceSlice } from '@gimbal/contracts/pricing/v1/mark_events';
import { fitSurface, readVenueSvi, type SliceRefusal, type Surface, type SurfaceInput } from '@gimbal/quant';
import type { MarketView } from '../valuation/marketView.js';
import { expiryQuotes } from './expiryQuotes.js';
import { inLifetime } from './inLifetime.js';
import { sliceCheck } from './sliceChecks.js';
import type { OptionQuoteRow, SurfaceRow, VenueSliceRow } from './surfaceRow.js';
import type { VenueChain } from './venueChain.js';

/** The fit, and its name: changes whenever the same quotes may give another surface. */
export interface SurfaceFitter {
  readonly method: string;
  fit(input: SurfaceInput): Surface;
}

/** Raw SVI to all expiries at once, free of arbitrage. */
export const SVI_FITTER: SurfaceFitter = { method: 'svi-joint-1', fit: (input) => fitSurface(input) };

export interface FittedChain {
  readonly fitted: SurfaceFitted;
  readonly refused: readonly SliceRefused[];
}

const US_PER_MS = 1000n;
/** Parameters of a slice: as many quotes again make it half certain. */
const SVI_PARAMETERS = 5;

/**
 * A venue's surface from its quotes, and for the expiries that have no slice of ours the venue's own slices, read as they
 * are: an arbitrage in those is named by the check, and not repaired.
 */
export function fitChain(
  chain: VenueChain,
  step: { readonly number: number; readonly timeUs: bigint },
  spotUsd: number,
  view: MarketView,
  fitter: SurfaceFitter,
): FittedChain {
  const { underlying, venue, quotes } = chain;
  const asOfMs = Number(step.timeUs / US_PER_MS);
  const surface = fitter.fit({ asOfMs, expiries: expiryQuotes(quotes, view), previous: previousOf(chain.surface) });
  const own = new Set(surface.slices.map(({ expiryMs }) => expiryMs));
  const venueSlices = newestByExpiry(chain.slices).filter(({ expiryMs }) => !own.has(expiryMs));
  const read = venueSlices.map((row) => readVenueSlice(row));
  const slices = [...surface.slices.map((slice) => fromFit(slice, quotes)), ...read.flatMap(({ slice }) => slice ?? [])]
    .sort((a, b) => Number(a.expiryUs - b.expiryUs))
    .map((slice, i, all) => ({ ...slice, ...checkAfter(slice, all[i - 1], step.timeUs) }));
  const covered = new Set(slices.map(({ expiryUs }) => expiryUs));
  const about = { underlying, venue, step: BigInt(step.number), timeUs: step.timeUs };
  const refused = [...surface.refusals, ...read.flatMap(({ refusal }) => refusal ?? [])]
    .filter(({ expiryMs }) => !covered.has(BigInt(expiryMs) * US_PER_MS))
    .map((refusal) => ({ ...about, ...toRefused(refusal, quotes, fitter.method) }));
  return {
    fitted: {
      ...about,
      slices,
      newestQuoteUs: newest([...quotes, ...chain.slices]),
      quotesUsed: slices.reduce((sum, { quotesUsed }) => sum + quotesUsed, 0),
      quotesRefused: [...surface.slices, ...surface.refusals].reduce((sum, one) => sum + one.quotesRefused.length, 0),
      slicesRefused: refused.length,
      spotUsd,
      method: fitter.method,
    },
    refused,
  };
}

/** What the fit leans on. Slices that the venue made itself say nothing of ours. */
function previousOf(row: SurfaceRow | undefined): Surface | undefined {
  if (row === undefined) return undefined;
  const slices = row.slices
    .filter(({ origin }) => origin === 'fitted')
    .map(({ a, b, rho, m, sigma, ...slice }) => ({
      expiryMs: Number(slice.expiryUs / US_PER_MS),
      tauYears: slice.tauYears,
      svi: { a, b, rho, m, sigma },
      forward: {
        forward: slice.forwardUsd,
        source: slice.forwardSource as Surface['slices'][number]['forward']['source'],
        halfWidth: slice.forwardHalfWidthUsd,
        observations: 0,
        outliers: 0,
      },
      fit: undefined,
      quotesRefused: [],
    }));
  return { asOfMs: Number(row.timeUs / US_PER_MS), slices, refusals: [] };
}

type CheckedLater = Omit<SurfaceSlice, 'butterflyLeastG' | 'calendarLeastExcess'>;

function fromFit(slice: Surface['slices'][number], quotes: readonly OptionQuoteRow[]): CheckedLater {
  const { expiryMs, tauYears, svi, forward, fit, quotesRefused } = slice;
  const [used, inside] = [fit?.quotesUsed ?? 0, fit?.insideBidAsk ?? 0];
  return {
    expiryUs: BigInt(expiryMs) * US_PER_MS,
    ...svi,
    tauYears,
    forwardUsd: forward.forward,
    forwardSource: forward.source,
    forwardHalfWidthUsd: forward.halfWidth,
    rmseVol: fit?.vegaWeightedRmseVol ?? 0,
    worstVol: fit?.worstVol ?? 0,
    quotesUsed: used,
    quotesInside: inside,
    quotesRefused: quotesRefused.length,
    confidence: used === 0 ? 0 : ((1 + inside / used) / 2) * (used / (used + SVI_PARAMETERS)),
    observedAtUs: newest(quotes.filter((quote) => quote.expiryMs === expiryMs)),
    origin: 'fitted',
  };
}

function readVenueSlice(row: VenueSliceRow): { slice?: CheckedLater; refusal?: SliceRefusal } {
  const read = readVenueSvi({ ...row, forward: row.forwardUsd, refTauYears: row.tauRefYears });
  if ('reason' in read) return { refusal: read };
  const slice = {
    expiryUs: BigInt(row.expiryMs) * US_PER_MS,
    ...read.svi,
    tauYears: read.tauYears,
    forwardUsd: read.forward.forward,
    forwardSource: read.forward.source,
    forwardHalfWidthUsd: read.forward.halfWidth,
    rmseVol: 0,
    worstVol: 0,
    quotesUsed: 0,
    quotesInside: 0,
    quotesRefused: 0,
    confidence: row.confidence,
    observedAtUs: row.observedAtUs,
    origin: 'venue',
  };
  return { slice };
}

function checkAfter(
  slice: CheckedLater,
  before: CheckedLater | undefined,
  timeUs: bigint,
): Pick<SurfaceSlice, 'butterflyLeastG' | 'calendarLeastExcess'> {
  const earlier = before && inLifetime(before, timeUs);
  const { butterflyLeastG, calendarLeastExcess } = sliceCheck(inLifetime(slice, timeUs), earlier);
  return { butterflyLeastG, calendarLeastExcess };
}

/** Two feeds of one venue may show the same expiry: the newer one counts, and of equals the first by name. */
function newestByExpiry(slices: readonly VenueSliceRow[]): readonly VenueSliceRow[] {
  const byExpiry = new Map<number, VenueSliceRow>();
  for (const slice of slices) {
    const known = byExpiry.get(slice.expiryMs);
    if (known === undefined || slice.observedAtUs > known.observedAtUs) byExpiry.set(slice.expiryMs, slice);
  }
  return [...byExpiry.values()];
}

type RefusedAbout = 'underlying' | 'venue' | 'step' | 'timeUs';

function toRefused(
  refusal: SliceRefusal,
  quotes: readonly OptionQuoteRow[],
  method: string,
): Omit<SliceRefused, RefusedAbout> {
  const { expiryMs, reason, field, expected, found, quotesRefused } = refusal;
  const byReason = Map.groupBy(quotesRefused, (quote) => quote.reason);
  return {
    expiryUs: BigInt(expiryMs) * US_PER_MS,
    code: reason,
    field,
    expected,
    found,
    quotesSeen: quotes.filter((quote) => quote.expiryMs === expiryMs).length,
    quotesRefused: [...byReason]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, all]) => ({ reason: name, count: all.length })),
    method,
  };
}

function newest(rows: readonly { readonly observedAtUs: bigint }[]): bigint {
  return rows.reduce((latest, { observedAtUs }) => (observedAtUs > latest ? observedAtUs : latest), 0n);
}
