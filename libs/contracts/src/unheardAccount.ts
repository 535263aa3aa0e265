import type { FeedDoubt } from './feedDoubts.js';

/** An account that is watched, as far as it says who tells of it. */
export interface WatchedPlace {
  readonly accountId: string;
  /** `off-chain` at a venue. */
  readonly chain: string;
  /** Where it holds something beside its own place. */
  readonly place?: string | undefined;
}

const US_PER_SECOND = 1_000_000n;
const OFF_CHAIN = 'off-chain';
/**
 * A log that no protocol reads degrades its chain too, and says nothing of those that were read: what it would have changed
 * shows in the reads of the account, as a break.
 */
const NOTHING_OF_HOLDINGS: ReadonlySet<string> = new Set(['refused', 'late']);

/**
 * Why nobody knows now whether a watched account still holds what was last said: the chain or the connection that tells of it
 * is silent or degraded. A sentence for each feed, in their order; none while it is heard of.
 */
export function unheardReasons(
  doubts: { keys(): Iterable<string>; get(feed: string): FeedDoubt | undefined },
  account: WatchedPlace,
): readonly string[] {
  return [...doubts.keys()]
    .filter((feed) => tellsOf(feed, account))
    .sort()
    .flatMap((feed) => {
      const why = reasonOf(feed, doubts.get(feed)!);
      return why === undefined ? [] : [`Expected what ${account.accountId} holds to be heard of, ${why}`];
    });
}

/**
 * Blocks come by `chain:NAME`; a venue's connection of an account bears its name behind the connector's: `deribit:desk`,
 * `hyperliquid/desk/rest`.
 */
function tellsOf(feed: string, { accountId, chain, place }: WatchedPlace): boolean {
  if (chain !== OFF_CHAIN && feed === chainFeed(chain)) return true;
  // A place of the account beside its own: its connections were looked at there.
  if (place !== undefined) return false;
  return [':', '/'].some((before) => `${feed}/`.includes(`${before}${accountId}/`));
}

function reasonOf(feed: string, { staleAfterUs, degraded }: FeedDoubt): string | undefined {
  if (staleAfterUs !== undefined) return `${feed} has been silent for more than ${staleAfterUs / US_PER_SECOND} s.`;
  const isChain = feed.startsWith(chainFeed(''));
  const first = degraded.find(({ reason }) => !isChain || !NOTHING_OF_HOLDINGS.has(reason));
  return first === undefined ? undefined : `${feed} is degraded: ${first.reason}. ${first.detail}`;
}

function chainFeed(chain: string): string {
  return `chain:${chain}`;
}
