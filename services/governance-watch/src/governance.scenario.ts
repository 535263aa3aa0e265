import { type Event, event, isEvent, partitionOf, type TopicName } from '@gimbal/contracts';
import {
  ChangeImpactAssessed,
  ChangeState,
  ParameterChangeUpdated,
} from '@gimbal/contracts/governance/v1/governance_events';
import { OracleRoundObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import {
  GovernanceLogObserved,
  GovernancePayloadRead,
  LendingAction,
  LendingPositionObserved,
  type ParameterUpdate,
  ReserveConfigured,
  ReserveStateObserved,
} from '@gimbal/contracts/ingestion/v1/protocol_events';
import { RecordQuarantined } from '@gimbal/contracts/log/v1/log';
import { AccountAttached } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { Draft, InboundEvent, Stage } from '@gimbal/projection';
import { governanceWatchConfigSchema } from './config.js';
import { createGovernanceStage } from './domain/governanceStage.js';
import type { GovernanceState } from './domain/governanceState.js';
import { EVENT_TOPICS, type PayloadEvent } from './domain/payloadLogs/eventSignatures.js';

/** Test support: a stage that is driven step by step with the runner's part played by hand. */

export const DEPLOYMENT = 'aave-v3:polygon';
export const CONTROLLER = '0x401b5d0294e23637c18fcc38b1bca814cda2637c';
const PARTITIONS = 4;

/** Microseconds of a UTC time such as 2023-08-17T21:45:23. */
export function us(iso: string): bigint {
  return BigInt(Date.parse(`${iso}Z`)) * 1000n;
}

/** An event on its way into the log: what the writer adds stands beside it. */
export interface Said {
  readonly topic: TopicName;
  readonly key: string;
  readonly event: Event;
  readonly tenant?: string | undefined;
}

const word = (value: bigint | number): string => value.toString(16).padStart(64, '0');

function protocol(said: Event): Said {
  return { topic: 'protocol', key: DEPLOYMENT, event: said };
}

export function log(topics: string[], dataHex: string, at: string, contract = CONTROLLER): Said {
  const data = Buffer.from(dataHex, 'hex');
  const place = { blockNumber: 1n, blockHash: '0x01', transactionHash: '0x02', logIndex: 0, blockTimeUs: us(at) };
  return protocol(
    event(GovernanceLogObserved, { deployment: DEPLOYMENT, chain: 'polygon', contract, topics, data, ...place }),
  );
}

/** PayloadCreated with no actions: one word for where they begin, one for how many. */
export function created(payloadId: number, at: string, accessLevel = 1): Said {
  return log(
    [EVENT_TOPICS.created, `0x${word(payloadId)}`, `0x${word(0xc0ffee)}`, `0x${word(accessLevel)}`],
    word(32) + word(0),
    at,
  );
}

export function moved(kind: Exclude<PayloadEvent, 'created'>, payloadId: number, at: string): Said {
  return log([EVENT_TOPICS[kind]], word(payloadId), at);
}

export function update(asset: string, parameter: string, before: string, after: string): ParameterUpdate {
  return { asset, parameter, before, after };
}

export function read(payloadId: number, ...updates: ParameterUpdate[]): Said {
  const payload = {
    deployment: DEPLOYMENT,
    chain: 'polygon',
    payloadId: BigInt(payloadId),
    source: 'views of the payload',
    updates,
  };
  return protocol(event(GovernancePayloadRead, payload));
}

export function configured(asset: 'WETH' | 'USDC', liquidationThresholdBps: number, ruleset = 'aave-v3.0'): Said {
  const own =
    asset === 'WETH'
      ? { decimals: 18, ltvBps: 8000, liquidationBonusBps: 10_500, oracleFeed: 'chainlink:ethereum:ETH-USD' }
      : { decimals: 6, ltvBps: 8250, liquidationBonusBps: 10_400, oracleFeed: 'chainlink:assumed:USDC-USD' };
  const common = {
    deployment: DEPLOYMENT,
    tokenAddress: '',
    liquidationProtocolFeeBps: 1000,
    ruleset,
    source: '',
    effectiveAtUs: 0n,
  };
  return protocol(event(ReserveConfigured, { ...common, ...own, asset, liquidationThresholdBps }));
}

function indexes(asset: string, liquidityIndexRay: string, variableBorrowIndexRay: string): Said {
  const rates = { liquidityRateRay: '0', variableBorrowRateRay: '0', observedAtUs: 0n };
  const feed = `${DEPLOYMENT}:${asset}`;
  return protocol(
    event(ReserveStateObserved, {
      ...rates,
      feed,
      deployment: DEPLOYMENT,
      asset,
      liquidityIndexRay,
      variableBorrowIndexRay,
    }),
  );
}

export function round(feed: string, answer: string, at: string): Said {
  const asset = feed.endsWith('ETH-USD') ? 'ETH' : 'USDC';
  const said = event(OracleRoundObserved, {
    feed,
    asset,
    roundId: '1',
    answer,
    decimals: 8,
    updatedAtUs: us(at),
    assumed: false,
  });
  return { topic: 'market', key: feed, event: said };
}

export function ethRound(answer: string, at: string): Said {
  return round('chainlink:ethereum:ETH-USD', answer, at);
}

export function position(
  accountId: string,
  asset: string,
  scaledSupply: string,
  scaledVariableDebt: string,
  tenant?: string,
): Said {
  const said = event(LendingPositionObserved, {
    accountId,
    deployment: DEPLOYMENT,
    asset,
    scaledSupply,
    scaledVariableDebt,
    usedAsCollateral: scaledSupply !== '0',
    action: LendingAction.LENDING_ACTION_SUPPLY,
    amount: '0',
    cause: '',
    observedAtUs: 0n,
  });
  return { topic: 'account', key: accountId, event: said, tenant };
}

export function attached(tenant: string, portfolioId: string, accountId: string): Said {
  const said = event(AccountAttached, {
    portfolioId,
    accountId,
    venue: 'aave-v3',
    chain: 'polygon',
    deployment: DEPLOYMENT,
    observed: false,
  });
  return { topic: 'portfolio', key: `${tenant}/${portfolioId}`, event: said, tenant };
}

/** Scaled balances of 1,000 WETH and 1.3 million USDC, booked at the indexes of midnight of 17 August 2023. */
export function loan(accountId: string, tenant?: string): Said[] {
  return [
    position(accountId, 'WETH', '994351335751775974506', '0', tenant),
    position(accountId, 'USDC', '0', '1252304838704', tenant),
  ];
}

/** The market of 17 August 2023 at 21:42:47: indexes of 21:42 and the round of 1,653.16 USD. */
export function recordedMarket(): Said[] {
  return [
    configured('WETH', 8250),
    configured('USDC', 8500),
    indexes('WETH', '1005692568053938416537565715', '1025689467227111675117687031'),
    indexes('USDC', '1024471343841244847113396381', '1038217752361167997387018296'),
    ethRound('165316000000', '2023-08-17T21:42:47'),
    round('chainlink:assumed:USDC-USD', '100000000', '2023-08-17T00:00:00'),
  ];
}

export class GovernanceScenario {
  readonly stage: Stage<GovernanceState>;
  readonly state: GovernanceState;
  /** Everything that was folded, in the order in which it came. */
  readonly folded: InboundEvent[] = [];
  private readonly offsets = new Map<string, number>();
  private stepNumber = 0;

  constructor(config: unknown = {}) {
    this.stage = createGovernanceStage(governanceWatchConfigSchema.parse(config));
    this.state = this.stage.createState();
  }

  /** Runs one step at a time of the domain clock, folds what it said, and returns that. */
  step(at: string, ...said: Said[]): Draft[] {
    const step = { number: ++this.stepNumber, timeUs: us(at) };
    for (const one of said) this.fold(one, step);
    const drafts = this.decide(at);
    for (const draft of drafts) if (!isEvent(draft.event, RecordQuarantined)) this.fold(draft, step);
    return drafts;
  }

  /** What would be said at this time of the last step. */
  decide(at: string): Draft[] {
    const step = { number: this.stepNumber, timeUs: us(at) };
    const cut = {
      step: BigInt(step.number),
      timeUs: step.timeUs,
      positions: [],
      ruleset: 'aave-v3.0',
      foldVersion: '',
    };
    return [...this.stage.decide(this.state, { step, cut, external: undefined })];
  }

  private fold(said: Said, step: { number: number; timeUs: bigint }): void {
    const partition = partitionOf(said.key, PARTITIONS);
    const place = `${said.topic}/${partition}`;
    const offset = this.offsets.get(place) ?? 0;
    this.offsets.set(place, offset + 1);
    const inbound: InboundEvent = {
      ...said.event,
      topic: said.topic,
      partition,
      offset,
      key: said.key,
      id: `${place}/${offset}`,
      timeUs: step.timeUs,
      tenant: said.tenant,
      actor: undefined,
      causationId: `step/${step.number}`,
    };
    this.folded.push(inbound);
    this.stage.evolve(this.state, inbound);
  }
}

export function changesIn(drafts: readonly Draft[]): ParameterChangeUpdated[] {
  return drafts.flatMap((draft) => (isEvent(draft.event, ParameterChangeUpdated) ? [draft.event.value] : []));
}

export function impactsIn(drafts: readonly Draft[]): ChangeImpactAssessed[] {
  return drafts.flatMap((draft) => (isEvent(draft.event, ChangeImpactAssessed) ? [draft.event.value] : []));
}

export function quarantinedIn(drafts: readonly Draft[]): RecordQuarantined[] {
  return drafts.flatMap((draft) => (isEvent(draft.event, RecordQuarantined) ? [draft.event.value] : []));
}

/** The states of the changes that were said, by the words of the contract. */
export function statesIn(drafts: readonly Draft[]): string[] {
  return changesIn(drafts).map(({ state }) => ChangeState[state].replace('CHANGE_STATE_', ''));
}

/**
 * Health of the loan at 21:42:47, by hand in whole numbers (Python), as the contract rounds: collateral 165317942198505
 * (994351335751775974506 scaled, times the index, at 1,653.16), times the threshold, over 130016511491000 of debt.
 */
export const HEALTH_AT = {
  8250: '1048999859707880247',
  8300: '1055357434615196678',
  8000: '1017211985171275018',
} as const;

/** A desk with the loan, in the market of 21:42:47, before anything is proposed. */
export function desk(config: unknown = {}): GovernanceScenario {
  const scenario = new GovernanceScenario(config);
  scenario.step(
    '2023-08-17T21:42:46',
    ...recordedMarket(),
    ...loan('aave:main'),
    attached('desk-a', 'main', 'aave:main'),
  );
  return scenario;
}
