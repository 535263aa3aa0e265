import { type Event, partitionOf, topics } from '@gimbal/contracts';
import { NormFactorObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import {
  GetMarksRequest,
  type GetMarksResponse,
  ListInstrumentsRequest,
  type ListInstrumentsResponse,
  PricingServiceClient,
  WatchMarksRequest,
  type WatchMarksResponse,
} from '@gimbal/contracts/pricing/v1/pricing_service';
import { createMemoryLog } from '@gimbal/event-log/memory';
import {
  createMemoryOwnership,
  createMemoryProjectionStore,
  createSealSigner,
  type Draft,
  type Stage,
  StageRunner,
  type StageState,
} from '@gimbal/projection';
import {
  bearer,
  createDevIssuer,
  createLogger,
  createTokenVerifier,
  type DevIssuer,
  type GrpcServer,
  type Role,
  startGrpcServer,
  statusDetailsOf,
} from '@gimbal/runtime';
import { credentials, type ServiceError } from '@grpc/grpc-js';
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PricingState } from '../domain/pricingState.js';
import { at, ethPool, perp, usdc, vol } from '../pricing.scenario.js';
import { pricingService } from '../pricing.service.js';

const PARTITIONS = 2;
const PUT = 'option:paper:ETH-USD:20230825T080000Z:1650:P';

/** Ingestion as far as pricing sees it: it appends what the test releases. */
const recorded: Stage<StageState> = {
  service: 'ingestion',
  foldVersion: 'recorded-1',
  ruleset: 'none',
  upstream: [],
  downstream: [],
  createState: () => ({ tables: [] }),
  evolve: () => undefined,
  decide: (_state, { external }) =>
    (external as Event[]).map((one): Draft => {
      const topic = one.type === NormFactorObserved.$type ? 'protocol' : 'market';
      return { topic, key: (one.value as { feed: string }).feed, event: one };
    }),
};

const released = Array.from({ length: 3 }, () => Promise.withResolvers<{ timeUs: bigint; external: Event[] }>());
const failures: unknown[] = [];
let issuer: DevIssuer;
let server: GrpcServer;
let client: PricingServiceClient;
let pricing: StageRunner<PricingState>;
let ingestion: StageRunner<StageState>;

beforeAll(async () => {
  const log = createMemoryLog();
  await log.ensureTopics(
    Object.values(topics).map(({ name }) => ({ name, partitions: PARTITIONS, retentionMs: Infinity })),
  );
  const common = {
    log,
    partitionCount: PARTITIONS,
    owner: 'one',
    sealSigner: createSealSigner(generateKeyPairSync('ed25519').privateKey),
    report: () => undefined,
    fatal: (error: unknown) => failures.push(error),
  };
  const stores = (): {
    store: ReturnType<typeof createMemoryProjectionStore>;
    ownership: ReturnType<typeof createMemoryOwnership>;
  } => {
    return { store: createMemoryProjectionStore(), ownership: createMemoryOwnership(() => performance.now()) };
  };
  const stepSource = { waitFor: (step: number) => released[step - 1]?.promise ?? new Promise<never>(() => undefined) };
  ingestion = new StageRunner({ ...common, ...stores(), stage: recorded, address: () => '', stepSource });
  const stage = pricingService.createStage({ keptIntervalSeconds: 0 });
  pricing = new StageRunner({ ...common, ...stores(), stage, address: () => '' });
  issuer = await createDevIssuer();
  server = await startGrpcServer({
    service: pricingService.name,
    module: pricingService.module(pricing, log),
    definitions: pricingService.definitions,
    verifier: await createTokenVerifier({ issuer: issuer.issuer, jwks: issuer.jwks }),
    logger: createLogger({ service: 'pricing', level: 'error' }),
    health: () => pricing.status.state === 'serving',
  });
  client = new PricingServiceClient(server.address, credentials.createInsecure());
  await serving();
});

afterAll(async () => {
  client.close();
  await server.stop(0);
  await pricing.stop();
  void ingestion.stop();
});

