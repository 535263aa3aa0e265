import { isEvent } from '@gimbal/contracts';
import { FeedGapDetected } from '@gimbal/contracts/ingestion/v1/market_events';
import { evenFaults, type HyperliquidScript, hyperliquidScript } from '@gimbal/testkit';
import { expect, it } from 'vitest';
import { followVenue, type SaidFact } from './followVenue.ts';
import { standingOf } from './standingOf.ts';

const ADDRESS = '0x1111111111111111111111111111111111111111';
const SEED = 5;

interface SaidGap {
  readonly series: string;
  readonly after: number;
  readonly before: number;
}

/** The gaps between trades, which the local venue counts in its own way. */
function tradeGaps(facts: readonly SaidFact[]): readonly SaidGap[] {
  return facts.flatMap(({ event }) => {
    if (!isEvent(event, FeedGapDetected)) return [];
    const [, series = '', after] =
      /^trades\|hyperliquid\|(.*): what follows ([0-9]+)$/.exec(event.value.expected) ?? [];
    const before = /: ([0-9]+)$/.exec(event.value.found)?.[1];
    return series === '' ? [] : [{ series, after: Number(after), before: Number(before) }];
  });
}

it('Hyperliquid: no trade that a connection missed is silently missing', async () => {
  let script: HyperliquidScript | undefined;
  const missing = (facts: readonly SaidFact[]): readonly (readonly [series: string, id: number])[] => {
    const said = new Set(standingOf(facts).trades);
    return [...script!.truth().trades].flatMap(([series, ids]) =>
      ids.filter((id) => !said.has(`${series}|${id}`)).map((id) => [series, Number(id)] as const),
    );
  };
  const isExplained = (facts: readonly SaidFact[]): boolean => {
    const gaps = tradeGaps(facts);
    return missing(facts).every(([of, id]) =>
      gaps.some((gap) => gap.series === of && id > gap.after && id < gap.before),
    );
  };
  const { facts, injected, replayed } = await followVenue({
    script: (nowMs) => (script = hyperliquidScript(SEED, ADDRESS, nowMs, 'desk')),
    config: ({ restUrl, webSocketUrl }) => ({
      kind: 'hyperliquid',
      staleAfterSeconds: 60,
      channels: ['trades'],
      network: { restUrl, webSocketUrl },
      instruments: ['BTC', 'ETH', 'SOL'],
      accounts: [{ id: 'desk', address: ADDRESS, subaccounts: [] }],
    }),
    faults: evenFaults(
      (['abrupt_close', 'half_open', 'http_429'] as const).map((kind) => ({ kind, onto: ['trades'] })),
      6,
      600,
    ),
    happenings: 600,
    seed: SEED,
    speed: 30,
    isComplete: isExplained,
    patienceMs: 120_000,
  });
  expect(injected).toHaveLength(6);
  console.log(
    `${tradeGaps(facts).length} gaps said, ${missing(facts).length} trades missing of ${standingOf(facts).trades.length}`,
  );
  expect(isExplained(facts)).toBe(true);
  // A half-open connection misses more than the venue tells again.
  expect(missing(facts).length).toBeGreaterThan(0);
  expect(new Set(standingOf(facts).trades).size).toBe(standingOf(facts).trades.length);
  expect(replayed).toEqual(facts);
}, 120_000);
