import { describe, expect, it } from 'vitest';
import { venueProtocolOf } from '../../domain/venues/venueProtocols.js';
import { connectorConfigSchema } from '../live/connectorConfig.js';
import { buildConnector } from '../live/connectorRegistry.js';
import { deribitChannels, deribitCurrencies, deribitPerpetuals } from './deribit/deribitChannels.js';

const io = { nowUs: () => 0n, monotonicMs: () => 0, random: () => 0, after: () => () => {} };
const report = (): void => {};
const secret = (): string => 'never asked before a connection stands';

describe('connectors of venues', () => {
  it.each([
    {
      kind: 'deribit',
      network: 'testnet',
      instruments: ['BTC-PERPETUAL'],
      accounts: [{ id: 'desk', clientId: { env: 'A' }, clientSecret: { file: '/b' } }],
    },
    {
      kind: 'derive',
      network: 'mainnet',
      instruments: ['ETH-PERP'],
      accounts: [{ id: 'desk', wallet: `0x${'1'.repeat(40)}`, subaccounts: [42], sessionKey: { env: 'A' } }],
    },
  ])('$kind has a feed of public messages, and one of each account, that its protocol reads', (config) => {
    const connector = buildConnector(connectorConfigSchema.parse(config), {
      io,
      secret,
      report,
      resume: () => undefined,
    });
    expect(connector.feeds.map(({ id }) => id)).toEqual([config.kind, `${config.kind}:desk`]);
    for (const feed of connector.feeds) {
      expect(feed.decoder === 'venue-session' && venueProtocolOf(feed)?.venue).toBe(config.kind);
    }
    expect(connector.feeds[1]).toMatchObject({ account: 'desk' });
  });

  it('subscribes what marks of instruments need', () => {
    const names = ['BTC-PERPETUAL', 'ETH_USDC-PERPETUAL', 'BTC-27DEC24-100000-C'];
    expect(deribitChannels(names.slice(0, 2))).toEqual([
      'ticker.BTC-PERPETUAL.100ms',
      'book.BTC-PERPETUAL.100ms',
      'trades.BTC-PERPETUAL.100ms',
      'ticker.ETH_USDC-PERPETUAL.100ms',
      'book.ETH_USDC-PERPETUAL.100ms',
      'trades.ETH_USDC-PERPETUAL.100ms',
      'deribit_price_index.btc_usd',
      'deribit_price_index.eth_usdc',
    ]);
    expect(deribitCurrencies(names)).toEqual(['BTC', 'USDC']);
    expect(deribitPerpetuals(names)).toEqual(['BTC-PERPETUAL', 'ETH_USDC-PERPETUAL']);
  });
});
