import { MarksPublished } from '@gimbal/contracts/pricing/v1/mark_events';
import { describe, expect, it } from 'vitest';
import { MARKS_CHUNK_BYTES_MAX } from '../limits.js';
import { ethPool, markOf, OSQTH_POOL, perp, PricingScenario, usdc, vol, wentStale } from '../pricing.scenario.js';
import { latestMark } from './latestMark.js';

const PERP = 'perp:paper:ETH-USD';

function puts(count: number): string[] {
  return Array.from({ length: count }, (_, i) => `option:paper:ETH-USD:20230825T080000Z:${1000 + i}:P`);
}

function listMany(scenario: PricingScenario, instrumentIds: readonly string[]): PricingScenario {
  for (let i = 0; i < instrumentIds.length; i += 1000) scenario.list(...instrumentIds.slice(i, i + 1000));
  return scenario;
}

describe('publishing marks', () => {
  it('says nothing before anything is listed', () => {
    expect(new PricingScenario().given(ethPool(202_555, '21:46:00')).step('21:46:00')).toEqual([]);
  });

  it('keeps a full frame per underlying at every step of a replay', () => {
    const scenario = new PricingScenario()
      .list('spot:WETH', PERP, 'spot:USDC')
      .given(ethPool(202_555, '21:46:00'), usdc('100000000'));
    for (const time of ['21:46:00', '21:46:00', '21:47:00']) {
      const drafts = scenario.step(time);
      expect(drafts.map(({ topic, key }) => [topic, key])).toEqual([
        ['marks.kept', 'ETH'],
        ['marks.kept', 'USD'],
      ]);
      const [eth, usd] = drafts.map((draft) => draft.event.value as MarksPublished);
      expect(eth).toMatchObject({ kept: true, instrumentIndexes: [0, 1], keyFrameOffset: 0n });
      expect(usd).toMatchObject({ kept: true, instrumentIndexes: [0], spotUsd: 1 });
      expect(eth?.spotUsd).toBeCloseTo(1598.0410644759, 9);
    }
  });

  it('publishes only what moved between two kept frames, and names the kept one', () => {
    const scenario = new PricingScenario(10_000_000n).list('spot:WETH', PERP);
    scenario.given(ethPool(202_555, '21:46:00'), perp('1600', '0', '21:46:00')).step('21:46:00');
    const keptOffset = scenario.state.keptFrames.get('ETH')!.offset;

    expect(scenario.step('21:46:02')).toEqual([]);
    const drafts = scenario.given(perp('1601', '0', '21:46:04')).step('21:46:04');
    expect(drafts.map(({ topic }) => topic)).toEqual(['marks.live']);
    expect(drafts[0]?.event.value).toMatchObject({
      kept: false,
      instrumentIndexes: [1],
      keyFrameOffset: BigInt(keptOffset),
    });
    expect(markOf(scenario, drafts, PERP).priceUsd).toBe(1601);
    expect(latestMark(scenario.state, { underlying: 'ETH', index: 1 })?.values.priceUsd).toBe(1601);

    // Back at the key frame's value: an empty frame takes the live one back, once.
    const back = scenario.given(perp('1600', '0', '21:46:06')).step('21:46:06');
    expect(back.map((draft) => (draft.event.value as MarksPublished).instrumentIndexes)).toEqual([[]]);
    expect(latestMark(scenario.state, { underlying: 'ETH', index: 1 })?.values.priceUsd).toBe(1600);
    expect(scenario.step('21:46:08')).toEqual([]);

    expect(scenario.step('21:46:10').map(({ topic }) => topic)).toEqual(['marks.kept']);
  });

  it('keeps all underlyings in one step, whenever each was listed', () => {
    const scenario = new PricingScenario(10_000_000n).list('spot:WETH').given(ethPool(202_555, '21:46:00'));
    const keptAt = (time: string): string[] =>
      scenario.step(time).flatMap(({ topic, key }) => (topic === 'marks.kept' ? [key] : []));
    expect(keptAt('21:46:00')).toEqual(['ETH']);
    scenario.list('spot:USDC').given(usdc('100000000'));
    expect(keptAt('21:46:04')).toEqual(['ETH', 'USD']);
    expect(keptAt('21:46:10')).toEqual([]);
    expect(keptAt('21:46:14')).toEqual(['ETH', 'USD']);
  });

  it('counts going stale and a new listing as movement', () => {
    const scenario = new PricingScenario(600_000_000n).list('spot:WETH').given(ethPool(202_555, '21:46:00'));
    scenario.step('21:46:00');
    scenario.given(wentStale('uniswap-v3:polygon:usdc-weth-005', 60)).list('spot:ETH');
    const [draft] = scenario.step('21:47:30');
    expect(draft?.event.value).toMatchObject({
      instrumentIndexes: [0, 1],
      failures: [
        { index: 0, code: 'stale' },
        { index: 1, code: 'stale' },
      ],
    });
  });

  it('cuts a long frame into chunks of at most 512 KiB that join to the whole', () => {
    const ids = puts(12_000);
    const scenario = listMany(new PricingScenario(), ids).given(ethPool(202_555, '21:46:00'), vol('0.45'));
    const drafts = scenario.step('21:46:00');
    const messages = drafts.map((draft) => draft.event.value as MarksPublished);
    const sizes = messages.map((message) => MarksPublished.encode(message).finish().length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MARKS_CHUNK_BYTES_MAX);
    // 12,000 rows of 16 doubles and 13 bytes are 1.69 million bytes, 3.2 times 512 KiB.
    expect(sizes.length).toBe(4);
    expect(messages.flatMap((message) => message.instrumentIndexes)).toEqual(ids.map((_, i) => i));
    // Strike 1650: the put whose value marks.unit.spec.ts has from Python's math.erfc.
    expect(latestMark(scenario.state, { underlying: 'ETH', index: 650 })?.values.priceUsd).toBeCloseTo(
      72.61856832505896,
      9,
    );
    expect(scenario.state.keptFrames.get('ETH')?.frame.indexes.length).toBe(12_000);
  });

  it('cuts by the length of the reasons too', () => {
    const scenario = listMany(new PricingScenario(), puts(6_000));
    const drafts = scenario.step('21:46:00');
    const sizes = drafts.map((draft) => MarksPublished.encode(draft.event.value as MarksPublished).finish().length);
    expect(Math.max(...sizes)).toBeLessThanOrEqual(MARKS_CHUNK_BYTES_MAX);
    expect(sizes.length).toBeGreaterThan(1);
  });

  it('gives the same bytes twice, in whatever order the partitions came', () => {
    const ids = ['spot:WETH', PERP, 'option:paper:ETH-USD:20230825T080000Z:1650:P', 'powerperp:ethereum:oSQTH'];
    const inputs = [
      ethPool(202_555, '21:46:00'),
      perp('1600', '0.0001', '21:46:00'),
      vol('0.45'),
      wentStale(OSQTH_POOL, 600),
    ];
    const bytes = (events: typeof inputs): string[] => {
      const scenario = new PricingScenario(5_000_000n).list(...ids).given(...events);
      for (const time of ['21:46:00', '21:46:02']) {
        scenario.given(perp(`16${time.slice(-2)}`, '0.0001', time)).step(time);
      }
      return scenario.drafts.map((draft) =>
        Buffer.from(MarksPublished.encode(draft.event.value as MarksPublished).finish()).toString('hex'),
      );
    };
    expect(bytes(inputs)).toEqual(bytes(inputs));
    expect(bytes([...inputs].reverse())).toEqual(bytes(inputs));
    expect(bytes(inputs).length).toBe(2);
  });
});
