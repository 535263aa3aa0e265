import { type Event, event, isEvent, packDoubles, topics } from '@gimbal/contracts';
import { OracleRoundObserved } from '@gimbal/contracts/ingestion/v1/market_events';
import { InstrumentListed, MarksPublished } from '@gimbal/contracts/pricing/v1/mark_events';
import { createMemoryLog } from '@gimbal/event-log/memory';
import {
  createMemoryOwnership,
  createMemoryProjectionStore,
  createSealSigner,
  type Draft,
  type ProjectionStore,
  type Stage,
  StageRunner,
  type StageState,
  Table,
} from '@gimbal/projection';
import { generateKeyPairSync } from 'node:crypto';
import { MINUTE_US, T0_US, USDC, WETH } from './domain/desk.sample.js';
import { riskStage } from './domain/riskStage.js';

export const PARTITIONS = 4;

const none: Pick<Stage<StageState>, 'foldVersion' | 'ruleset' | 'downstream' | 'createState' | 'evolve' | 'decide'> = {
  foldVersion: 'recorded-1',
  ruleset: 'none',
  downstream: [],
  createState: () => ({ tables: [] }),
  evolve: () => undefined,
  decide: () => [],
};

/** Ingestion as far as the others see it: one price of ETH a step, on the oracle's feed. */
const ingestion: Stage<StageState> = {
  ...none,
  service: 'ingestion',
  upstream: [],
  decide: (_state, { external }) => [{ topic: 'market', key: 'eth', event: external as Event }],
};

interface PriceState extends StageState {
  readonly prices: Table<{ usd: number }>;
}

/** Pricing as far as risk sees it: lists two coins at step 1, and marks them at every step at the oracle's price. */
const pricing: Stage<PriceState> = {
  ...none,
  service: 'pricing',
  upstream: ['market', 'protocol'],
  createState: () => {
    const prices = new Table<{ usd: number }>('prices');
    return { prices, tables: [prices] };
  },
  evolve: (state, inbound) => {
    if (isEvent(inbound, OracleRoundObserved)) state.prices.set('ETH', { usd: Number(inbound.value.answer) / 1e8 });
  },
  decide: (state, { step }): Draft[] => {
    const listed =
      step.number > 1
        ? []
        : [
            ['ETH', WETH],
            ['USD', USDC],
          ];
    return [
      ...listed.map(([underlying, instrumentId]) =>
        kept(underlying!, event(InstrumentListed, { instrumentId: instrumentId!, underlying: underlying!, index: 0 })),
      ),
      kept('ETH', marks('ETH', state.prices.get('ETH')!.usd, step)),
      kept('USD', marks('USD', 1, step)),
    ];
  },
};

const execution: Stage<StageState> = {
  ...none,
  service: 'execution',
  upstream: ['exposure', 'exposure.live', 'portfolio'],
};

const kept = (key: string, said: Event): Draft => ({ topic: 'marks.kept', key, event: said });

function marks(underlying: string, price: number, step: { number: number; timeUs: bigint }): Event {
  const [zero, one] = [0, 1].map((value) => packDoubles(Float64Array.of(value)));
  const greeks = {
    gammaPerUsd: zero,
    vegaUsdPerVolPoint: zero,
    thetaUsdPerDay: zero,
    rhoUsd: zero,
    vanna: zero,
    volga: zero,
    charmPerDay: zero,
    carryUsdPerDay: zero,
  };
  const frame = {
    underlying,
    step: BigInt(step.number),
    timeUs: step.timeUs,
    kept: true,
    spotUsd: price,
    priceUsd: packDoubles(Float64Array.of(price)),
    delta: one,
  };
  return event(MarksPublished, { ...MarksPublished.decode(new Uint8Array()), ...frame, ...greeks } as MarksPublished);
}

/** Risk's real stage between its neighbours, over a log in memory; each call of `release` lets one step happen. */
export async function runRecordedStages(snapshotEverySteps?: number) {
  const log = createMemoryLog();
  await log.ensureTopics(
    Object.values(topics).map(({ name }) => ({ name, partitions: PARTITIONS, retentionMs: Infinity })),
  );
  const failures: unknown[] = [];
  const waiting: PromiseWithResolvers<{ timeUs: bigint; external: Event }>[] = [];
  const slot = (step: number) => (waiting[step - 1] ??= Promise.withResolvers());
  const stores = new Map<string, ProjectionStore>();
  const start = <S extends StageState>(
    stage: Stage<S>,
    stepSource?: { waitFor(step: number): Promise<{ timeUs: bigint; external: unknown }> },
  ) => {
    const store = createMemoryProjectionStore();
    stores.set(stage.service, store);
    return new StageRunner({
      stage,
      log,
      partitionCount: PARTITIONS,
      owner: 'one',
      address: () => '',
      report: () => undefined,
      store,
      ownership: createMemoryOwnership(() => performance.now()),
      sealSigner: createSealSigner(generateKeyPairSync('ed25519').privateKey),
      fatal: (error) => failures.push(error),
      ...(stepSource === undefined ? {} : { stepSource }),
      ...(snapshotEverySteps === undefined ? {} : { snapshotEverySteps }),
    });
  };
  const runners = [
    start(ingestion, { waitFor: (step) => slot(step).promise }),
    start(pricing),
    start(execution),
  ] as const;
  const risk = start(riskStage);
  let released = 0;
  const until = async (holds: () => boolean): Promise<void> => {
    while (!holds()) {
      if (failures.length > 0) throw failures[0];
      await new Promise((resolve) => setTimeout(resolve, 1));
    }
  };
  await until(() => risk.status.state === 'serving');
  return {
    log,
    risk,
    riskStore: stores.get('risk')!,
    /** Releases a step at a price of ETH and waits until risk has completed it. */
    async release(priceUsd: number): Promise<void> {
      released++;
      const timeUs = T0_US + BigInt(released) * MINUTE_US;
      const round = {
        feed: 'eth',
        asset: 'ETH',
        roundId: String(released),
        answer: String(Math.round(priceUsd * 1e8)),
        decimals: 8,
        updatedAtUs: timeUs,
        assumed: false,
      };
      slot(released).resolve({ timeUs, external: event(OracleRoundObserved, round) });
      await until(() => risk.status.step.number >= released);
    },
    async stop(): Promise<void> {
      await risk.stop();
      // The others may wait for a step that never comes.
      for (const runner of runners) void runner.stop();
    },
  };
}
