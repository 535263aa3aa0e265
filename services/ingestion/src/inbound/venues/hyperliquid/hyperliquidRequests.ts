import { askedWindow } from '../askedWindow.js';
import { ACCOUNT_POLL_MS, CONTRACTS_POLL_MS, FILLS_POLL_MS, FUNDING_POLL_MS, HYPERLIQUID_PAGE_MIN } from '../limits.js';
import type { Poll, Question } from '../pollRest.js';
import { timesOf } from '../timesOf.js';

/** What an info request costs of the 1200 a minute (Hyperliquid Docs: Rate limits and user limits). */
const LIGHT = 2;
const USUAL = 20;

/** How far back funding is asked for: two settlements, so that none is missed between two questions. */
const FUNDING_BACK_MS = 7_200_000;

function infoPoll(payload: Readonly<Record<string, unknown>>, everyMs: number, tokens: number): Poll {
  return { everyMs, question: () => infoQuestion(payload, tokens) };
}

function infoQuestion(payload: Readonly<Record<string, unknown>>, tokens: number): Question {
  const asked = JSON.stringify(payload);
  const headers = { 'Content-Type': 'application/json' };
  return { request: { method: 'POST', path: '/info', headers, body: asked, tokens }, asked };
}

function fundingPoll(coin: string): Poll {
  const question = (nowMs: number): Question =>
    infoQuestion({ type: 'fundingHistory', coin, startTime: nowMs - FUNDING_BACK_MS }, USUAL);
  return { everyMs: FUNDING_POLL_MS, question };
}

/** The newest trades of a coin: what a connection missed, as far as the venue tells them again. */
export function recentTradesQuestion(coin: string): Question {
  return infoQuestion({ type: 'recentTrades', coin }, USUAL);
}

/** What happened since the last question that was answered: the socket says fills, and this finds what it lost. Oldest first. */
export function fillsPoll(user: string): Poll {
  const window = askedWindow();
  let startTime = 0;
  let page: number | undefined;
  return {
    everyMs: FILLS_POLL_MS,
    question(nowMs) {
      startTime = page ?? window.ask(nowMs);
      return infoQuestion({ type: 'userFillsByTime', user, startTime }, USUAL);
    },
    answered(body) {
      const times = timesOf(body, (answer) => answer, 'time');
      if (times === undefined) return false;
      const last = Math.max(startTime, ...times);
      page = times.length >= HYPERLIQUID_PAGE_MIN && last > startTime ? last : undefined;
      if (page === undefined) window.answered();
      return page !== undefined;
    },
  };
}

export function marketPolls(coins: readonly string[]): readonly Poll[] {
  return [
    infoPoll({ type: 'metaAndAssetCtxs' }, ACCOUNT_POLL_MS, USUAL),
    infoPoll({ type: 'spotMeta' }, CONTRACTS_POLL_MS, USUAL),
    ...coins.map(fundingPoll),
  ];
}

export function accountPolls(user: string): readonly Poll[] {
  return [
    infoPoll({ type: 'clearinghouseState', user }, ACCOUNT_POLL_MS, LIGHT),
    infoPoll({ type: 'spotClearinghouseState', user }, ACCOUNT_POLL_MS, LIGHT),
    infoPoll({ type: 'userAbstraction', user }, CONTRACTS_POLL_MS, USUAL),
    infoPoll({ type: 'frontendOpenOrders', user }, ACCOUNT_POLL_MS, USUAL),
    fillsPoll(user),
  ];
}

/** Subscriptions of the market: each channel for each coin, and `allMids` and the like once. */
export function marketSubscriptions(channels: readonly string[], coins: readonly string[]): readonly string[] {
  return channels.flatMap((type) =>
    WITHOUT_COIN.has(type) ? [subscribe({ type })] : coins.map((coin) => subscribe({ type, coin })),
  );
}

const WITHOUT_COIN: ReadonlySet<string> = new Set(['allMids', 'allDexsAssetCtxs', 'spotAssetCtxs', 'assetCtxs']);
export const MARKET_CHANNELS: readonly string[] = ['l2Book', 'trades', 'activeAssetCtx'];

export const ACCOUNT_CHANNELS: readonly string[] = [
  'orderUpdates',
  'userFills',
  'userFundings',
  'clearinghouseState',
  'openOrders',
  'spotState',
];

export function accountSubscriptions(user: string): readonly string[] {
  return ACCOUNT_CHANNELS.map((type) => subscribe({ type, user }));
}

function subscribe(subscription: Readonly<Record<string, string>>): string {
  return JSON.stringify({ method: 'subscribe', subscription });
}
