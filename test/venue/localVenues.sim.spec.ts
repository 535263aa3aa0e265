import {
  type AccountTruth,
  dydxScript,
  evenFaults,
  type FaultKind,
  type FaultPlan,
  hyperliquidScript,
  type InjectedFault,
  type VenueScript,
} from '@gimbal/testkit';
import { isEvent } from '@gimbal/contracts';
import { RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import { describe, expect, it } from 'vitest';
import { differences } from './differences.ts';
import { type Followed, followVenue, type FollowOptions, type SaidFact } from './followVenue.ts';

/** Things that happen in each run; a long run has 100,000. */
const HAPPENINGS = Number(process.env['GIMBAL_VENUE_HAPPENINGS'] ?? 1_500);
const FAULTS = Number(process.env['GIMBAL_VENUE_FAULTS'] ?? 14);
const SEED = Number(process.env['GIMBAL_VENUE_SEED'] ?? 7);
const SPEED = 30;
/** Fills that were missed are asked for every five minutes. */
const PATIENCE_MS = 400_000;
const TEST_MS = 120_000 + HAPPENINGS * 10 + FAULTS * 5_000;

const ADDRESS = '0x1111111111111111111111111111111111111111';
const DYDX_ADDRESS = 'dydx1desk';
const standing = { staleAfterSeconds: 60, channels: [] };

type AccountScript = VenueScript & { accountTruth(): AccountTruth };

interface Venue {
  readonly script: (nowMs: number) => AccountScript;
  readonly config: FollowOptions['config'];
  /** Whether trades that were missed are told again. */
  readonly repeatsTrades: boolean;
  /** Faults, and by what fact each is found; undefined where nothing that the venue says shows it. */
  readonly faults: readonly (readonly [
    kind: FaultKind,
    onto: readonly string[] | undefined,
    foundBy: string | undefined,
  ])[];
}

const CUT = 'FeedDisconnected';
const REFUSED = 'RecordQuarantined';
const connection = (['half_open', 'abrupt_close', 'http_429', 'http_500', 'oversized'] as const).map(
  (kind) => [kind, undefined, CUT] as const,
);

const hyperliquid: Venue = {
  script: (nowMs) => hyperliquidScript(SEED, ADDRESS, nowMs, 'desk'),
  config: ({ restUrl, webSocketUrl }) => ({
    kind: 'hyperliquid',
    ...standing,
    network: { restUrl, webSocketUrl },
    instruments: ['BTC', 'ETH', 'SOL'],
    accounts: [{ id: 'desk', address: ADDRESS, subaccounts: [] }],
  }),
  repeatsTrades: false,
  faults: [
    // The venue numbers nothing: what was lost isn't seen, and comes with the next whole message or the next question.
    ['drop', undefined, undefined],
    ['gap', ['private'], undefined],
    ['duplicate', undefined, undefined],
    ['reorder', undefined, undefined],
    ['slow', undefined, undefined],
    ['truncated', undefined, REFUSED],
    ['duplicate_key', undefined, REFUSED],
    ['wrong_type', ['book'], REFUSED],
    ['clock_ahead', ['trades', 'book'], REFUSED],
    ...connection,
  ],
};

const dydx: Venue = {
  script: () => dydxScript(SEED, DYDX_ADDRESS, 'desk'),
  config: ({ restUrl, webSocketUrl }) => ({
    kind: 'dydx',
    ...standing,
    network: { restUrl, webSocketUrl },
    instruments: ['BTC-USD', 'ETH-USD', 'SOL-USD'],
    accounts: [{ id: 'desk', address: DYDX_ADDRESS, subaccounts: [] }],
  }),
  repeatsTrades: true,
  faults: [
    ['drop', undefined, 'FeedGapDetected'],
    ['gap', ['book', 'private'], 'FeedGapDetected'],
    ['reorder', ['book', 'private'], 'FeedGapDetected'],
    ['duplicate', undefined, undefined],
    ['slow', undefined, undefined],
    ['truncated', undefined, REFUSED],
    ['bad_book', ['book'], REFUSED],
    ['clock_ahead', ['trades'], REFUSED],
    ...connection,
  ],
};

/** Of the venue's clock: silence is given up after 70 s, and everything else is known with the next message and step. */
const FOUND_WITHIN_MS = 15_000;
const SILENCE_FOUND_WITHIN_MS = 80_000;

async function follow(venue: Venue, faults: FaultPlan): Promise<Followed & { readonly script: AccountScript }> {
  const mayMiss = (injected: readonly InjectedFault[]): ReadonlySet<string> =>
    new Set(injected.flatMap(({ trades }) => trades));
  let script: AccountScript | undefined;
  const differ = (facts: readonly SaidFact[], injected: readonly InjectedFault[]): readonly string[] => {
    const truth = script!.truth();
    const isWhole = venue.repeatsTrades || injected.length === 0;
    const asked = isWhole ? truth : { ...truth, trades: new Map<string, readonly string[]>() };
    return differences(facts, asked, script!.accountTruth(), mayMiss(injected));
  };
  const followed = await followVenue({
    script: (nowMs) => (script = venue.script(nowMs)),
    config: venue.config,
    faults,
    happenings: HAPPENINGS,
    seed: SEED,
    speed: SPEED,
    patienceMs: PATIENCE_MS,
    isComplete: (facts, { injected }) => differ(facts, injected).length === 0,
  });
  if (followed.completeAfterMs === undefined) expect(differ(followed.facts, followed.injected)).toEqual([]);
  return { ...followed, script: script! };
}

/** An answer to a question may be older than what the socket said meanwhile; a message may not. */
function isRefusedMessage({ event }: SaidFact): boolean {
  return isEvent(event, RecordQuarantined) && !event.value.rawValue.toString().startsWith('{"request"');
}

const nameOf = ({ event }: SaidFact): string => event.type.split('.').at(-1)!;

describe.each([
  ['Hyperliquid', hyperliquid],
  ['dYdX', dydx],
] as const)('a local %s', (name, venue) => {
  it(
    'is told whole when nothing goes wrong',
    async () => {
      const { completeAfterMs, facts, messages, replayed, seconds } = await follow(venue, []);
      console.log(
        `${name}: ${messages} messages, ${facts.length} facts, ${seconds.toFixed(1)} s, ${completeAfterMs} ms`,
      );
      expect(
        facts.filter(isRefusedMessage).map(({ event }) => String((event.value as RecordQuarantined).reason)),
      ).toEqual([]);
      expect(replayed).toEqual(facts);
    },
    TEST_MS,
  );

  it(
    'is told whole after everything went wrong, and each fault is found',
    async () => {
      const plan = evenFaults(
        venue.faults.map(([kind, onto]) => ({ kind, onto })),
        FAULTS,
        HAPPENINGS,
      );
      const { completeAfterMs, facts, injected, messages, replayed, seconds } = await follow(venue, plan);
      const unseen: string[] = [];
      for (const fault of injected) {
        const foundBy = venue.faults.find(([kind]) => kind === fault.kind)?.[2];
        if (foundBy === undefined) continue;
        const within = fault.kind === 'half_open' ? SILENCE_FOUND_WITHIN_MS : FOUND_WITHIN_MS;
        const found = facts.find((fact) => nameOf(fact) === foundBy && fact.atMs >= fault.atMs);
        const afterMs = found === undefined ? Infinity : found.atMs - fault.atMs;
        console.log(
          `${name}: ${fault.kind} onto ${fault.onto} of ${fault.channel} found after ${Math.round(afterMs)} ms`,
        );
        if (afterMs > within) unseen.push(`${fault.kind} onto ${fault.onto} of ${fault.channel}: ${afterMs} ms`);
      }
      console.log(
        `${name}: ${injected.length} faults, ${messages} messages, ${facts.length} facts, ${seconds.toFixed(1)} s, complete after ${completeAfterMs} ms`,
      );
      expect(unseen).toEqual([]);
      expect(injected.length).toBe(FAULTS);
      expect(replayed).toEqual(facts);
    },
    TEST_MS,
  );
});
