import { HYPERLIQUID_MARKETS } from './hyperliquidMarkets.js';
import { fillOf, orderOf, tradeOf } from './hyperliquidRows.js';
import type { HyperliquidVenue } from './hyperliquidVenue.js';

interface InfoRequest {
  readonly type?: string;
  readonly coin?: string;
  readonly user?: string;
  readonly startTime?: number;
  readonly oid?: number;
}

/** Trades that the venue repeats. */
const RECENT_TRADES = 10;
/** Fills of one answer. */
const FILLS_MAX = 2_000;

/** The answer of the info endpoint to the body of a request; undefined where the venue answers 422. */
export function answerInfo(venue: HyperliquidVenue, body: string, atMs: number): string | undefined {
  const request = JSON.parse(body) as InfoRequest;
  const answer = answerTo(venue, request, atMs);
  return answer === undefined ? undefined : JSON.stringify(answer);
}

function answerTo(venue: HyperliquidVenue, request: InfoRequest, atMs: number): unknown {
  const market = HYPERLIQUID_MARKETS.find(({ name }) => name === request.coin);
  const { account } = venue;
  switch (request.type) {
    case 'meta':
      return META;
    case 'metaAndAssetCtxs':
      return [META, HYPERLIQUID_MARKETS.map((one) => venue.contextOf(one))];
    case 'spotMeta':
      return { universe: [{ name: 'PURR/USDC', tokens: [1, 0], index: 0, isCanonical: true }], tokens: [] };
    case 'allMids':
      return venue.mids;
    case 'l2Book':
      return market === undefined ? null : venue.bookOf(market);
    case 'recentTrades':
      return venue.trades
        .filter((trade) => trade.market === market)
        .slice(-RECENT_TRADES)
        .toReversed()
        .map(tradeOf);
    case 'fundingHistory':
      return [{ coin: request.coin, fundingRate: '0.0000125', premium: '0.0', time: atMs - (atMs % 3_600_000) }];
  }
  if (request.user?.toLowerCase() !== venue.user) return undefined;
  switch (request.type) {
    case 'clearinghouseState':
      return venue.clearinghouseState(atMs);
    case 'userAbstraction':
      return 'disabled';
    case 'spotClearinghouseState':
      return venue.spotState;
    case 'openOrders':
    case 'frontendOpenOrders':
      return venue.openOrders;
    case 'userFills':
      return account.fills.slice(-FILLS_MAX).toReversed().map(fillOf);
    case 'userFillsByTime':
      return account.fills
        .filter((fill) => fill.atMs >= (request.startTime ?? 0))
        .slice(0, FILLS_MAX)
        .map(fillOf);
    case 'orderStatus': {
      const order = account.orders.get(request.oid ?? 0);
      if (order === undefined) return { status: 'unknownOid' };
      const { changedAtMs: statusTimestamp, status } = order;
      return { status: 'order', order: { order: orderOf(order), status, statusTimestamp } };
    }
    default:
      return undefined;
  }
}

const META = {
  universe: HYPERLIQUID_MARKETS.map(({ name, sizeDecimals }) => ({ name, szDecimals: sizeDecimals, maxLeverage: 40 })),
};
