import type { Capability, VenueCapabilities } from '../capability.js';

function log(kind: string, events: readonly string[], becomes: string): Capability {
  return {
    kind,
    transport: 'chain',
    access: 'public',
    events,
    becomes,
    sequence: 'the log index of its block',
    checksum: 'the hash of its name',
  };
}

export const GMX_CAPABILITIES: VenueCapabilities = {
  venue: 'gmx',
  heartbeat: 'none: a chain, whose blocks go on',
  rateLimit: "that of the chain's node",
  signing: 'none',
  sources: [
    'gmx-synthetics: interfaces of EventEmitter, EventUtils, Reader and DataStore, and the keys of its values (names and types alone)',
    'GMX Docs: Trading, Fees; v1: Fees',
    'demeter sample data (MIT): minutes of a v2 market and of the v1 vault',
  ],
  kinds: [
    log('PositionIncrease', ['AccountPositionObserved'], 'the position as it is after it'),
    log(
      'PositionDecrease',
      ['AccountPositionObserved'],
      'the position as it is after it; order type 7 is a liquidation',
    ),
    log('OpenInterestUpdated', [], 'a fact of the market: open interest in USD'),
    log('OpenInterestInTokensUpdated', ['PerpObserved'], 'a fact of the market: open interest in units'),
    log('PoolAmountUpdated', [], 'a fact of the market: tokens in the pool'),
    log('CumulativeBorrowingFactorUpdated', [], 'a fact of the market: borrowing paid since the beginning'),
    log('OraclePriceUpdate', ['PerpObserved'], "a fact of a token: the oracle's spread"),
    {
      kind: 'Reader.getMarketInfo',
      transport: 'chain',
      access: 'public',
      events: ['PerpObserved'],
      becomes: 'what either side pays, as rates of an hour',
      sequence: 'the block of the read',
      checksum: 'none',
    },
    {
      kind: 'DataStore.getUint',
      transport: 'chain',
      access: 'public',
      events: ['PositionBreakFound', 'AccountPositionObserved'],
      becomes:
        'the size of a position, which logs are held against; where an account begins with it, the position itself',
      sequence: 'the block of the read',
      checksum: 'the hash of what the position is',
    },
    {
      kind: 'minute of a v2 market',
      transport: 'file',
      access: 'public',
      events: ['IndexObserved', 'PerpObserved'],
      becomes: 'the index; the perpetual where rates are assumed, since the file has none',
      sequence: 'each minute once',
      checksum: 'none',
    },
    {
      kind: 'minute of the v1 vault',
      transport: 'file',
      access: 'public',
      events: ['IndexObserved', 'PerpObserved'],
      becomes: 'index and perpetual of BTC, ETH and AVAX, with what borrowing costs',
      sequence: 'each minute once',
      checksum: 'none',
    },
  ],
};
