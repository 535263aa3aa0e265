import type { FeedDoubt } from '@gimbal/contracts';
import { FeedDegraded, FeedRestored } from '@gimbal/contracts/ingestion/v1/health_events';
import { FeedRecovered, FeedWentStale } from '@gimbal/contracts/ingestion/v1/market_events';
import { describe, expect, it } from 'vitest';
import { type Desk, exposuresIn, WETH } from '../desk.sample.js';
import { holds, markAll, watchedDesk } from './observed.sample.js';

const CHAIN = 'chain:polygon';

function unheard(desk: Desk): string[] {
  markAll(desk);
  const [exposure] = exposuresIn(desk.decide());
  return exposure!.unvalued.map(({ accountId, code, reason }) => `${accountId} ${code}: ${reason}`);
}

function degrades(desk: Desk, feed: string, reason: string): void {
  const detail = 'Expected 2 nodes with a head, had 1.';
  desk.fold('market', feed, FeedDegraded, { feed, reason, detail, instrumentId: '' });
}

describe('what a watched account holds', () => {
  it.each([
    [
      'its chain has lost its quorum',
      (desk: Desk) => degrades(desk, CHAIN, 'quorum'),
      `${CHAIN} is degraded: quorum. Expected 2 nodes with a head, had 1.`,
    ],
    [
      'its chain is silent',
      (desk: Desk) =>
        desk.fold('market', CHAIN, FeedWentStale, {
          feed: CHAIN,
          lastObservedAtUs: 0n,
          ageUs: 70_000_000n,
          ageLimitUs: 60_000_000n,
        }),
      `${CHAIN} has been silent for more than 60 s.`,
    ],
    [
      'the connection of its sub-account has ended',
      (desk: Desk) => degrades(desk, 'deribit:wallet', 'disconnected'),
      'deribit:wallet is degraded: disconnected. Expected 2 nodes with a head, had 1.',
    ],
  ])('is in doubt beside the total while %s', (_when, happens, why) => {
    const desk = watchedDesk();
    holds(desk, 'polygon', WETH, '2');
    happens(desk);
    expect(unheard(desk)).toEqual([`wallet unheard_account: Expected what wallet holds to be heard of, ${why}`]);
  });

  it('is heard of again with the feed, and was never touched by what says nothing of it', () => {
    const desk = watchedDesk();
    holds(desk, 'polygon', WETH, '2');
    // Another chain, another account, and a log of the chain that no protocol reads.
    degrades(desk, 'chain:arbitrum', 'quorum');
    degrades(desk, 'deribit:other-wallet', 'disconnected');
    degrades(desk, CHAIN, 'refused');
    expect(unheard(desk)).toEqual([]);
    degrades(desk, CHAIN, 'quorum');
    expect(unheard(desk)).toHaveLength(1);
    desk.fold('market', CHAIN, FeedRestored, { feed: CHAIN, reason: 'quorum', instrumentId: '' });
    desk.fold('market', CHAIN, FeedRecovered, { feed: CHAIN, silentForUs: 0n });
    expect(unheard(desk)).toEqual([]);
  });

  it('is in doubt at each chain where it holds something, once', () => {
    const desk = watchedDesk();
    holds(desk, 'polygon', WETH, '2');
    holds(desk, 'arbitrum', WETH, '1');
    degrades(desk, 'chain:arbitrum', 'disconnected');
    degrades(desk, 'hyperliquid/wallet/rest', 'disconnected');
    expect(unheard(desk)).toHaveLength(2);
  });
});

describe('an account that is booked by trades', () => {
  it('holds what its trades say, whatever is heard of its chain', () => {
    const desk = watchedDesk({ observed: false });
    degrades(desk, CHAIN, 'quorum');
    expect(unheard(desk)).toEqual([]);
    expect(desk.state.feedDoubts.get(CHAIN) satisfies FeedDoubt | undefined).toBeDefined();
  });
});
