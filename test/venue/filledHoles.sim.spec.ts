import { isEvent } from '@gimbal/contracts';
import { FeedGapDetected } from '@gimbal/contracts/ingestion/v1/market_events';
import { TradeObserved } from '@gimbal/contracts/ingestion/v1/venue_events';
import { DERIVE_SYMBOLS, deriveScript, dydxScript, type VenueScript } from '@gimbal/testkit';
import { expect, it } from 'vitest';
import type { ConnectorConfig } from '../../services/ingestion/src/inbound/live/connectorConfig.ts';
import { type Followed, followVenue, type FollowOptions, type SaidFact } from './followVenue.ts';
import { standingOf } from './standingOf.ts';

const SEED = 5;
const SPEED = 80;
const AWAY_MS = 20 * 60_000;

function tradesMissing(facts: readonly SaidFact[], script: VenueScript): readonly string[] {
  const said = new Set(standingOf(facts).trades);
  return [...script.truth().trades].flatMap(([of, ids]) =>
    ids.map((id) => `${of}|${id}`).filter((id) => !said.has(id)),
  );
}

interface Hole {
  readonly script: () => VenueScript;
  readonly config: FollowOptions['config'];
  /** Things that happen while the connection is away. */
  readonly happenings: number;
}

/** One connection of public messages is away for twenty minutes. */
function followHole({ config, happenings, script }: Hole): Promise<Followed> {
  return followVenue({
    script,
    config,
    faults: [{ kind: 'outage', fromMessage: 500, onto: ['trades'] }],
    outage: { happenings, lastsMs: AWAY_MS },
    happenings: 900,
    seed: SEED,
    speed: SPEED,
    isComplete: (facts, _venue, told) => tradesMissing(facts, told).length === 0,
    patienceMs: AWAY_MS + 300_000,
  });
}

/** How many trades of each instrument were made while the connection was away. */
function missedTrades({ facts, injected }: Followed): ReadonlyMap<string, number> {
  const fromUs = BigInt(injected[0]!.atMs) * 1_000n;
  const untilUs = fromUs + BigInt(AWAY_MS) * 1_000n;
  const missed = new Map<string, number>();
  for (const { event } of facts) {
    if (!isEvent(event, TradeObserved)) continue;
    const { instrumentId, observedAtUs } = event.value;
    if (observedAtUs <= fromUs || observedAtUs >= untilUs) continue;
    missed.set(instrumentId, (missed.get(instrumentId) ?? 0) + 1);
  }
  return missed;
}

function gapsOf(facts: readonly SaidFact[]): readonly string[] {
  return facts.flatMap(({ event }) => (isEvent(event, FeedGapDetected) ? [event.value.expected] : []));
}

/** Each trade once, and the same from the journal. */
function expectWhole(followed: Followed): void {
  const { facts, replayed, script } = followed;
  const { trades } = standingOf(facts);
  expect(tradesMissing(facts, script)).toEqual([]);
  expect(new Set(trades).size).toBe(trades.length);
  expect(replayed).toEqual(facts);
}

const standing = { staleAfterSeconds: 60, channels: [] };

it('dYdX: a hole of more trades than an answer has is filled page by page', async () => {
  const followed = await followHole({
    script: () => dydxScript(SEED, 'dydx1desk', 'desk'),
    config: ({ restUrl, webSocketUrl }): ConnectorConfig => ({
      kind: 'dydx',
      ...standing,
      network: { restUrl, webSocketUrl },
      instruments: ['BTC-USD', 'ETH-USD', 'SOL-USD'],
      accounts: [],
    }),
    happenings: 40_000,
  });
  const missed = missedTrades(followed);
  console.log(`dYdX: ${[...missed].join(' ')}, ${followed.seconds.toFixed(1)} s, complete ${followed.completeAfterMs}`);
  expect(missed.size).toBe(3);
  for (const [, count] of missed) expect(count).toBeGreaterThan(2_500);
  expectWhole(followed);
  // The hole of each market is said when it is found, and no part of it stays.
  expect(gapsOf(followed.facts)).toHaveLength(3);
}, 180_000);

it('Derive: what was traded in twenty minutes away is told whole', async () => {
  const followed = await followHole({
    script: () => deriveScript('desk'),
    config: ({ restUrl, webSocketUrl }): ConnectorConfig => ({
      kind: 'derive',
      ...standing,
      network: { restUrl, webSocketUrl },
      instruments: [...DERIVE_SYMBOLS],
      accounts: [],
    }),
    happenings: 30_000,
  });
  const missed = missedTrades(followed);
  console.log(
    `Derive: ${[...missed].join(' ')}, ${followed.seconds.toFixed(1)} s, complete ${followed.completeAfterMs}`,
  );
  expect(missed.size).toBe(3);
  // More than two pages of 500.
  for (const [, count] of missed) expect(count).toBeGreaterThan(1_000);
  expectWhole(followed);
  expect(gapsOf(followed.facts)).toEqual([]);
}, 180_000);
