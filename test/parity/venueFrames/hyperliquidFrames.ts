import { jsonSlices } from './jsonSlices.ts';
import type { Unwrapped, VenueDocument } from './venueFrame.ts';

const NOBODY = '0x1111111111111111111111111111111111111111';

/** Hyperliquid's messages over the socket, and answers of its info endpoint, with or without what was asked. */
export function hyperliquidFrames({ name, path, text, request }: VenueDocument): Unwrapped {
  const { parts } = jsonSlices(text);
  if (request !== undefined) {
    const body = jsonSlices(request).parts;
    const asked = body.has('type') ? request : (body.get('body') ?? request);
    const plain = asked.startsWith('"') ? (JSON.parse(asked) as string) : asked;
    const fields = jsonSlices(plain).parts;
    const kind = `info ${(fields.get('type') ?? '""').slice(1, -1)}`;
    if (fields.has('user')) return [{ kind, raw: `{"request":${plain},"response":${text}}` }];
    // Recorders cut requests down to their type; what is of the market ignores an account.
    const whole = `{"type":${fields.get('type') ?? '""'},"user":"${NOBODY}"}`;
    return [{ kind, raw: `{"request":${whole},"response":${text}}` }];
  }
  const channel = parts.get('channel');
  if (channel !== undefined) return [{ kind: channel.slice(1, -1), raw: text }];
  if (parts.has('method')) return { notFrames: 'a request' };
  const type = infoTypeOf(text);
  if (type === undefined) return { notFrames: 'an answer to nobody knows what' };
  // A row of the list alone.
  if (type === 'historicalOrders' && !text.startsWith('[')) return hyperliquidFrames({ name, path, text: `[${text}]` });
  if (name.startsWith('ws') && type === 'l2Book') return [{ kind: type, raw: `{"channel":"l2Book","data":${text}}` }];
  return [{ kind: `info ${type}`, raw: `{"request":{"type":"${type}","user":"${NOBODY}"},"response":${text}}` }];
}

/** The type of the request that an answer is to, by fields that no other answer has. */
function infoTypeOf(text: string): string | undefined {
  const { kind, parts } = jsonSlices(text);
  if (kind === 'object') return typeOfObject(parts);
  const items = [...parts.values()];
  const first = jsonSlices(items[0] ?? '');
  const has = (key: string): boolean => first.parts.has(key);
  if (has('universe')) {
    if (jsonSlices(items[1] ?? '').kind === 'array') return has('tokens') ? 'spotMetaAndAssetCtxs' : 'metaAndAssetCtxs';
    return 'allPerpMetas';
  }
  if (has('fundingRate')) return 'fundingHistory';
  if (has('fill')) return 'userTwapSliceFills';
  if (has('startPosition')) return 'userFills';
  if (has('tid')) return 'recentTrades';
  if (has('order')) return 'historicalOrders';
  if (has('limitPx')) return has('orderType') ? 'frontendOpenOrders' : 'openOrders';
  if (has('T') && has('o')) return 'candleSnapshot';
  if (has('delta')) return /"type"\s*:\s*"funding"/.test(items[0]!) ? 'userFunding' : 'userNonFundingLedgerUpdates';
  if (first.kind === 'array' && items[0]!.startsWith('["day"')) return 'portfolio';
  return undefined;
}

function typeOfObject(parts: ReadonlyMap<string, string>): string | undefined {
  if (parts.has('levels')) return 'l2Book';
  if (parts.has('tokens')) return 'spotMeta';
  if (parts.has('universe')) return 'meta';
  if (parts.has('assetPositions')) return 'clearinghouseState';
  if (parts.has('balances')) return 'spotClearinghouseState';
  if (parts.has('nRequestsUsed')) return 'userRateLimit';
  if (parts.has('role')) return 'userRole';
  if (parts.has('userCrossRate')) return 'userFees';
  if (parts.has('statusTimestamp') && parts.has('order')) return 'historicalOrders';
  if (parts.has('status') && parts.has('order')) return 'orderStatus';
  const values = [...parts.values()];
  return values.length > 0 && values.every((value) => /^"[0-9.]+"$/.test(value)) ? 'allMids' : undefined;
}
