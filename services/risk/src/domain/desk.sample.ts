import { type Event, event, type EventCodec, isEvent, packDoubles, type TopicName } from '@gimbal/contracts';
import { OracleRoundObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import {
  LendingPositionObserved,
  ReserveConfigured,
  ReserveStateObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import type { Cut } from '@gimbal/contracts/log/v1/log';
import { InstrumentListed, MarksPublished } from '@gimbal/contracts/pricing/v1/mark_events';
import { BreachClosed, BreachOpened, ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import type { CommandDecision, Draft, InboundEvent, Principal, Step } from '@gimbal/projection';
import { riskStage } from './riskStage.js';
import type { RiskState } from './riskState.js';

export const USDC = 'spot:USDC';
export const WETH = 'spot:WETH';
export const PERP = 'perp:paper:ETH-USD';
export const RANGE = 'univ3:polygon:0x45dda9cb7c25131df268515131f647d726f50608:200310:203190';
export const LOAN = {
  deployment: 'aave-v3:polygon',
  feed: 'chainlink:ethereum:ETH-USD',
  usdcFeed: 'chainlink:assumed:USDC-USD',
};

/** 17 August 2023, 21:40:00 UTC, in microseconds. */
export const T0_US = 1_692_308_400_000_000n;
export const MINUTE_US = 60_000_000n;

export const alice: Principal = { subject: 'alice', tenant: 'desk-a', roles: ['trader'] };
export const mallory: Principal = { subject: 'mallory', tenant: 'desk-b', roles: ['trader'] };

/** A row of marks; what is left out is zero. */
export type MarkRow = { readonly [Name in Exclude<keyof MarksPublished, 'spotUsd'>]?: number };

export interface Desk {
  readonly state: RiskState;
  readonly step: () => Step;
  /** Every event in the order in which it was folded. */
  readonly folded: InboundEvent[];
  fold<T>(topic: TopicName, key: string, codec: EventCodec<T>, value: T, tenant?: string): InboundEvent;
  /** Folds what an accepted command drafted; throws for a refused one. */
  accept(decision: CommandDecision): void;
  list(underlying: string, ...instrumentIds: string[]): void;
  mark(
    underlying: string,
    spotUsd: number,
    rows: Readonly<Record<string, MarkRow>>,
    more?: Partial<MarksPublished>,
  ): void;
  /** The loan of the demo for an account: 1,000 WETH against 1.3 million USDC, indexes at one. */
  loan(accountId: string, tenant?: string): void;
  oracle(answer: bigint, updatedAtUs?: bigint): void;
  /** Decides the step that has begun, folds its outputs, checks that deciding again adds nothing, begins the next. */
  decide(): readonly Draft[];
}

/** Risk's stage under a log of its own, in memory and without a runner. */
export function openDesk(): Desk {
  const state = riskStage.createState();
  const folded: InboundEvent[] = [];
  const next = new Map<TopicName, number>();
  let step: Step = { number: 1, timeUs: T0_US };

  const append = (topic: TopicName, key: string, said: Event, tenant?: string): InboundEvent => {
    const offset = next.get(topic) ?? 0;
    next.set(topic, offset + 1);
    const place = { topic, partition: 0, offset, key, id: `${topic}@${offset}`, timeUs: step.timeUs };
    const inbound = { ...said, ...place, tenant, actor: undefined, causationId: `step/${step.number}` };
    folded.push(inbound);
    riskStage.evolve(state, inbound);
    return inbound;
  };
  const appendAll = (drafts: readonly Draft[]): void =>
    drafts.forEach((draft) => void append(draft.topic, draft.key, draft.event, draft.tenant));

  const desk: Desk = {
    state,
    step: () => step,
    folded,
    fold: (topic, key, codec, value, tenant) => append(topic, key, event(codec, value), tenant),
    accept(decision) {
      if (decision.kind === 'refused')
        throw new Error(`Refused: ${decision.code} ${decision.field}: ${decision.message}`);
      appendAll(decision.drafts);
    },
    list(underlying, ...instrumentIds) {
      const listed = [...state.listings.values()].filter((row) => row.underlying === underlying).length;
      instrumentIds.forEach((instrumentId, at) =>
        desk.fold('marks.kept', underlying, InstrumentListed, { instrumentId, underlying, index: listed + at }),
      );
    },
    mark(underlying, spotUsd, rows, more = {}) {
      const topic = more.kept === false ? 'marks.live' : 'marks.kept';
      desk.fold(topic, underlying, MarksPublished, marksOf(state, step, underlying, spotUsd, rows, more));
    },
    loan: (accountId, tenant) => foldLoan(desk, accountId, tenant),
    oracle(answer, updatedAtUs = step.timeUs) {
      const round = { asset: 'ETH', roundId: '1', answer: answer.toString(), decimals: 8, updatedAtUs, assumed: false };
      desk.fold('market', LOAN.feed, OracleRoundObserved, { feed: LOAN.feed, ...round });
    },
    decide() {
      const context = { step, cut: cutOf(step, next), external: undefined };
      const drafts = riskStage.decide(state, context);
      appendAll(drafts);
      const again = riskStage.decide(state, context);
      if (again.length > 0) throw new Error(`Expected nothing from deciding twice, was ${again.length} drafts.`);
      step = { number: step.number + 1, timeUs: step.timeUs + MINUTE_US };
      return drafts;
    },
  };
  return desk;
}

export function exposuresIn(drafts: readonly Draft[]): ExposureCalculated[] {
  return drafts.flatMap(({ event: said }) => (isEvent(said, ExposureCalculated) ? [said.value] : []));
}

export function breachesIn(drafts: readonly Draft[]): (BreachOpened | BreachClosed)[] {
  return drafts.flatMap(({ event: said }) =>
    isEvent(said, BreachOpened) || isEvent(said, BreachClosed) ? [said.value] : [],
  );
}

export function cutOf(step: Step, next: ReadonlyMap<TopicName, number>): Cut {
  const positions = [...next].map(([topic, offset]) => ({ topic, partition: 0, offset: BigInt(offset) }));
  return {
    step: BigInt(step.number),
    timeUs: step.timeUs,
    positions,
    ruleset: riskStage.ruleset,
    foldVersion: riskStage.foldVersion,
  };
}

const COLUMNS = [
  'priceUsd',
  'forwardUsd',
  'vol',
  'delta',
  'gammaPerUsd',
  'vegaUsdPerVolPoint',
  'thetaUsdPerDay',
  'rhoUsd',
  'vanna',
  'volga',
  'charmPerDay',
  'carryUsdPerDay',
] as const;

/** Columns that a frame has only when a row has the value; NaN for the other rows. */
const OPTIONAL_COLUMNS = ['deltaStickyDelta', 'lvrUsdPerDay', 'trackedUsd', 'shortChargeUsdPerDay'] as const;

function marksOf(
  state: RiskState,
  step: Step,
  underlying: string,
  spotUsd: number,
  rows: Readonly<Record<string, MarkRow>>,
  more: Partial<MarksPublished>,
): MarksPublished {
  const ids = Object.keys(rows);
  const columns = Object.fromEntries(
    COLUMNS.map((name) => [name, packDoubles(Float64Array.from(ids, (id) => rows[id]![name] ?? 0))]),
  );
  const optional = OPTIONAL_COLUMNS.filter((name) => ids.some((id) => rows[id]![name] !== undefined)).map((name) => [
    name,
    packDoubles(Float64Array.from(ids, (id) => rows[id]![name] ?? NaN)),
  ]);
  const published = {
    underlying,
    spotUsd,
    step: BigInt(step.number),
    timeUs: step.timeUs,
    kept: true,
    instrumentIndexes: ids.map((id) => state.listings.get(id)!.index),
    ...columns,
    ...Object.fromEntries(optional),
    ...more,
  };
  return { ...MarksPublished.decode(new Uint8Array()), ...published };
}

const RAY = (10n ** 27n).toString();

function foldLoan(desk: Desk, accountId: string, tenant: string | undefined): void {
  const { deployment, feed, usdcFeed } = LOAN;
  const reserve = (
    asset: string,
    decimals: number,
    oracleFeed: string,
    ltvBps: number,
    liquidationThresholdBps: number,
  ): void => {
    desk.fold('protocol', deployment, ReserveConfigured, {
      deployment,
      asset,
      decimals,
      oracleFeed,
      ltvBps,
      liquidationThresholdBps,
      ruleset: 'aave-v3.0',
      tokenAddress: '',
      liquidationBonusBps: 10_500,
      liquidationProtocolFeeBps: 1_000,
      source: 'test',
      effectiveAtUs: 0n,
    });
    desk.fold('protocol', deployment, ReserveStateObserved, {
      feed: `${deployment}:${asset}`,
      deployment,
      asset,
      liquidityIndexRay: RAY,
      variableBorrowIndexRay: RAY,
      // 2 % earned and 3.65 % owed a year.
      liquidityRateRay: (10n ** 25n * 2n).toString(),
      variableBorrowRateRay: (10n ** 23n * 365n).toString(),
      observedAtUs: T0_US,
    });
  };
  reserve('WETH', 18, feed, 8_000, 8_250);
  reserve('USDC', 6, usdcFeed, 8_250, 8_500);
  desk.fold('market', usdcFeed, OracleRoundObserved, {
    feed: usdcFeed,
    asset: 'USDC',
    roundId: '1',
    answer: '100000000',
    decimals: 8,
    updatedAtUs: T0_US,
    assumed: true,
  });
  const held = { accountId, deployment, action: 0, amount: '0', cause: 'test', observedAtUs: T0_US };
  const nothing = { scaledSupply: '0', scaledVariableDebt: '0', usedAsCollateral: false };
  const weth = { asset: 'WETH', scaledSupply: (1_000n * 10n ** 18n).toString(), usedAsCollateral: true };
  desk.fold('account', accountId, LendingPositionObserved, { ...held, ...nothing, ...weth }, tenant);
  const debt = { asset: 'USDC', scaledVariableDebt: (1_300_000n * 10n ** 6n).toString() };
  desk.fold('account', accountId, LendingPositionObserved, { ...held, ...nothing, ...debt }, tenant);
}
