import { createHash, generateKeyPairSync } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { event, HEADER, headerOf, topicNames } from '@gimbal/contracts';
import { InstrumentListed } from '@gimbal/contracts/pricing/v1/mark_events';
import { ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { AccountAttached, PortfolioOpened, TradeBooked } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { EventLog } from '@gimbal/event-log';
import { createExecutionStage, parseExecutionConfig } from '@gimbal/execution-service';
import { governanceWatchService } from '@gimbal/governance-watch-service';
import { ingestionService } from '@gimbal/ingestion-service';
import { pricingService } from '@gimbal/pricing-service';
import {
  createSealSigner,
  type Draft,
  type Ownership,
  type ProjectionStore,
  type Stage,
  StageRunner,
  type StageState,
  type StepSource,
} from '@gimbal/projection';
import { riskService } from '@gimbal/risk-service';

const RECORDING = fileURLToPath(new URL('../../data/recordings/2023-08-17', import.meta.url));
export const PARTITIONS = 4;
const TENANT = 'desk-a';
const PORTFOLIO = 'main';
const KEY = `${TENANT}/${PORTFOLIO}`;
const EXPOSURES = ['exposure', 'exposure.live'] as const;

export interface LoopStores {
  open(service: string): Promise<{ readonly store: ProjectionStore; readonly ownership: Ownership }>;
}

/** What one tick took, milliseconds: until its exposure was read by a subscriber, and what the stages computed meanwhile. */
export interface Tick {
  readonly elapsedMs: number;
  readonly computeMs: number;
}

export interface LoopStages {
  readonly recordedSteps: number;
  /** Releases the next step of the recorded day, and resolves when all five stages have ended it. */
  tick(): Promise<Tick>;
  stop(): Promise<void>;
}

/** The five real stages over one log in one process, as all-in-one composes them, on the recorded day, with a small book. */
export async function startLoopStages(log: EventLog, stores: LoopStores): Promise<LoopStages> {
  await log.ensureTopics(topicNames.map((name) => ({ name, partitions: PARTITIONS, retentionMs: Infinity })));
  const opened = await ingestionService.open({ recording: RECORDING });
  const clock = { computeMs: 0 };
  const failures: unknown[] = [];
  const start = async <S extends StageState>(stage: Stage<S>, stepSource?: StepSource): Promise<StageRunner<S>> =>
    new StageRunner({
      ...(await stores.open(stage.service)),
      stage: withClock(stage, clock),
      log,
      partitionCount: PARTITIONS,
      owner: 'bench',
      address: () => '',
      sealSigner: createSealSigner(generateKeyPairSync('ed25519').privateKey),
      report: () => {},
      fatal: (error) => failures.push(error),
      ...(stepSource === undefined ? {} : { stepSource }),
    });
  const ingestion = await start(opened.stage, opened.replay);
  const pricing = await start(pricingService.createStage({ keptIntervalSeconds: 0 }));
  const risk = await start(riskService.createStage({}));
  const governance = await start(governanceWatchService.createStage(governanceWatchService.configSchema.parse({})));
  const execution = await start(createExecutionStage(parseExecutionConfig({})));
  const runners = [ingestion, pricing, risk, governance, execution];
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) {
      if (failures.length > 0) throw failures[0];
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  await until(() => runners.every((runner) => runner.status.state === 'serving'));

  const seen = new Map<number, (atMs: number) => void>();
  const heads = await Promise.all(
    EXPOSURES.flatMap((topic) => places(topic).map(async (place) => ({ ...place, offset: await log.head(place) }))),
  );
  const subscription = log.subscribe(heads, ({ records }) => {
    const atMs = performance.now();
    for (const record of records) {
      if (headerOf(record, HEADER.type) !== ExposureCalculated.$type) continue;
      const step = Number(headerOf(record, HEADER.causationId)!.slice('step/'.length));
      seen.get(step)?.(atMs);
      seen.delete(step);
    }
  });

  await command(pricing, 'list', instruments());
  await command(risk, 'open', book());
  let step = 0;
  return {
    recordedSteps: opened.replay.lastStep,
    async tick() {
      step++;
      const published = Promise.withResolvers<number>();
      seen.set(step, published.resolve);
      clock.computeMs = 0;
      const startedMs = performance.now();
      opened.replay.release?.(step);
      const elapsedMs = (await published.promise) - startedMs;
      const { computeMs } = clock;
      await until(() => runners.every((runner) => runner.status.step.number >= step));
      if (step === 1) await command(risk, 'book', trades());
      return { elapsedMs, computeMs };
    },
    async stop() {
      await subscription.stop();
      await Promise.all(runners.map((runner) => runner.stop()));
    },
  };
}

/** Adds up the time that a stage spends in folding and deciding. */
function withClock<S extends StageState>(stage: Stage<S>, clock: { computeMs: number }): Stage<S> {
  const clocked = <R>(work: () => R): R => {
    const startedMs = performance.now();
    const result = work();
    clock.computeMs += performance.now() - startedMs;
    return result;
  };
  return {
    ...stage,
    evolve: (state, inbound) => clocked(() => stage.evolve(state, inbound)),
    decide: (state, context) => clocked(() => stage.decide(state, context)),
  };
}

export function places(topic: string): { topic: string; partition: number }[] {
  return Array.from({ length: PARTITIONS }, (_, partition) => ({ topic, partition }));
}

async function command<S extends StageState>(
  runner: StageRunner<S>,
  requestId: string,
  drafts: readonly Draft[],
): Promise<void> {
  const outcome = await runner.execute({
    principal: { subject: 'tess.trader', tenant: TENANT, roles: ['trader'] },
    requestId,
    requestHash: createHash('sha256').update(requestId).digest('hex'),
    decide: () => ({ kind: 'accepted', drafts }),
  });
  if (outcome.kind !== 'accepted') throw new Error(`Expected ${requestId} to be accepted, was ${outcome.kind}.`);
}

const HELD: readonly (readonly [instrumentId: string, underlying: string, account: string, quantity: string])[] = [
  ['spot:WETH', 'ETH', 'wallet', '20'],
  ['perp:paper:ETH-USD', 'ETH', 'paper', '-1362'],
  ['option:paper:ETH-USD:20230825T080000Z:1650:P', 'ETH', 'paper', '200'],
  ['powerperp:ethereum:oSQTH', 'ETH', 'squeeth', '500'],
  ['univ3:polygon:0x45dda9cb7c25131df268515131f647d726f50608:200310:203190', 'ETH', 'uniswap', '257700'],
  ['spot:USDC', 'USD', 'wallet', '65000'],
];

function instruments(): Draft[] {
  const indexes = new Map<string, number>();
  return HELD.map(([instrumentId, underlying]) => {
    const index = indexes.get(underlying) ?? 0;
    indexes.set(underlying, index + 1);
    return {
      topic: 'marks.kept',
      key: underlying,
      event: event(InstrumentListed, { instrumentId, underlying, index }),
    };
  });
}

function book(): Draft[] {
  const attached = [...new Set(HELD.map(([, , account]) => account)), 'aave'].map((name) => {
    const deployment = name === 'aave' ? 'aave-v3:polygon' : '';
    return event(AccountAttached, {
      portfolioId: PORTFOLIO,
      accountId: `${name}:main`,
      venue: name,
      observed: false,
      chain: 'polygon',
      deployment,
    });
  });
  const opened = event(PortfolioOpened, { portfolioId: PORTFOLIO, name: 'Main book', parentPortfolioId: '' });
  return [opened, ...attached].map((said) => ({ topic: 'portfolio', key: KEY, event: said }));
}

function trades(): Draft[] {
  return HELD.map(([instrumentId, , account, quantity], n) => {
    const booked: TradeBooked = {
      portfolioId: PORTFOLIO,
      accountId: `${account}:main`,
      venue: account,
      venueTradeId: `in-${n}`,
      instrumentId,
      quantity,
      price: '0',
      quoteInstrumentId: 'spot:USDC',
      fee: '0',
      executedAtUs: 0n,
      bookedBy: 'tess.trader',
    };
    return { topic: 'portfolio', key: KEY, event: event(TradeBooked, booked) };
  });
}
