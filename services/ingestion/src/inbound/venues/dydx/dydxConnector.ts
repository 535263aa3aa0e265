import type { FeedDescription } from '../../../domain/feedDescription.js';
import type { Connector } from '../../live/connector.js';
import type { ConnectorConfigOf } from '../../live/connectorConfig.js';
import type { ConnectorContext } from '../../live/connectorRegistry.js';
import { createRestClient } from '../../live/restClient.js';
import { createWebSocketClient } from '../../live/webSocketClient.js';
import { askAside, pollRest, type Question } from '../pollRest.js';
import { venueFeed } from '../venueFeed.js';
import {
  dydxAccountPolls,
  dydxMarketPolls,
  dydxMarketSubscriptions,
  dydxQuestion,
  subaccountSubscription,
} from './dydxRequests.js';

/** 100 requests in ten seconds over REST; two subscriptions a second of one channel and id (dYdX Documentation: Rate limiting). */
const REST_RATE = { tokensMax: 20, tokensPerSecond: 5 };
const SOCKET_RATE = { tokensMax: 10, tokensPerSecond: 5 };
/** The indexer sends ping frames every thirty seconds; the socket answers them by itself. */
const SILENCE_MS = 70_000;

/** A subaccount that is watched, under the name that Gimbal has for it. */
interface WatchedSubaccount {
  readonly account: string;
  readonly address: string;
  readonly number: number;
}

/**
 * dYdX v4: one socket for the market and one for each subaccount, and questions beside them. The indexer is public, so nothing
 * is signed: a subaccount is watched by its address and number.
 */
export function dydxConnector(config: ConnectorConfigOf<'dydx'>, { io }: Pick<ConnectorContext, 'io'>): Connector {
  const { accounts, channels, id = config.kind, instruments, network, staleAfterSeconds } = config;
  const { restUrl, webSocketUrl } = dydxEndpoints(network);
  const client = createRestClient({ baseUrl: restUrl, rate: REST_RATE }, io);
  const subaccounts = accounts.flatMap(watchedSubaccounts);
  const socket = (feed: string, subscriptions: readonly string[]) =>
    createWebSocketClient(
      {
        connector: id,
        feed,
        url: webSocketUrl,
        rate: SOCKET_RATE,
        heartbeat: { kind: 'none' },
        silenceMs: SILENCE_MS,
        open: () => subscriptions,
      },
      io,
    );
  const sockets = new Map([
    [id, socket(id, dydxMarketSubscriptions(channels, instruments))],
    ...subaccounts.map(({ account, address, number }) => {
      const feed = `${id}/${account}`;
      return [feed, socket(feed, [subaccountSubscription(address, number)])] as const;
    }),
  ]);
  const feeds: readonly FeedDescription[] = [
    venueFeed(id, 'dydx', staleAfterSeconds, undefined),
    venueFeed(`${id}/rest`, 'dydx', null, undefined),
    ...subaccounts.flatMap(({ account }) => [
      venueFeed(`${id}/${account}`, 'dydx', null, account),
      venueFeed(`${id}/${account}/rest`, 'dydx', staleAfterSeconds, account),
    ]),
  ];
  let ask: ((question: Question) => void) | undefined;
  return {
    id,
    feeds,
    async run(sink, signal) {
      const target = { connector: id, client, sink, io };
      ask = askAside({ ...target, feed: `${id}/rest` }, signal);
      await Promise.all([
        ...[...sockets.values()].map((one) => one.run(sink, signal)),
        pollRest(dydxMarketPolls(instruments), { ...target, feed: `${id}/rest` }, signal),
        ...subaccounts.map(({ account, address, number }) =>
          pollRest(dydxAccountPolls(address, number), { ...target, feed: `${id}/${account}/rest` }, signal),
        ),
      ]);
    },
    reply(feed, replies) {
      for (const text of replies) {
        const question = dydxQuestion(text);
        if (question === undefined) sockets.get(feed)?.send(text);
        else ask?.(question);
      }
    },
  };
}

/** One that is alone has the account's own name. */
function watchedSubaccounts(account: ConnectorConfigOf<'dydx'>['accounts'][number]): readonly WatchedSubaccount[] {
  const { address, id, subaccounts } = account;
  if (subaccounts.length <= 1) return [{ account: id, address, number: subaccounts[0] ?? 0 }];
  return subaccounts.map((number) => ({ account: `${id}/${number}`, address, number }));
}

/** dYdX Documentation: Indexer Websocket, Indexer HTTP API. */
function dydxEndpoints(network: ConnectorConfigOf<'dydx'>['network']): {
  readonly webSocketUrl: string;
  readonly restUrl: string;
} {
  if (typeof network === 'object') return network;
  const host = network === 'mainnet' ? 'indexer.dydx.trade' : 'indexer.v4testnet.dydx.exchange';
  return { webSocketUrl: `wss://${host}/v4/ws`, restUrl: `https://${host}` };
}
