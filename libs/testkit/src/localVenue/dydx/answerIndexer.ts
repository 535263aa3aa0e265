import { DYDX_MARKETS } from './dydxMarkets.js';
import { fillOf, orderOf } from './dydxRows.js';
import type { DydxVenue } from './dydxVenue.js';

/** Of one answer, where the question says nothing else, and at most. */
const LATEST = 100;
const LATEST_MAX = 1_000;
const TRADES_MAX = 1_000;

/** The indexer's answer to a path; undefined where it answers 404. */
export function answerIndexer(venue: DydxVenue, asked: string, atMs: number): string | undefined {
  const answer = answerTo(venue, new URL(asked, 'http://venue'), atMs);
  return answer === undefined ? undefined : JSON.stringify(answer);
}

function answerTo(venue: DydxVenue, { pathname, searchParams }: URL, atMs: number): unknown {
  const { account, address } = venue;
  const name = decodeURIComponent(pathname.split('/').at(-1) ?? '');
  const market = DYDX_MARKETS.find((one) => one.name === name);
  const latest = Math.min(Number(searchParams.get('limit') ?? LATEST), LATEST_MAX);
  const isOurs = searchParams.get('address') === address && searchParams.get('subaccountNumber') === '0';
  const untilMs = Date.parse(searchParams.get('createdBeforeOrAt') ?? '') || Infinity;
  if (pathname === '/v4/perpetualMarkets') return { markets: venue.wholeMarkets };
  if (pathname === '/v4/time') return { iso: new Date(atMs).toISOString(), epoch: atMs / 1000 };
  if (pathname === '/v4/height') return { height: venue.height.toString(), time: new Date(atMs).toISOString() };
  if (pathname.startsWith('/v4/orderbooks/perpetualMarket/')) return market && venue.wholeBook(market);
  if (pathname.startsWith('/v4/trades/perpetualMarket/')) {
    const trades = Math.min(Number(searchParams.get('limit') ?? TRADES_MAX), TRADES_MAX);
    return market && { trades: venue.latestTrades(market, trades, untilMs) };
  }
  if (pathname.startsWith('/v4/historicalFunding/')) return market && { historicalFunding: [] };
  if (pathname === `/v4/addresses/${address}`) return { subaccounts: [venue.subaccount] };
  if (pathname === `/v4/addresses/${address}/subaccountNumber/0`) return { subaccount: venue.subaccount };
  if (!isOurs) return undefined;
  if (pathname === '/v4/orders') {
    const newest = [...account.orders.values()].sort((a, b) => b.changedAtMs - a.changedAtMs || b.number - a.number);
    return newest.slice(0, latest).map(orderOf);
  }
  if (pathname === '/v4/fills') {
    return {
      fills: account.fills
        .filter((fill) => fill.atMs <= untilMs)
        .slice(-latest)
        .toReversed()
        .map((fill) => fillOf(fill, venue.height)),
    };
  }
  return undefined;
}
