import {
  codecOf,
  type Event,
  event,
  eventTypesOf,
  isEvent,
  partitionOf,
  type TopicName,
  topicNames,
} from '@gimbal/contracts';
import {
  type ExecutionMode,
  type ProposalMade,
  ProposalMade as ProposalMadeCodec,
} from '@gimbal/contracts/execution/v1/execution_events';
import {
  GasPriceObserved,
  OracleRoundObserved,
  PerpObserved,
  PoolObserved,
  VolatilityObserved,
} from '@gimbal/contracts/ingestion/v1/market_events';
import {
  LendingPositionObserved,
  ReserveConfigured,
  ReserveStateObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import {
  BreachClosed,
  BreachOpened,
  ExposureCalculated,
  type PositionBreak,
  type Unvalued,
} from '@gimbal/contracts/risk/v1/exposure_events';
import {
  AccountAttached,
  LimitComponent,
  LimitSet,
  PortfolioOpened,
  TradeBooked,
} from '@gimbal/contracts/risk/v1/portfolio_events';
import type { CommandDecision, Draft, InboundEvent, Principal, Stage, Step } from '@gimbal/projection';
import { parseExecutionConfig } from './config.js';
import { approveProposal } from './domain/commands/approveProposal.js';
import { setMode } from './domain/commands/setMode.js';
import { createExecutionStage } from './domain/executionStage.js';
import type { ExecutionState } from './domain/executionState.js';

/** 17 August 2023 at a UTC time of day, microseconds. */
export function at(timeOfDay: string): bigint {
  return BigInt(Date.parse(`2023-08-17T${timeOfDay}Z`)) * 1000n;
}

export const alice: Principal = { subject: 'alice', tenant: 'desk-a', roles: ['risk', 'trader'] };
export const bob: Principal = { subject: 'bob', tenant: 'desk-a', roles: ['approver'] };
export const carol: Principal = { subject: 'carol', tenant: 'desk-a', roles: ['approver'] };
export const eve: Principal = { subject: 'eve', tenant: 'desk-b', roles: ['approver', 'risk'] };

export const POOL_FEED = 'uniswap-v3:polygon:usdc-weth-005';
const RAY = (10n ** 27n).toString();

/** The pool of the recording at 21:40 of the day, unless said otherwise. */
export function pool(time: string, tick = 201909, liquidity = '776202825955156693'): Event {
  const ticks = { tick, lowestTick: tick, highestTick: tick };
  return event(PoolObserved, {
    feed: POOL_FEED,
    chain: 'polygon',
    pool: '',
    ...ticks,
    liquidity,
    amount0In: '0',
    amount1In: '0',
    observedAtUs: at(time),
    hooks: '',
    lpFeePips: 0,
  });
}

export const gas = (gasPriceGwei = '800.8449072849286'): Event =>
  event(GasPriceObserved, {
    feed: 'gas:polygon',
    chain: 'polygon',
    gasPriceGwei,
    coinPriceUsd: '0.60',
    coinPriceAssumed: true,
    observedAtUs: at('21:40:00'),
  });

export const perp = (markPrice = '1704.67642838'): Event =>
  event(PerpObserved, {
    feed: 'assumed:perp:ETH-USD',
    venue: 'paper',
    instrumentId: 'perp:paper:ETH-USD',
    markPrice,
    indexPrice: markPrice,
    fundingRate: '0.0001',
    fundingIntervalSeconds: 28_800,
    assumed: true,
    observedAtUs: at('21:40:00'),
    longBorrowRate: '',
    shortBorrowRate: '',
    fundingBase: '',
    openInterest: '',
    bidPrice: '',
    askPrice: '',
  });

export const vol = (): Event =>
  event(VolatilityObserved, {
    feed: 'assumed:vol:ETH',
    underlying: 'ETH',
    vol: '0.45',
    assumed: true,
    observedAtUs: at('21:40:00'),
  });

/** What every service said before the story begins: a desk with a wallet, a paper venue and a loan. */
export function desk(wallet: { readonly usdc?: string; readonly weth?: string } = {}): Event[] {
  const account = (accountId: string, venue: string, chain: string, deployment = ''): Event =>
    event(AccountAttached, { portfolioId: 'main', accountId, venue, chain, deployment, observed: false });
  const deposit = (asset: string, quantity: string): Event =>
    event(TradeBooked, {
      portfolioId: 'main',
      accountId: 'wallet:main',
      venue: 'wallet',
      venueTradeId: `deposit-${asset}`,
      instrumentId: `spot:${asset}`,
      quantity,
      price: '0',
      quoteInstrumentId: 'spot:USDC',
      fee: '0',
      executedAtUs: at('20:00:00'),
      bookedBy: 'alice',
    });
  return [
    event(PortfolioOpened, { portfolioId: 'main', name: 'Main', parentPortfolioId: '' }),
    account('wallet:main', 'wallet', 'polygon'),
    account('paper:main', 'paper', 'off-chain'),
    account('aave:main', 'aave-v3', 'polygon', 'aave-v3:polygon'),
    ...(wallet.usdc === undefined ? [] : [deposit('USDC', wallet.usdc)]),
    ...(wallet.weth === undefined ? [] : [deposit('WETH', wallet.weth)]),
  ];
}

/** 1,000 WETH against 1,300,000 USDC on Aave v3 Polygon at indexes of one. */
export function loan(feedPrice = '165316000000'): Event[] {
  const reserve = (asset: string, decimals: number, liquidationThresholdBps: number, oracleFeed: string): Event[] => [
    event(ReserveConfigured, {
      deployment: 'aave-v3:polygon',
      asset,
      tokenAddress: '',
      decimals,
      ltvBps: 8000,
      liquidationThresholdBps,
      liquidationBonusBps: 10500,
      liquidationProtocolFeeBps: 1000,
      ruleset: 'aave-v3.0',
      oracleFeed,
      source: '',
      effectiveAtUs: 0n,
    }),
    event(ReserveStateObserved, {
      feed: `aave-v3:polygon:${asset}`,
      deployment: 'aave-v3:polygon',
      asset,
      liquidityIndexRay: RAY,
      variableBorrowIndexRay: RAY,
      liquidityRateRay: '0',
      variableBorrowRateRay: '0',
      observedAtUs: at('21:00:00'),
    }),
  ];
  return [
    ...reserve('WETH', 18, 8250, 'chainlink:ethereum:ETH-USD'),
    ...reserve('USDC', 6, 8500, 'chainlink:assumed:USDC-USD'),
    position('WETH', 1000n * 10n ** 18n, 0n),
    position('USDC', 0n, 1_300_000n * 10n ** 6n),
    round('chainlink:ethereum:ETH-USD', feedPrice, '21:42:47'),
    round('chainlink:assumed:USDC-USD', '100000000', '21:00:00'),
  ];
}

export function position(asset: string, supply: bigint, debt: bigint): Event {
  return event(LendingPositionObserved, {
    accountId: 'aave:main',
    deployment: 'aave-v3:polygon',
    asset,
    scaledSupply: supply.toString(),
    scaledVariableDebt: debt.toString(),
    usedAsCollateral: supply > 0n,
    action: 1,
    amount: '0',
    cause: '',
    observedAtUs: at('21:00:00'),
  });
}

export function round(feed: string, answer: string, time: string): Event {
  return event(OracleRoundObserved, {
    feed,
    asset: '',
    roundId: time,
    answer,
    decimals: 8,
    updatedAtUs: at(time),
    assumed: false,
  });
}

export function limit(
  limitId: 'delta' | 'health',
  terms: { level: string; closeLevel: string; target: string },
  setBy = 'alice',
): Event {
  const isDelta = limitId === 'delta';
  const component = isDelta ? LimitComponent.LIMIT_COMPONENT_DELTA_USD : LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR;
  return event(LimitSet, {
    portfolioId: 'main',
    limitId,
    component,
    accountId: isDelta ? '' : 'aave:main',
    ...terms,
    setBy,
    path: '',
    scope: undefined,
    severity: 0,
    side: 0,
    approvedBy: '',
    changeId: '',
  });
}

export const deltaLimit = limit('delta', { level: '60000', closeLevel: '50000', target: '40000' });
export const healthLimit = limit('health', { level: '1.05', closeLevel: '1.08', target: '1.10' });

/** A stage with the runner's part played by hand; every step is decided twice, and the second time must add nothing. */
export class ExecutionScenario {
  readonly stage: Stage<ExecutionState>;
  readonly state: ExecutionState;
  last: Step = { number: 0, timeUs: 0n };
  private readonly offsets = new Map<string, number>();
  private sequence = 0n;

  constructor(config: object = {}) {
    this.stage = createExecutionStage(parseExecutionConfig(config));
    this.state = this.stage.createState();
  }

  /** Folds events into the topic that they belong to, as of the step that comes next. */
  given(...events: readonly Event[]): this {
    return this.givenFor('desk-a', 'main', ...events);
  }

  givenFor(tenant: string, root: string, ...events: readonly Event[]): this {
    for (const one of events) {
      const topic = topicOf(one);
      const isDesk = topic === 'portfolio' || topic === 'exposure';
      this.fold(
        topic,
        isDesk ? `${tenant}/${root}` : keyOf(one),
        one,
        `step/${this.last.number + 1}`,
        isDesk ? tenant : undefined,
      );
    }
    return this;
  }

  /** An exposure of the step that comes next. */
  exposure(
    values: {
      deltaUsd?: number;
      health?: number;
      referencePriceUsd?: number;
      unvalued?: readonly Unvalued[];
      breaks?: readonly PositionBreak[];
    },
    tenant = 'desk-a',
    portfolioId = 'main',
  ): this {
    const { deltaUsd = 0, health, referencePriceUsd = 1705, unvalued = [], breaks = [] } = values;
    const step = BigInt(this.last.number + 1);
    const cut = { step, timeUs: 0n, positions: [], ruleset: '', foldVersion: '' };
    const lending = {
      accountId: 'aave:main',
      deployment: 'aave-v3:polygon',
      healthFactor: health ?? 0,
      unavailableReason: '',
    };
    const exposure = ExposureCalculated.fromPartial({
      portfolioId,
      sequence: ++this.sequence,
      cut,
      official: true,
      total: { deltaUsd },
      referencePriceUsd,
      health: health === undefined ? [] : [lending],
      unvalued: [...unvalued],
      breaks: [...breaks],
    });
    return this.givenFor(tenant, portfolioId, event(ExposureCalculated, exposure));
  }

  breach(
    limitId: 'delta' | 'health',
    value: number,
    ordinal = 1,
    terms: Partial<BreachOpened> = {},
    tenant = 'desk-a',
  ): this {
    const isDelta = limitId === 'delta';
    const opened = BreachOpened.fromPartial({
      breachId: `main/${limitId}/${ordinal}`,
      portfolioId: 'main',
      limitId,
      accountId: isDelta ? '' : 'aave:main',
      value,
      component: isDelta ? LimitComponent.LIMIT_COMPONENT_DELTA_USD : LimitComponent.LIMIT_COMPONENT_HEALTH_FACTOR,
      level: isDelta ? 60_000 : 1.05,
      target: isDelta ? 40_000 : 1.1,
      limitSetBy: 'alice',
      exposureSequence: this.sequence,
      ...terms,
    });
    return this.givenFor(tenant, 'main', event(BreachOpened, opened));
  }

  closeBreach(breachId: string): this {
    return this.given(event(BreachClosed, BreachClosed.fromPartial({ breachId, portfolioId: 'main' })));
  }

  mode(mode: ExecutionMode, principal = alice): this {
    const decision = this.command(principal, (state) =>
      setMode(state, principal, { requestId: 'r', portfolioId: 'main', mode }),
    );
    if (decision.kind === 'refused') throw new Error(decision.message);
    return this;
  }

  approve(made: ProposalMade, principal = bob): CommandDecision {
    const request = { requestId: 'r', proposalId: made.proposalId, payloadHash: made.payloadHash };
    return this.command(principal, (state, step) => approveProposal(state, step, principal, request));
  }

  command(principal: Principal, decide: (state: ExecutionState, step: Step) => CommandDecision): CommandDecision {
    const decision = decide(this.state, this.last);
    if (decision.kind === 'accepted') this.foldDrafts(decision.drafts, `command/${principal.tenant}/r`);
    return decision;
  }

  /** Runs the next step at a time of day and gives what it decided. */
  step(time: string): Event[] {
    const step = { number: this.last.number + 1, timeUs: at(time) };
    const cut = {
      step: BigInt(step.number),
      timeUs: step.timeUs,
      positions: [],
      ruleset: 'aave-v3.0',
      foldVersion: this.stage.foldVersion,
    };
    const context = { step, cut, external: undefined };
    const drafts = this.stage.decide(this.state, context);
    this.foldDrafts(drafts, `step/${step.number}`);
    const again = this.stage.decide(this.state, context);
    if (again.length > 0)
      throw new Error(
        `Expected deciding twice to add nothing, added ${again.map(({ event: e }) => e.type).join(', ')}.`,
      );
    this.last = step;
    return drafts.map((draft) => draft.event);
  }

  private foldDrafts(drafts: readonly Draft[], causationId: string): void {
    for (const draft of drafts) this.fold(draft.topic, draft.key, draft.event, causationId, draft.tenant);
  }

  private fold(topic: TopicName, key: string, one: Event, causationId: string, tenant: string | undefined): void {
    const offset = this.offsets.get(topic) ?? 0;
    this.offsets.set(topic, offset + 1);
    const codec = codecOf(one.type)!;
    const value: unknown = codec.decode(codec.encode(one.value).finish());
    const inbound: InboundEvent = {
      type: one.type,
      value,
      topic,
      partition: partitionOf(key, 4),
      offset,
      key,
      causationId,
      tenant,
      id: `${topic}/${offset}`,
      timeUs: this.last.timeUs,
      actor: undefined,
    };
    this.stage.evolve(this.state, inbound);
  }
}

/** The only event of a type among those decided. */
export function only<T>(events: readonly Event[], codec: Parameters<typeof isEvent<T, Event>>[1]): T {
  const found = events.filter((one) => isEvent(one, codec));
  if (found.length !== 1)
    throw new Error(`Expected one ${codec.$type}, were ${found.length} among ${namesOf(events).join(', ')}.`);
  return found[0]!.value as T;
}

export const proposalIn = (events: readonly Event[]): ProposalMade => only(events, ProposalMadeCodec);

/** `ProposalMade` and so on, in order. */
export function namesOf(events: readonly Event[]): string[] {
  return events.map(({ type }) => type.slice(type.lastIndexOf('.') + 1));
}

/** The topic that an event type stands in. */
export function topicOf(one: Event): TopicName {
  const topic = topicNames.find((name) => eventTypesOf(name).some(({ $type }) => $type === one.type));
  if (topic === undefined) throw new Error(`Expected an event of a topic, was ${one.type}.`);
  return topic;
}

/** The key of a market, account or protocol event. */
export function keyOf(one: Event): string {
  const value = one.value as { readonly feed?: string; readonly deployment?: string; readonly accountId?: string };
  return value.feed ?? `${value.deployment}/${value.accountId ?? ''}`;
}
