import type { Event } from '@gimbal/contracts';
import { type Draft, inFoldOrder, type InboundEvent, type Stage } from '@gimbal/projection';
import { partitionOf } from '@gimbal/contracts';
import { feedCatalogue, type Watched } from './domain/feedCatalogue.js';
import type { FeedDescription } from './domain/feedDescription.js';
import type { FrameVerdict } from './domain/frameCounts.js';
import { createIngestionState, type IngestionState } from './domain/ingestionState.js';
import { ingestionStage } from './domain/ingestionStage.js';
import type { RawFrame } from './domain/rawFrame.js';

/** Test support: a stage that is driven step by step, and folds its outputs in the order of the log. */

export const POOL = 'uniswap-v3:polygon:usdc-weth-005';
export const ROUNDS = 'chainlink:ethereum:ETH-USD';
export const DEPLOYMENT = 'aave-v3:polygon';
const PARTITIONS = 4;

/** Microseconds of a UTC time such as 2023-08-17T21:45:23. */
export function us(iso: string): bigint {
  return BigInt(Date.parse(`${iso}Z`)) * 1000n;
}

export const poolFeed: FeedDescription = {
  id: POOL,
  decoder: 'demeter-pool-minute-csv',
  chain: 'polygon',
  pool: '0x45dda9cb7c25131df268515131f647d726f50608',
  staleAfterSeconds: 600,
  assumed: null,
};

export const roundFeed: FeedDescription = {
  id: ROUNDS,
  decoder: 'chainlink-round-csv',
  asset: 'ETH',
  decimals: 8,
  staleAfterSeconds: 3900,
  assumed: null,
};

export const gasFeed: FeedDescription = {
  id: 'gas:polygon',
  decoder: 'demeter-gas-minute-csv',
  chain: 'polygon',
  assumedCoinPriceUsd: '0.60',
  staleAfterSeconds: 300,
  assumed: null,
};

/** A minute of the pool: 21:45 on 17 August 2023 unless said otherwise. */
export function poolLine(time: string, tick = '202573', in0 = '48604431680'): string {
  return `2023-08-17 ${time}:00,-147296516174,91752591605197725046,${tick},202434,202424,202578,${in0},0,503515320213464519`;
}

/** A row in which nothing was swapped in. */
export function carriedLine(time: string): string {
  return `2023-08-17 ${time}:00,0,0,202033,202033,202033,202033,0,0,672789155085426065`;
}

export function roundLine(round: bigint, answer: string, seconds: bigint): string {
  return `${round},${answer},${seconds},${seconds},${round}`;
}

export function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function frame(feed: string, line: string, previous?: string): RawFrame {
  const previousRaw = previous === undefined ? undefined : bytes(previous);
  return { feed, raw: bytes(line), previousRaw, receivedAtUs: 0n };
}

export interface Driven {
  readonly state: IngestionState;
  readonly stage: Stage<IngestionState>;
  readonly verdicts: readonly FrameVerdict[];
  /** Everything said so far, as it came back from the log. */
  readonly said: readonly InboundEvent[];
  /** Runs the next step and returns what it said. */
  step(timeUs: bigint, frames: readonly RawFrame[]): readonly Event[];
  /** Folds something that another service said. */
  hear(topic: Draft['topic'], key: string, event: Event, timeUs: bigint, causationId: string): void;
}

export function drive(feeds: readonly FeedDescription[], watched?: Watched): Driven {
  const verdicts: FrameVerdict[] = [];
  const stage = ingestionStage(feedCatalogue(feeds, watched), (verdict) => verdicts.push(verdict));
  const state = createIngestionState();
  const said: InboundEvent[] = [];
  let number = 0;
  return {
    state,
    stage,
    verdicts,
    said,
    step(timeUs, frames) {
      number++;
      const cut = { step: BigInt(number), timeUs, positions: [], ruleset: '', foldVersion: '' };
      const drafts = stage.decide(state, { step: { number, timeUs }, cut, external: frames });
      const outputs = inFoldOrder(
        drafts.map((draft, offset) => inbound(draft.topic, draft.key, draft.event, timeUs, `step/${number}`, offset)),
      );
      for (const output of outputs) stage.evolve(state, output);
      said.push(...outputs);
      return drafts.map((draft) => draft.event);
    },
    hear: (topic, key, event, timeUs, causationId) =>
      stage.evolve(state, inbound(topic, key, event, timeUs, causationId, 0)),
  };
}

function inbound(
  topic: Draft['topic'],
  key: string,
  event: Event,
  timeUs: bigint,
  causationId: string,
  offset: number,
): InboundEvent {
  return {
    ...event,
    topic,
    key,
    partition: partitionOf(key, PARTITIONS),
    offset,
    id: `${causationId}/${offset}`,
    timeUs,
    tenant: undefined,
    actor: undefined,
    causationId,
    requestHash: undefined,
  };
}
