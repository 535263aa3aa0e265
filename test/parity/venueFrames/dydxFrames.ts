import { jsonSlices } from './jsonSlices.ts';
import type { Unwrapped, VenueDocument, VenueFrame } from './venueFrame.ts';

const OWNER = '?address=dydx1nobody&subaccountNumber=0';

/** Messages of dYdX's indexer, and its answers over REST, with or without the path that was asked. */
export function dydxFrames({ name, text, request }: VenueDocument): Unwrapped {
  const { parts } = jsonSlices(text);
  if (request === undefined && (parts.has('message_id') || parts.has('connection_id'))) {
    const channel = parts.get('channel');
    return [{ kind: (channel ?? parts.get('type') ?? '""').slice(1, -1), raw: text }];
  }
  if (request === undefined && parts.has('type') && parts.has('channel')) return { notFrames: 'a request' };
  // Other programs keep answers beside what they measured of the request.
  const answer = parts.has('requestId') || parts.has('isoTimestamp') ? (parts.get('result') ?? text) : text;
  const asked = request === undefined ? undefined : /\/v[34]\/[^"\s]*/.exec(request)?.[0];
  const found = asked === undefined ? pathOf(answer, name) : { path: asked };
  if (found === undefined) return { notFrames: 'an answer to nobody knows what' };
  return [
    {
      kind: patternOf(found.path),
      raw: `{"request":{"path":"${found.path}"},"response":${answer}}`,
      ...assumedOf(found),
    },
  ];
}

function assumedOf({ assumed }: { readonly assumed?: string }): Pick<VenueFrame, 'assumed'> {
  return assumed === undefined ? {} : { assumed };
}

function patternOf(path: string): string {
  return path
    .split('?')[0]!
    .replace(
      /^\/v4\/(orderbooks\/perpetualMarket|trades\/perpetualMarket|historicalFunding|candles\/perpetualMarkets)\/.+$/,
      '/v4/$1/TICKER',
    )
    .replace(/^\/v4\/addresses\/[^/]+\/subaccountNumber\/.+$/, '/v4/addresses/ADDRESS/subaccountNumber/NUMBER')
    .replace(/^\/v4\/addresses\/(?!ADDRESS)[^/]+$/, '/v4/addresses/ADDRESS')
    .replace(/^\/v4\/orders\/.+$/, '/v4/orders/ID');
}

/** The path of an answer by fields that no other answer has; the market of a book or of trades has to be assumed. */
function pathOf(answer: string, name: string): { readonly path: string; readonly assumed?: string } | undefined {
  const { kind, parts } = jsonSlices(answer);
  const ticker = /[A-Z0-9]{2,12}-USD/.exec(name.toUpperCase().replaceAll('_', '-'))?.[0] ?? 'BTC-USD';
  const market = (path: string) => ({ path: `${path}/${ticker}`, assumed: `the request named ${ticker}` });
  const owned = (path: string) => ({ path: path + OWNER, assumed: 'the request named an account' });
  if (kind === 'array') return owned('/v4/orders');
  if (parts.has('markets')) return { path: '/v4/perpetualMarkets' };
  if (parts.has('bids') || parts.has('asks')) return market('/v4/orderbooks/perpetualMarket');
  if (parts.has('trades')) return market('/v4/trades/perpetualMarket');
  if (parts.has('historicalFunding')) return market('/v4/historicalFunding');
  if (parts.has('candles')) return market('/v4/candles/perpetualMarkets');
  if (parts.has('fills')) return owned('/v4/fills');
  if (parts.has('transfers')) return owned('/v4/transfers');
  if (parts.has('positions')) return owned(/"assetId"/.test(answer) ? '/v4/assetPositions' : '/v4/perpetualPositions');
  if (parts.has('subaccounts')) return { path: `/v4/addresses/${firstOf(answer, 'address')}` };
  if (parts.has('subaccount')) {
    const number = /"subaccountNumber"\s*:\s*(\d+)/.exec(parts.get('subaccount')!)?.[1] ?? '0';
    return { path: `/v4/addresses/${firstOf(answer, 'address')}/subaccountNumber/${number}` };
  }
  if (parts.has('height')) return { path: '/v4/height' };
  if (parts.has('epoch')) return { path: '/v4/time' };
  if (parts.has('clobPairId') && parts.has('goodTilBlock')) return owned(`/v4/orders/${firstOf(answer, 'id')}`);
  if (parts.has('clobPairId') && parts.has('clientId')) return owned(`/v4/orders/${firstOf(answer, 'id')}`);
  return undefined;
}

function firstOf(text: string, key: string): string {
  return new RegExp(`"${key}"\\s*:\\s*"([^"]+)"`).exec(text)?.[1] ?? 'nobody';
}
