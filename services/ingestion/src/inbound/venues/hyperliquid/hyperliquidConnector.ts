import type { FeedDescription } from '../../../domain/feedDescription.js';
import type { Connector } from '../../live/connector.js';
import type { ConnectorConfigOf } from '../../live/connectorConfig.js';
import type { ConnectorContext } from '../../live/connectorRegistry.js';
import { createRestClient } from '../../live/restClient.js';
import { createWebSocketClient } from '../../live/webSocketClient.js';
import { askAside, pollRest } from '../pollRest.js';
import { venueFeed } from '../venueFeed.js';
import { hyperliquidEndpoints } from './hyperliquidEndpoints.js';
import {
  accountPolls,
  accountSubscriptions,
  MARKET_CHANNELS,
  marketPolls,
  marketSubscriptions,
  recentTradesQuestion,
} from './hyperliquidRequests.js';

/** 1200 weight a minute over REST, 2000 messages a minute over sockets (Hyperliquid Docs: Rate limits and user limits). */
const REST_RATE = { tokensMax: 200, tokensPerSecond: 20 };
const SOCKET_RATE = { tokensMax: 100, tokensPerSecond: 30 };
/** A connection that hears nothing from the client for a minute is closed (Hyperliquid Docs: Timeouts and heartbeats). */
const HEARTBEAT = { kind: 'message', everyMs: 30_000, text: () => '{"method":"ping"}' } as const;
const SILENCE_MS = 70_000;

/**
 * Hyperliquid: one socket for the market and one for each account, and questions beside them. Reads are public: an account is
 * watched by its address. Each socket and each set of questions is a feed, whose session reads it.
 */
export function hyperliquidConnector(
  config: ConnectorConfigOf<'hyperliquid'>,
  { io }: Pick<ConnectorContext, 'io'>,
): Connector {
  const { accounts, deployment, id = config.kind, instruments, network, staleAfterSeconds } = config;
  const { restUrl, webSocketUrl } = hyperliquidEndpoints(network);
  const channels = config.channels.length > 0 ? config.channels : MARKET_CHANNELS;
  const client = createRestClient({ baseUrl: restUrl, rate: REST_RATE }, io);
  // What a connection missed is asked for whenever one stands.
  let connected = (): void => {};
  const socket = (feed: string, subscriptions: readonly string[]) =>
    createWebSocketClient(
      {
        connector: id,
        feed,
        url: webSocketUrl,
        rate: SOCKET_RATE,
        heartbeat: HEARTBEAT,
        silenceMs: SILENCE_MS,
        open: () => {
          if (feed === id) connected();
          return subscriptions;
        },
      },
      io,
    );
  const sockets = new Map([
    [id, socket(id, marketSubscriptions(channels, instruments))],
    ...accounts.map((account) => {
      const feed = `${id}/${account.id}`;
      return [feed, socket(feed, accountSubscriptions(account.address))] as const;
    }),
  ]);
  const feeds: readonly FeedDescription[] = [
    venueFeed(id, 'hyperliquid', staleAfterSeconds, undefined),
    venueFeed(`${id}/rest`, 'hyperliquid', null, undefined, deployment),
    ...accounts.flatMap((account) => [
      venueFeed(`${id}/${account.id}`, 'hyperliquid', null, account.id, deployment),
      venueFeed(`${id}/${account.id}/rest`, 'hyperliquid', staleAfterSeconds, account.id, deployment),
    ]),
  ];
  return {
    id,
    feeds,
    async run(sink, signal) {
      const target = { connector: id, client, sink, io };
      const market = { ...target, feed: `${id}/rest` };
      const recent = channels.includes('trades') ? instruments.map(recentTradesQuestion) : [];
      const ask = askAside(market, signal);
      connected = () => recent.forEach(ask);
      await Promise.all([
        ...[...sockets.values()].map((one) => one.run(sink, signal)),
        pollRest(marketPolls(instruments), market, signal),
        ...accounts.map((account) =>
          pollRest(accountPolls(account.address), { ...target, feed: `${id}/${account.id}/rest` }, signal),
        ),
      ]);
    },
    reply(feed, replies) {
      for (const text of replies) sockets.get(feed)?.send(text);
    },
  };
}
