import type { FeedDescription } from '../../../domain/feedDescription.js';
import { jsonRpcRequest } from '../../../domain/venues/jsonRpcRequest.js';
import type { Connector } from '../../live/connector.js';
import type { ConnectorConfigOf } from '../../live/connectorConfig.js';
import type { ConnectorContext } from '../../live/connectorRegistry.js';
import { RpcConnection } from '../rpcConnection.js';
import { rpcConnector } from '../rpcConnector.js';
import { deribitChannels, deribitCurrencies, deribitPerpetuals } from './deribitChannels.js';
import { deribitFills } from './deribitFills.js';
import { redactTokens } from './redactTokens.js';
import { type DeribitKey, deribitLogin } from './signDeribitLogin.js';
import {
  ACCOUNT_EVERY_MS,
  CHANNELS_PER_REQUEST_MAX,
  DERIBIT_RATE,
  FUNDING_EVERY_MS,
  FUNDING_HOURS_ASKED,
  HEARTBEAT_SECONDS,
  LISTINGS_EVERY_MS,
  LOGIN_EVERY_MS,
  SILENCE_MS,
  TRADES_ASKED,
} from './limits.js';

type Config = ConnectorConfigOf<'deribit'>;

const URLS = { mainnet: 'wss://www.deribit.com/ws/api/v2', testnet: 'wss://test.deribit.com/ws/api/v2' } as const;
const MS_PER_HOUR = 3_600_000;
const TEST = jsonRpcRequest('public/test');
const PRIVATE_CHANNELS = ['user.changes.any.any.100ms', 'user.portfolio.any'];

/** Deribit: one connection of public messages, and one of each account's. Keys may be of read access alone. */
export function deribitConnector(config: Config, { io, secret }: ConnectorContext): Connector {
  const id = config.id ?? 'deribit';
  const url = typeof config.network === 'string' ? URLS[config.network] : config.network.webSocketUrl;
  const standing = { decoder: 'venue-session', venue: 'deribit', assumed: null } as const;
  const feeds: FeedDescription[] = [{ ...standing, id, staleAfterSeconds: config.staleAfterSeconds }];
  const shared = {
    connector: id,
    url,
    rate: DERIBIT_RATE,
    heartbeat: { kind: 'none' },
    silenceMs: SILENCE_MS,
    atOnce: { isAsked: isTestRequest, answer: TEST },
  } as const;
  const { instruments } = config;
  const listings = (): readonly string[] => deribitCurrencies(instruments).map(listingOf);
  const funding = (): readonly string[] => deribitPerpetuals(instruments).map((name) => fundingOf(name, io.nowUs()));
  const channels = config.channels.length > 0 ? config.channels : deribitChannels(instruments);
  const connections = [
    new RpcConnection(
      {
        ...shared,
        feed: id,
        opening: () => [
          heartbeat(),
          // Sizes of contracts come before what is counted in them.
          ...listings(),
          ...subscriptions('public/subscribe', channels),
          ...instruments.map(lastTradesOf),
          ...funding(),
        ],
        polls: [
          { everyMs: LISTINGS_EVERY_MS, requests: listings },
          { everyMs: FUNDING_EVERY_MS, requests: funding },
        ],
      },
      io,
    ),
  ];
  for (const account of config.accounts) {
    const feed = `${id}:${account.id}`;
    feeds.push({ ...standing, id: feed, account: account.id, staleAfterSeconds: config.staleAfterSeconds });
    const fills = deribitFills();
    const askFills = (): readonly string[] => fills.requests(Number(io.nowUs() / 1000n));
    const login = (): string => {
      const key: DeribitKey = { clientId: secret(account.clientId), clientSecret: secret(account.clientSecret) };
      const timestampMs = Number(io.nowUs() / 1000n);
      const nonce = Math.floor(io.random() * 2 ** 48).toString(36);
      return jsonRpcRequest('public/auth', deribitLogin(key, { timestampMs, nonce }));
    };
    connections.push(
      new RpcConnection(
        {
          ...shared,
          feed,
          opening: () => [login(), heartbeat()],
          afterLogin: {
            isLogin: isLoginAnswer,
            requests: () => [...subscriptions('private/subscribe', PRIVATE_CHANNELS), ...accountState(), ...askFills()],
          },
          polls: [
            { everyMs: ACCOUNT_EVERY_MS, requests: () => [...accountState(), ...askFills()] },
            { everyMs: LOGIN_EVERY_MS, requests: () => [login()] },
          ],
          heard: (text) => fills.heard(text),
          redact: redactTokens,
        },
        io,
      ),
    );
  }
  return rpcConnector(id, feeds, connections);
}

function heartbeat(): string {
  return jsonRpcRequest('public/set_heartbeat', { interval: HEARTBEAT_SECONDS });
}

function listingOf(currency: string): string {
  return jsonRpcRequest('public/get_instruments', { currency, expired: false });
}

function lastTradesOf(name: string): string {
  const params = { instrument_name: name, count: TRADES_ASKED, sorting: 'desc' };
  return jsonRpcRequest('public/get_last_trades_by_instrument', params);
}

function fundingOf(name: string, nowUs: bigint): string {
  const endMs = Number(nowUs / 1000n);
  return jsonRpcRequest('public/get_funding_rate_history', {
    instrument_name: name,
    start_timestamp: endMs - FUNDING_HOURS_ASKED * MS_PER_HOUR,
    end_timestamp: endMs,
  });
}

function subscriptions(method: string, channels: readonly string[]): readonly string[] {
  const requests: string[] = [];
  for (let from = 0; from < channels.length; from += CHANNELS_PER_REQUEST_MAX) {
    requests.push(jsonRpcRequest(method, { channels: channels.slice(from, from + CHANNELS_PER_REQUEST_MAX) }));
  }
  return requests;
}

function accountState(): readonly string[] {
  return [
    jsonRpcRequest('private/get_positions', { currency: 'any' }),
    jsonRpcRequest('private/get_account_summaries'),
    jsonRpcRequest('private/get_open_orders'),
  ];
}

/** Short, so that nothing long is searched. */
const SHORT_MESSAGE_CHARS_MAX = 200;

function isTestRequest(text: string): boolean {
  return text.length < SHORT_MESSAGE_CHARS_MAX && text.includes('"test_request"');
}

function isLoginAnswer(text: string): boolean {
  return text.includes('"access_token"') && text.includes('"public/auth');
}
