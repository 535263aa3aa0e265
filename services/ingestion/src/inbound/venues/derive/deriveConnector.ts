import type { FeedDescription } from '../../../domain/feedDescription.js';
import { jsonRpcRequest } from '../../../domain/venues/jsonRpcRequest.js';
import type { Connector } from '../../live/connector.js';
import type { ConnectorConfigOf } from '../../live/connectorConfig.js';
import type { ConnectorContext } from '../../live/connectorRegistry.js';
import { RpcConnection } from '../rpcConnection.js';
import { rpcConnector } from '../rpcConnector.js';
import { deriveFills } from './deriveFills.js';
import { deriveLogin } from './signDeriveLogin.js';
import {
  ACCOUNT_EVERY_MS,
  CHANNELS_PER_REQUEST_MAX,
  DERIVE_RATE,
  FUNDING_EVERY_MS,
  FUNDING_HOURS_ASKED,
  LISTINGS_EVERY_MS,
  PING_EVERY_MS,
  SIGNED_FEEDS_EVERY_MS,
  SILENCE_MS,
  TRADES_ASKED,
  TRADES_ASKED_MS,
  TRADES_EVERY_MS,
} from './limits.js';

type Config = ConnectorConfigOf<'derive'>;

const URLS = { mainnet: 'wss://api.lyra.finance/ws', testnet: 'wss://api-demo.lyra.finance/ws' } as const;
const MS_PER_HOUR = 3_600_000;

/** Derive: one connection of public messages, and one of each account's, logged in by its session key. */
export function deriveConnector(config: Config, { io, secret }: ConnectorContext): Connector {
  const id = config.id ?? 'derive';
  const url = typeof config.network === 'string' ? URLS[config.network] : config.network.webSocketUrl;
  const standing = { decoder: 'venue-session', venue: 'derive', assumed: null } as const;
  const feeds: FeedDescription[] = [{ ...standing, id, staleAfterSeconds: config.staleAfterSeconds }];
  const shared = {
    connector: id,
    url,
    rate: DERIVE_RATE,
    heartbeat: { kind: 'ping_frame', everyMs: PING_EVERY_MS },
    silenceMs: SILENCE_MS,
  } as const;
  const { instruments } = config;
  const currencies = [...new Set(instruments.map((name) => name.split('-')[0] ?? ''))];
  const listings = (): readonly string[] => currencies.flatMap(listingsOf);
  const surfaces = (): readonly string[] => currencies.map(signedFeedsOf);
  const funding = (): readonly string[] =>
    instruments.filter((name) => name.endsWith('-PERP')).map((name) => fundingOf(name, io.nowUs()));
  const trades = (): readonly string[] => instruments.map((name) => lastTradesOf(name, io.nowUs()));
  const channels = config.channels.length > 0 ? config.channels : channelsOf(instruments, currencies);
  const connections = [
    new RpcConnection(
      {
        ...shared,
        feed: id,
        opening: () => [...subscriptions(channels), ...listings(), ...trades(), ...surfaces(), ...funding()],
        polls: [
          { everyMs: TRADES_EVERY_MS, requests: trades },
          { everyMs: LISTINGS_EVERY_MS, requests: listings },
          { everyMs: SIGNED_FEEDS_EVERY_MS, requests: surfaces },
          { everyMs: FUNDING_EVERY_MS, requests: funding },
        ],
      },
      io,
    ),
  ];
  for (const account of config.accounts) {
    const feed = `${id}:${account.id}`;
    feeds.push({ ...standing, id: feed, account: account.id, staleAfterSeconds: config.staleAfterSeconds });
    const { subaccounts, wallet } = account;
    const login = async (): Promise<string> => {
      const params = await deriveLogin({ wallet, sessionKey: secret(account.sessionKey) }, Number(io.nowUs() / 1000n));
      return jsonRpcRequest('public/login', { ...params });
    };
    const fills = deriveFills(subaccounts);
    const state = (): readonly string[] => [
      ...subaccounts.map((number) => jsonRpcRequest('private/get_subaccount', { subaccount_id: number })),
      ...fills.requests(Number(io.nowUs() / 1000n)),
    ];
    const privates = subaccounts.flatMap((number) => [`${number}.balances`, `${number}.orders`, `${number}.trades`]);
    connections.push(
      new RpcConnection(
        {
          ...shared,
          feed,
          opening: async () => [await login()],
          afterLogin: { isLogin: isLoginAnswer, requests: () => [...subscriptions(privates), ...state()] },
          polls: [{ everyMs: ACCOUNT_EVERY_MS, requests: state }],
          heard: (text) => fills.heard(text),
        },
        io,
      ),
    );
  }
  return rpcConnector(id, feeds, connections);
}

function channelsOf(instruments: readonly string[], currencies: readonly string[]): readonly string[] {
  return [
    ...instruments.flatMap((name) => [`ticker_slim.${name}.1000`, `orderbook.${name}.1.20`, `trades.${name}`]),
    ...currencies.map((currency) => `spot_feed.${currency}`),
  ];
}

function subscriptions(channels: readonly string[]): readonly string[] {
  const requests: string[] = [];
  for (let from = 0; from < channels.length; from += CHANNELS_PER_REQUEST_MAX) {
    requests.push(jsonRpcRequest('subscribe', { channels: channels.slice(from, from + CHANNELS_PER_REQUEST_MAX) }));
  }
  return requests;
}

function listingsOf(currency: string): readonly string[] {
  return ['option', 'perp'].map((type) =>
    jsonRpcRequest('public/get_instruments', { currency, expired: false, instrument_type: type }),
  );
}

function signedFeedsOf(currency: string): string {
  return jsonRpcRequest('public/get_latest_signed_feeds', { currency });
}

function lastTradesOf(name: string, nowUs: bigint): string {
  return jsonRpcRequest('public/get_trade_history', {
    instrument_name: name,
    from_timestamp: Number(nowUs / 1000n) - TRADES_ASKED_MS,
    page_size: TRADES_ASKED,
    page: 1,
  });
}

function fundingOf(name: string, nowUs: bigint): string {
  const endMs = Number(nowUs / 1000n);
  const params = {
    instrument_name: name,
    start_timestamp: endMs - FUNDING_HOURS_ASKED * MS_PER_HOUR,
    end_timestamp: endMs,
  };
  return jsonRpcRequest('public/get_funding_rate_history', params);
}

/** The answer to a login that was taken; a refused one is an error. */
function isLoginAnswer(text: string): boolean {
  return text.includes('"public/login') && text.includes('"result"');
}