async function serving(): Promise<void> {
  while (pricing.status.state !== 'serving' && failures.length === 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
}

async function token(...roles: Role[]): Promise<ReturnType<typeof bearer>> {
  return bearer(await issuer.issue({ subject: 'alice', tenant: 'desk-a', roles, ttlSeconds: 60 }));
}

async function list(role: Role, requestId: string, instrumentIds: string[]): Promise<ListInstrumentsResponse> {
  const metadata = await token(role);
  return new Promise((resolve, reject) => {
    const request = ListInstrumentsRequest.fromPartial({ requestId, instrumentIds });
    client.listInstruments(request, metadata, (error, response) =>
      error === null ? resolve(response) : reject(error),
    );
  });
}

async function getMarks(instrumentIds: string[]): Promise<GetMarksResponse> {
  const metadata = await token('trader');
  return new Promise((resolve, reject) => {
    client.getMarks(GetMarksRequest.fromPartial({ instrumentIds }), metadata, (error, response) =>
      error === null ? resolve(response) : reject(error),
    );
  });
}

async function refusal(call: Promise<unknown>): Promise<ServiceError> {
  return call.then(
    () => Promise.reject(new Error('Expected a refusal, was an answer.')),
    (error: unknown) => error as ServiceError,
  );
}

describe('PricingService over gRPC', () => {
  it('lists instruments, answers a repeated request again, and prices them from the next step on', async () => {
    const first = await list('trader', 'list-1', ['spot:WETH', PUT, 'spot:USDC']);
    expect(first.instruments).toEqual([
      { instrumentId: 'spot:WETH', underlying: 'ETH', index: 0 },
      { instrumentId: PUT, underlying: 'ETH', index: 1 },
      { instrumentId: 'spot:USDC', underlying: 'USD', index: 0 },
    ]);
    expect(await list('trader', 'list-1', ['spot:WETH', PUT, 'spot:USDC'])).toEqual(first);
    const marked = new Promise<void>((resolve) =>
      pricing.onAdvance(() => pricing.status.step.number === 1 && resolve()),
    );
    released[0]!.resolve({
      timeUs: at('21:46:00'),
      external: [ethPool(202_555, '21:45:37'), vol('0.45'), usdc('100000000')],
    });
    await marked;
    const { marks, cut } = await getMarks([]);
    expect(cut?.step).toBe(1n);
    expect(marks.map(({ instrumentId }) => instrumentId)).toEqual(['spot:WETH', PUT, 'spot:USDC']);
    expect(marks[0]?.priceUsd).toBeCloseTo(1598.041064475932, 9);
    expect(marks[1]?.priceUsd).toBeCloseTo(72.61856832505896, 9);
    expect(marks[1]?.source).toBe(
      'Black-76 at a rate of 0, flat volatility: uniswap-v3:polygon:usdc-weth-005, assumed:vol:ETH (assumed)',
    );
    expect(marks[2]).toMatchObject({ priceUsd: 1, ageMs: 0, failureCode: '' });
  });

  it('streams each frame as it is published', async () => {
    const partition = partitionOf('ETH', PARTITIONS);
    const head = pricing.status.streams.find((one) => one.topic === 'marks.kept' && one.partition === partition)!;
    const from = [{ topic: 'marks.kept', partition, offset: BigInt(head.nextOffset) }];
    const call = client.watchMarks(WatchMarksRequest.fromPartial({ underlying: 'ETH', from }), await token('trader'));
    const frame = new Promise<WatchMarksResponse>((resolve, reject) => {
      call.on('data', resolve);
      call.on('error', reject);
    });
    released[1]!.resolve({
      timeUs: at('21:47:00'),
      external: [ethPool(202_555, '21:46:30'), perp('1600', '0', '21:47:00')],
    });
    const { step, marks, position } = await frame;
    call.on('error', () => undefined);
    call.cancel();
    expect(step).toBe(2n);
    expect(position?.topic).toBe('marks.kept');
    expect(marks.map(({ instrumentId, forwardUsd }) => [instrumentId, forwardUsd > 1599])).toEqual([
      ['spot:WETH', false],
      [PUT, true],
    ]);
  });

  it('names the field of what it refuses', async () => {
    const unknown = statusDetailsOf(await refusal(list('trader', 'list-2', ['spot:WETH', 'spot:DOGE'])));
    expect(unknown?.fieldViolations[0]?.field).toBe('instrument_ids[1]');
    expect((await refusal(list('trader', '', ['spot:WETH']))).code).toBe(3);
    expect((await refusal(getMarks(['spot:WETH', 'not an id']))).code).toBe(3);
    expect((await refusal(getMarks([`option:paper:ETH-USD:20230825T080000Z:1700:P`]))).code).toBe(5);
  });

  it('lets only who may trade, watch risk or operate list', async () => {
    expect((await refusal(list('approver', 'list-3', ['spot:WETH']))).code).toBe(7);
    expect(failures).toEqual([]);
  });
});
