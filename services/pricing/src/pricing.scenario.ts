import {
  type Event,
  event,
  isEvent,
  partitionOf,
  type TopicName,
  unpackDoubles,
  unpackUint16,
  unpackUint32,
} from '@gimbal/contracts';
import {
  FeedRecovered,
  FeedWentStale,
  OptionQuoteObserved,
  OracleRoundObserved,
  PerpObserved,
  PoolObserved,
  SurfaceSliceObserved,
  VolatilityObserved,
} from '@gimbal/contracts/ingestion/v1/market_events';
import { NormFactorObserved, ReserveStateObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import { type MarkFailure, MarksPublished, SurfaceFitted } from '@gimbal/contracts/pricing/v1/mark_events';
import type { Draft, InboundEvent, Stage } from '@gimbal/projection';
import { decideListing } from './domain/decideListing.js';
import { type MarkColumn, MARK_COLUMNS } from './domain/frame/marksFrame.js';
import { type MarketDirectory, RECORDED_MARKETS } from './domain/marketDirectory.js';
import type { PricingState } from './domain/pricingState.js';
import { createPricingStage } from './domain/pricingStage.js';

/** 17 August 2023 at a UTC time of day, microseconds. */
export function at(timeOfDay: string): bigint {
  return BigInt(Date.parse(`2023-08-17T${timeOfDay}Z`)) * 1000n;
}

const POLYGON_POOL = 'uniswap-v3:polygon:usdc-weth-005';
export const OSQTH_POOL = 'uniswap-v3:ethereum:weth-osqth-030';

function pool(feed: string, tick: number, observedAtUs: bigint): Event {
  const [, chain = ''] = feed.split(':');
  const ticks = { tick, lowestTick: tick, highestTick: tick };
  return event(PoolObserved, {
    feed,
    chain,
    pool: '',
    ...ticks,
    liquidity: '1',
    amount0In: '0',
    amount1In: '0',
    observedAtUs,
    hooks: '',
    lpFeePips: 0,
  });
}

export const ethPool = (tick: number, time: string): Event => pool(POLYGON_POOL, tick, at(time));
export const osqthPool = (tick: number, time: string): Event => pool(OSQTH_POOL, tick, at(time));

export function normFactor(normFactorWad: string, time: string): Event {
  const observedAtUs = at(time);
  return event(NormFactorObserved, {
    feed: 'squeeth:ethereum:norm-factor',
    deployment: 'squeeth:ethereum',
    normFactorWad,
    observedAtUs,
  });
}

/** What a venue may say beside, and none here does. */
const NOTHING_MORE = {
  longBorrowRate: '',
  shortBorrowRate: '',
  fundingBase: '',
  openInterest: '',
  bidPrice: '',
  askPrice: '',
};

export function perp(markPrice: string, fundingRate: string, time: string, instrumentId = 'perp:paper:ETH-USD'): Event {
  const feed = `assumed:${instrumentId}`;
  const terms = { feed, venue: 'paper', instrumentId, markPrice, indexPrice: markPrice, fundingRate };
  return event(PerpObserved, {
    ...terms,
    fundingIntervalSeconds: 28_800,
    assumed: true,
    observedAtUs: at(time),
    ...NOTHING_MORE,
  });
}

export function vol(value: string, time = '00:00:00'): Event {
  return event(VolatilityObserved, {
    feed: 'assumed:vol:ETH',
    underlying: 'ETH',
    vol: value,
    assumed: true,
    observedAtUs: at(time),
  });
}

/** A recorded round of an oracle of ETH, USD with 8 decimals. */
export function ethRound(priceUsd: number, time: string, feed = 'chainlink:ethereum:ETH-USD'): Event {
  const answer = Math.round(priceUsd * 1e8).toString();
  const round = { feed, asset: 'ETH', roundId: '1', answer, decimals: 8 };
  return event(OracleRoundObserved, { ...round, updatedAtUs: at(time), assumed: false });
}

/** A recorded mark of a venue, with its index. */
export function venuePerp(feed: string, markPrice: string, indexPrice: string, time: string): Event {
  const terms = { feed, venue: 'paper', instrumentId: 'perp:paper:ETH-USD', markPrice, indexPrice, fundingRate: '0' };
  return event(PerpObserved, {
    ...terms,
    fundingIntervalSeconds: 28_800,
    assumed: false,
    observedAtUs: at(time),
    ...NOTHING_MORE,
  });
}

export function usdc(answer: string): Event {
  const feed = 'chainlink:assumed:USDC-USD';
  return event(OracleRoundObserved, {
    feed,
    asset: 'USDC',
    roundId: '1',
    answer,
    decimals: 8,
    updatedAtUs: at('00:00:00'),
    assumed: true,
  });
}

export function wentStale(feed: string, ageLimitSeconds: number): Event {
  const ageLimitUs = BigInt(ageLimitSeconds) * 1_000_000n;
  return event(FeedWentStale, { feed, lastObservedAtUs: 0n, ageUs: ageLimitUs + 1n, ageLimitUs });
}

export const recovered = (feed: string): Event => event(FeedRecovered, { feed, silentForUs: 1n });

/** A quote of an inverse option, in coins and decimals a year; what is not named is not there. */
export function optionQuote(
  instrumentId: string,
  time: string,
  shown: Partial<OptionQuoteObserved> = {},
): Event<OptionQuoteObserved> {
  return event(OptionQuoteObserved, {
    feed: 'deribit:options:ETH',
    venue: 'deribit',
    instrumentId,
    priceUnit: 'coin',
    bidPrice: 0,
    askPrice: 0,
    markPrice: 0,
    lastPrice: 0,
    bidSize: 0,
    askSize: 0,
    bidVol: 0,
    askVol: 0,
    markVol: 0,
    underlyingUsd: 0,
    assumed: false,
    observedAtUs: at(time),
    greeks: undefined,
    openInterest: 0,
    ...shown,
  });
}

/** A flat slice of a venue's own: with b = 0 its volatility is √(a/τ) at every strike. */
export function flatSlice(
  vol: number,
  expiryUs: bigint,
  time: string,
  shown: Partial<SurfaceSliceObserved> = {},
): Event<SurfaceSliceObserved> {
  const tauRefYears = 0.02;
  return event(SurfaceSliceObserved, {
    feed: 'derive:svi:ETH',
    venue: 'derive',
    underlying: 'ETH',
    expiryUs,
    a: vol * vol * tauRefYears,
    b: 0,
    rho: 0,
    m: 0,
    sigma: 0.1,
    forwardUsd: 1600,
    tauRefYears,
    confidence: 0.9,
    assumed: false,
    observedAtUs: at(time),
    ...shown,
  });
}

/** A mark as a reader of the log sees it. */
export type SeenMark = Readonly<Record<MarkColumn, number>> & {
  readonly ageMs: number;
  readonly failure: MarkFailure | undefined;
  readonly source: string;
  /** 0 to 1. */
  readonly confidence: number;
  readonly agreeing: number;
};

/** A pricing stage with the runner's part played by hand: fold the inputs, decide, fold the outputs. */
export class PricingScenario {
  readonly stage: Stage<PricingState>;
  readonly state: PricingState;
  readonly drafts: Draft[] = [];
  private readonly offsets = new Map<TopicName, number>();
  private stepNumber = 0;

  constructor(
    keptIntervalUs = 0n,
    private readonly directory: MarketDirectory = RECORDED_MARKETS,
  ) {
    this.stage = createPricingStage({ keptIntervalUs, directory });
    this.state = this.stage.createState();
  }

  /** Lists instruments as the command would; throws when it is refused. */
  list(...instrumentIds: string[]): this {
    const decision = decideListing(this.state, instrumentIds, this.directory);
    if (decision.kind === 'refused') throw new Error(`${decision.field}: ${decision.message}`);
    for (const draft of decision.drafts) this.fold(draft.topic, draft.key, draft.event);
    return this;
  }

  given(...events: Event[]): this {
    for (const one of events) {
      const isFact = one.type === NormFactorObserved.$type || one.type === ReserveStateObserved.$type;
      const topic = isFact ? 'protocol' : 'market';
      this.fold(topic, (one.value as { feed: string }).feed, one);
    }
    return this;
  }

  /** A surface that pricing published before. */
  fitted(surface: SurfaceFitted): this {
    this.fold('marks.kept', surface.underlying, event(SurfaceFitted, surface));
    return this;
  }

  /** Runs one step at the time of day and returns what it published. */
  step(time: string): Draft[] {
    const step = { number: ++this.stepNumber, timeUs: at(time) };
    const cut = { step: BigInt(step.number), timeUs: step.timeUs, positions: [], ruleset: '', foldVersion: '' };
    const drafts = [...this.stage.decide(this.state, { step, cut, external: undefined })];
    for (const draft of drafts) this.fold(draft.topic, draft.key, draft.event);
    this.drafts.push(...drafts);
    return drafts;
  }

  private fold(topic: TopicName, key: string, one: Event): void {
    const offset = this.offsets.get(topic) ?? 0;
    this.offsets.set(topic, offset + 1);
    const envelope = {
      id: `${topic}/${offset}`,
      timeUs: 0n,
      tenant: undefined,
      actor: undefined,
      causationId: 'step/0',
    };
    const inbound: InboundEvent = { ...one, ...envelope, topic, partition: partitionOf(key, 4), offset, key };
    this.stage.evolve(this.state, inbound);
  }
}

/** The mark of a listed instrument in published drafts, decoded from the message's bytes. */
export function markOf(scenario: PricingScenario, drafts: readonly Draft[], instrumentId: string): SeenMark {
  const listed = scenario.state.listings.get(instrumentId)!;
  for (const draft of drafts) {
    if (!isEvent(draft.event, MarksPublished)) continue;
    const message = draft.event.value;
    const row = message.underlying === listed.underlying ? message.instrumentIndexes.indexOf(listed.index) : -1;
    if (row === -1) continue;
    const leftOut = { trackedUsd: Number.NaN, shortChargeUsdPerDay: 0 } as Readonly<
      Partial<Record<MarkColumn, number>>
    >;
    const values = Object.fromEntries(
      MARK_COLUMNS.map((name) => [name, message[name].length > 0 ? unpackDoubles(message[name])[row]! : leftOut[name]]),
    );
    const failure = message.failures.find(({ index }) => index === listed.index);
    const code = unpackUint16(message.sourceCode)[row]!;
    return {
      ...(values as Record<MarkColumn, number>),
      ageMs: unpackUint32(message.ageMs)[row]!,
      failure,
      source: code === 0 ? '' : message.sources[code - 1]!,
      confidence: message.confidence[row]! / 255,
      agreeing: message.agreeing[row]!,
    };
  }
  throw new Error(`Expected a mark of ${instrumentId} among the drafts.`);
}
