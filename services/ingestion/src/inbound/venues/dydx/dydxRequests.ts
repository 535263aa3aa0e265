import { ACCOUNT_POLL_MS, CONTRACTS_POLL_MS, FUNDING_POLL_MS } from '../limits.js';
import type { Poll, Question } from '../pollRest.js';

export const DYDX_MARKET_CHANNELS: readonly string[] = ['v4_markets', 'v4_orderbook', 'v4_trades'];
const WITHOUT_ID: ReadonlySet<string> = new Set(['v4_markets', 'v4_block_height']);

/** Of orders and fills the newest: more would only be said again. */
const LATEST_MAX = 100;

export function dydxMarketSubscriptions(channels: readonly string[], tickers: readonly string[]): readonly string[] {
  return (channels.length > 0 ? channels : DYDX_MARKET_CHANNELS).flatMap((channel) =>
    WITHOUT_ID.has(channel) ? [subscribe({ channel })] : tickers.map((id) => subscribe({ channel, id })),
  );
}

export function subaccountSubscription(address: string, number: number): string {
  return subscribe({ channel: 'v4_subaccounts', id: `${address}/${number}` });
}

function subscribe(about: Readonly<Record<string, string>>): string {
  return JSON.stringify({ type: 'subscribe', ...about });
}

export function dydxMarketPolls(tickers: readonly string[]): readonly Poll[] {
  return [
    poll('/v4/perpetualMarkets', CONTRACTS_POLL_MS),
    ...tickers.map((ticker) => poll(`/v4/historicalFunding/${encodeURIComponent(ticker)}?limit=2`, FUNDING_POLL_MS)),
  ];
}

export function dydxAccountPolls(address: string, number: number): readonly Poll[] {
  const query = `address=${encodeURIComponent(address)}&subaccountNumber=${number}`;
  return [
    poll(`/v4/addresses/${encodeURIComponent(address)}/subaccountNumber/${number}`, ACCOUNT_POLL_MS),
    poll(`/v4/orders?${query}&limit=${LATEST_MAX}`, ACCOUNT_POLL_MS),
    poll(`/v4/fills?${query}&limit=${LATEST_MAX}`, CONTRACTS_POLL_MS),
  ];
}

/** A reply of the session that is a question over REST; undefined for one to its socket. */
export function dydxQuestion(reply: string): Question | undefined {
  const { path } = JSON.parse(reply) as { readonly path?: string };
  return path === undefined ? undefined : { request: { method: 'GET', path }, asked: reply };
}

function poll(path: string, everyMs: number): Poll {
  return { everyMs, question: () => ({ request: { method: 'GET', path }, asked: JSON.stringify({ path }) }) };
}
