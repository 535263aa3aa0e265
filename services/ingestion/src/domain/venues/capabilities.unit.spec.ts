import { describe, expect, it } from 'vitest';
import type { VenueCapabilities } from './capability.js';
import { DYDX_CAPABILITIES } from './dydx/capabilities.js';
import { HYPERLIQUID_CAPABILITIES } from './hyperliquid/capabilities.js';
import { venueProtocolOf } from './venueProtocols.js';

const UTF8 = new TextEncoder();

function problemsOf(venue: string, message: object): readonly string[] {
  const feed = { id: 'f', decoder: 'venue-session', venue, staleAfterSeconds: 1, assumed: null } as const;
  const protocol = venueProtocolOf(feed)!;
  const frame = { feed: 'f', raw: UTF8.encode(JSON.stringify(message)), receivedAtUs: 1n };
  return protocol.read(protocol.open(), frame).reading.problems.map(({ detail }) => detail);
}

const kindsOf = ({ kinds }: VenueCapabilities, transport: string): readonly string[] =>
  kinds.filter((one) => one.transport === transport).map(({ kind }) => kind);

/** Whatever is in it, a kind of the table is never refused for being unknown. */
describe('what the tables name is known to the sessions', () => {
  it.each(kindsOf(HYPERLIQUID_CAPABILITIES, 'ws'))('hyperliquid %s', (channel) => {
    expect(problemsOf('hyperliquid', { channel, data: {} }).join()).not.toContain('a supported kind');
  });
  it.each(kindsOf(HYPERLIQUID_CAPABILITIES, 'rest'))('hyperliquid info %s', (type) => {
    const request = { type, user: '0x1111111111111111111111111111111111111111' };
    expect(problemsOf('hyperliquid', { request, response: {} }).join()).not.toContain('a supported kind');
  });
  it.each(kindsOf(DYDX_CAPABILITIES, 'ws'))('dydx %s', (kind) => {
    const isChannel = kind.startsWith('v4_');
    const message = isChannel
      ? { type: 'subscribed', message_id: 1, channel: kind, id: 'ETH-USD', contents: {} }
      : { type: kind, message_id: 1, channel: 'v4_trades', id: 'ETH-USD' };
    expect(problemsOf('dydx', message).join()).not.toContain('a supported kind');
  });
  it.each(kindsOf(DYDX_CAPABILITIES, 'rest'))('dydx %s', (kind) => {
    const named = kind.replace('TICKER', 'ETH-USD').replace('ADDRESS', 'dydx1a').replace('NUMBER', '0');
    const request = { path: `${named}?address=dydx1a&subaccountNumber=0` };
    expect(problemsOf('dydx', { request, response: {} }).join()).not.toContain('a supported kind');
  });
  it('others are unsupported by name', () => {
    expect(problemsOf('hyperliquid', { channel: 'explorerTxs', data: [] })).toEqual([
      'Expected a supported kind of message in channel, was "explorerTxs".',
    ]);
    expect(problemsOf('dydx', { type: 'subscribed', message_id: 1, channel: 'v4_funds', contents: {} })).toEqual([
      'Expected a supported kind of message in channel, was "v4_funds".',
    ]);
  });
});
