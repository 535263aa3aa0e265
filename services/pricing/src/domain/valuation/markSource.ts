import type { Instrument } from '@gimbal/instruments';
import { emptyColumns } from '../frame/marksFrame.js';
import { openInputs } from './inputs.js';
import type { MarketView } from './marketView.js';
import { valueRow } from './valueRow.js';

/** As `feesPerDay` takes them, and `lvrVolatility`. */
const LIQUIDITY_CARRY =
  'the carry is fees at the pace of the last 24 hours, or of what was observed of them, less LVR at the flat volatility';
const RANGE = `Closed form at the pool's price, its dollar coin counted as a dollar; ${LIQUIDITY_CARRY}`;

const MODEL: Readonly<Record<Instrument['kind'], string>> = {
  spot: 'Price',
  perp: 'Mark, delta in USD at spot',
  future: 'Mark, or the forward where it has none',
  option: 'Black-76 at a rate of 0, flat volatility',
  univ3: RANGE,
  powerperp: "Own pool's price times spot, Greeks at the implied variance",
  power: 'Power perpetual at a rate of 0, flat volatility',
  everlasting: 'Everlasting closed form at a rate of 0, flat volatility',
  wrapped: 'Own price, or what it redeems for where it has none',
  staked: 'Own price, or what it redeems for where it has none',
  univ2: `Share of √(x·y) at the pool's price, its dollar coin counted as a dollar; ${LIQUIDITY_CARRY}`,
  univ4: RANGE,
  lending: "Index and interest times the coin's price",
  synth: 'Own price, or what it is meant to be worth where it has none',
  debtshare: "Share of the pool's debt, delta in what it is short of",
};

const NO_FEED = 'No feed is known, so there is no mark';

/**
 * Where an instrument's mark comes from: the model and the feeds that it reads, in the order in which it reads them.
 * `published` is the source that the mark itself names. Another one may win as the market has come to stand since, but
 * hasn't marked yet; the words are those of the mark.
 */
export function markSource(instrument: Instrument, view: MarketView, published = ''): string {
  const inputs = openInputs(view);
  valueRow(0, instrument, view, inputs, emptyColumns(1), []);
  const winner = inputs.source?.source ?? '';
  const by = published === '' ? winner : published;
  const read = winner === by ? inputs.feeds : withPublished(inputs.feeds, feedOf(winner), feedOf(by));
  // An option that is marked by a surface or a quote has no flat volatility among its feeds.
  if (instrument.kind === 'option' && by !== '' && !by.startsWith('flat_vol:')) {
    return ['Black-76 at a rate of 0: ' + by, ...new Set(inputs.feeds)].join(', ');
  }
  const feeds = [...new Set(read)].map((feed) =>
    view.feeds.get(feed)?.observation?.assumed === true ? `${feed} (assumed)` : feed,
  );
  return feeds.length === 0 ? NO_FEED : `${MODEL[instrument.kind]}: ${feeds.join(', ')}`;
}

/** A source is its kind and its feed. */
function feedOf(source: string): string {
  return source.slice(source.indexOf(':') + 1);
}

function withPublished(feeds: readonly string[], winner: string, published: string): readonly string[] {
  return feeds.includes(winner) ? feeds.map((feed) => (feed === winner ? published : feed)) : [published, ...feeds];
}
