import { canonicalLength, type Event, event, type TopicName, toRecord } from '@gimbal/contracts';
import { PoolObserved, VolatilityObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { InstrumentListed, type MarksPublished } from '@gimbal/contracts/pricing/v1/mark_events';
import { pricingService } from '@gimbal/pricing-service';
import type { InboundEvent } from '@gimbal/projection';
import type { Aim } from '../bench.ts';
import { figure } from '../measure.ts';

const OPTIONS = 1_000;
const KEPT_EVERY_SECONDS = 10;
const DAY_SECONDS = 86_400;
const T0_US = 1_692_230_400_000_000n;
/** A tick of the pool near 1,800 USD: 10^12 / 1.0001^tick. */
const POOL_TICK = 201_400;

/** Bytes of kept marks that a thousand options make in a day, by the real pricing stage. Nothing is aimed at; it is budgeted. */
export async function marksBench(_size: number, print: (line: string) => void): Promise<Aim[]> {
  const stage = pricingService.createStage({ keptIntervalSeconds: KEPT_EVERY_SECONDS });
  const state = stage.createState();
  let offset = 0;
  const fold = (topic: TopicName, key: string, said: Event): void => {
    const place = {
      topic,
      partition: 0,
      offset: offset++,
      key,
      id: String(offset),
      timeUs: T0_US,
      tenant: undefined,
      actor: undefined,
    };
    stage.evolve(state, { ...said, ...place, causationId: 'step/1' } satisfies InboundEvent);
  };
  for (let index = 0; index < OPTIONS; index++) {
    const instrumentId = `option:paper:ETH-USD:20230825T080000Z:${1_000 + index}:${index % 2 === 0 ? 'C' : 'P'}`;
    fold('marks.kept', 'ETH', event(InstrumentListed, { instrumentId, underlying: 'ETH', index }));
  }
  const feed = 'uniswap-v3:polygon:usdc-weth-005';
  const ticks = { tick: POOL_TICK, lowestTick: POOL_TICK, highestTick: POOL_TICK };
  fold(
    'market',
    feed,
    event(PoolObserved, {
      feed,
      chain: 'polygon',
      pool: '',
      ...ticks,
      liquidity: '1',
      amount0In: '0',
      amount1In: '0',
      observedAtUs: T0_US,
      hooks: '',
      lpFeePips: 0,
    }),
  );
  fold(
    'market',
    'assumed:vol:ETH',
    event(VolatilityObserved, {
      ...VolatilityObserved.decode(new Uint8Array()),
      feed: 'assumed:vol:ETH',
      underlying: 'ETH',
      vol: '0.45',
      assumed: true,
      observedAtUs: T0_US,
    }),
  );
  const step = { number: 1, timeUs: T0_US };
  const cut = { step: 1n, timeUs: T0_US, positions: [], ruleset: stage.ruleset, foldVersion: stage.foldVersion };
  const kept = stage.decide(state, { step, cut, external: undefined }).filter(({ topic }) => topic === 'marks.kept');
  let bytes = 0;
  let priced = 0;
  for (const { key, event: said } of kept) {
    const { priceUsd, failures } = said.value as MarksPublished;
    priced += priceUsd.length / 8 - failures.length;
    const envelope = {
      id: `pricing/step/1/${key}`,
      source: 'gimbal/pricing',
      timeUs: T0_US,
      key,
      causationId: 'step/1',
      epoch: 1n,
    };
    bytes += canonicalLength(toRecord(envelope, said));
  }
  if (priced !== OPTIONS) throw new Error(`Expected ${OPTIONS} options to be priced, was ${priced}.`);
  const frames = DAY_SECONDS / KEPT_EVERY_SECONDS;
  print(
    `${OPTIONS.toLocaleString('en')} options, kept every ${KEPT_EVERY_SECONDS} s: ${bytes.toLocaleString('en')} bytes a frame in ${kept.length} record(s), ${frames.toLocaleString('en')} frames, ${figure((bytes * frames) / 1e6, 0)} MB a day`,
  );
  return [];
}
