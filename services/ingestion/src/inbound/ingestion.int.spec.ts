import { topics } from '@gimbal/contracts';
import {
  type GetReplayResponse,
  IngestionServiceClient,
  type ListFeedsResponse,
  type ReleaseStepsResponse,
  WatchMarketRequest,
  type WatchFeedsResponse,
  type WatchMarketResponse,
} from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { createMemoryLog } from '@gimbal/event-log/memory';
import {
  createMemoryOwnership,
  createMemoryProjectionStore,
  createSealSigner,
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
} from '@gimbal/runtime';
import { credentials, type ServiceError, status } from '@grpc/grpc-js';
import { generateKeyPairSync } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { us } from '../ingestion.scenario.js';
import { ingestionService } from '../ingestion.service.js';

const FOLDER = fileURLToPath(new URL('../../../../test/data/recordings/2023-08-17', import.meta.url));
const PARTITIONS = 2;

/** Risk and execution as far as ingestion sees them: they end each step. */
function silent(service: 'risk' | 'execution', upstream: Stage<StageState>['upstream']): Stage<StageState> {
  return {
    service,
    foldVersion: 'silent-1',
    ruleset: 'none',
    upstream,
    downstream: [],
    createState: () => ({ tables: [] }),
    evolve: () => undefined,
    decide: () => [],
  };
}

const failures: unknown[] = [];
const runners: { stop(): Promise<void> }[] = [];
let issuer: DevIssuer;
let server: GrpcServer;
let client: IngestionServiceClient;

beforeAll(async () => {
  const log = createMemoryLog();
  await log.ensureTopics(
    Object.values(topics).map(({ name }) => ({ name, partitions: PARTITIONS, retentionMs: Infinity })),
  );
  const common = (): Omit<ConstructorParameters<typeof StageRunner>[0], 'stage'> => ({
    log,
    partitionCount: PARTITIONS,
    owner: 'one',
    sealSigner: createSealSigner(generateKeyPairSync('ed25519').privateKey),
    report: () => undefined,
    fatal: (error: unknown) => failures.push(error),
    store: createMemoryProjectionStore(),
    ownership: createMemoryOwnership(() => performance.now()),
    address: () => '',
  });
  const opened = await ingestionService.open({ recording: FOLDER });
  const ingestion = new StageRunner({ ...common(), stage: opened.stage, stepSource: opened.replay });
  const risk = new StageRunner({ ...common(), stage: silent('risk', ['market']) });
  const execution = new StageRunner({ ...common(), stage: silent('execution', ['portfolio']) });
  runners.push(ingestion, risk, execution);
  issuer = await createDevIssuer();
  server = await startGrpcServer({
    service: ingestionService.name,
    module: opened.module(ingestion, log),
    definitions: ingestionService.definitions,
    verifier: await createTokenVerifier({ issuer: issuer.issuer, jwks: issuer.jwks }),
    logger: createLogger({ service: 'ingestion', level: 'error' }),
    health: () => ingestion.status.state === 'serving',
  });
  client = new IngestionServiceClient(server.address, credentials.createInsecure());
  while (ingestion.status.state !== 'serving' && failures.length === 0) await pause();
});

afterAll(async () => {
  client.close();
  await server.stop(0);
  await Promise.all(runners.map((runner) => runner.stop()));
  expect(failures).toEqual([]);
});

const pause = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

async function token(role: Role): Promise<ReturnType<typeof bearer>> {
  return bearer(await issuer.issue({ subject: 'alice', tenant: 'desk-a', roles: [role], ttlSeconds: 60 }));
}

function answered<T>(call: (done: (error: ServiceError | null, response: T) => void) => unknown): Promise<T> {
  return new Promise((resolve, reject) =>
    call((error, response) => (error === null ? resolve(response) : reject(error))),
  );
}

async function getReplay(): Promise<GetReplayResponse> {
  const metadata = await token('viewer');
  return answered((done) => client.getReplay({}, metadata, done));
}

async function release(throughStep: bigint, role: Role = 'operator'): Promise<ReleaseStepsResponse> {
  const metadata = await token(role);
  return answered((done) => client.releaseSteps({ throughStep }, metadata, done));
}

async function listFeeds(): Promise<ListFeedsResponse> {
  const metadata = await token('viewer');
  return answered((done) => client.listFeeds({}, metadata, done));
}

async function appendedThrough(step: bigint): Promise<void> {
  while ((await getReplay()).appendedStep < step) await pause();
}

describe('IngestionService', () => {
  it('appends nothing before it is released, then what was released and no more', async () => {
    const before = await getReplay();
    expect(before).toMatchObject({
      recording: '2023-08-17',
      firstStep: 1n,
      lastStep: 1508n,
      appendedStep: 0n,
      releasedThroughStep: 0n,
    });
    expect(before.firstTimeUs).toBe(us('2023-08-17T00:00:00'));
    expect(before.stepTimesUs).toHaveLength(1508);
    expect(before.assumptions).toContain('The implied volatility of ETH is 0.45 for every strike and expiry.');

    expect(await release(17n)).toEqual({ releasedThroughStep: 17n });
    expect(await release(3n)).toEqual({ releasedThroughStep: 17n });
    await appendedThrough(17n);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect((await getReplay()).appendedStep).toBe(17n);
  });

  it('lists each feed with its age on the domain clock', async () => {
    const { step, feeds } = await listFeeds();
    expect(step).toBe(17n);
    const byId = new Map(feeds.map((feed) => [feed.feed, feed]));
    // Step 17 is 00:16; the last round is of 23:55:35 the day before, the last oSQTH trade of 20:42.
    expect(byId.get('chainlink:ethereum:ETH-USD')).toMatchObject({
      ageUs: 1_225_000_000n,
      stale: false,
      observations: 1n,
    });
    expect(byId.get('uniswap-v3:ethereum:weth-osqth-030')).toMatchObject({ ageUs: 12_840_000_000n, stale: true });
    expect(byId.get('uniswap-v3:polygon:usdc-weth-005')).toMatchObject({
      ageUs: 0n,
      ageLimitUs: 600_000_000n,
      duplicates: 0n,
    });
    expect(byId.get('assumed:vol:ETH')).toMatchObject({ assumed: true, stale: false });
  });

  it('streams market events from an offset on, without control records', async () => {
    const metadata = await token('viewer');
    const stream = client.watchMarket(WatchMarketRequest.fromPartial({ fromOffset: 0n }), metadata);
    const seen: WatchMarketResponse[] = [];
    const pool = await new Promise<WatchMarketResponse>((resolve, reject) => {
      stream.on('error', reject);
      stream.on('data', (message: WatchMarketResponse) => {
        seen.push(message);
        if (message.type.endsWith('PoolObserved') && message.json.includes('201325')) resolve(message);
      });
    });
    stream.removeAllListeners('error');
    stream.on('error', () => undefined);
    stream.cancel();
    expect(JSON.parse(pool.json)).toMatchObject({ feed: 'uniswap-v3:polygon:usdc-weth-005', tick: 201325 });
    expect(new Set(seen.map((message) => message.type.split('.').at(-1)))).not.toContain('StepEnded');
  });

  it('tells of all feeds at once, then of those that changed', async () => {
    const metadata = await token('viewer');
    const stream = client.watchFeeds({}, metadata);
    const seen: WatchFeedsResponse[] = [];
    const ended = new Promise<ServiceError>((resolve) => stream.on('error', resolve));
    const next = async (count: number): Promise<void> => {
      while (seen.length < count) await pause();
    };
    stream.on('data', (message: WatchFeedsResponse) => seen.push(message));
    await next(1);
    const all = (await listFeeds()).feeds;
    expect(seen[0]).toMatchObject({ step: 17n });
    expect(seen[0]!.feeds).toEqual(all);
    // Step 18 is 00:17: the pool, gas and the reserves have a row for it, the oracle hasn't.
    await release(18n);
    await next(2);
    const changed = seen[1]!.feeds.map(({ feed }) => feed);
    expect(seen[1]!.step).toBe(18n);
    expect(changed).toContain('uniswap-v3:polygon:usdc-weth-005');
    expect(changed).not.toContain('chainlink:ethereum:ETH-USD');
    expect(changed.length).toBeLessThan(all.length);
    stream.cancel();
    expect((await ended).code).toBe(status.CANCELLED);
  });

  it('answers what nothing has been observed of with empty lists, of the step that stands', async () => {
    const metadata = await token('viewer');
    const step = 18n;
    expect(await answered((done) => client.listChains({}, metadata, done))).toEqual({ step, chains: [] });
    expect(await answered((done) => client.listProtocolHealth({}, metadata, done))).toEqual({
      step,
      reserves: [],
      flows: [],
    });
    const positions = { accountId: '', atFinalized: false };
    expect(await answered((done) => client.listAccountPositions(positions, metadata, done))).toEqual({
      step,
      positions: [],
      inTransit: [],
    });
    const breaks = { accountId: '', withClosed: false };
    expect(await answered((done) => client.listPositionBreaks(breaks, metadata, done))).toEqual({ step, breaks: [] });
  });

  it('refuses a step beyond the recording, and anybody but an operator', async () => {
    await expect(release(1509n)).rejects.toMatchObject({
      code: status.INVALID_ARGUMENT,
      details: 'Expected a step of at most 1508, was 1509.',
    });
    await expect(release(19n, 'trader')).rejects.toMatchObject({ code: status.PERMISSION_DENIED });
    const forward = answered<GetReplayResponse>((done) => client.getReplay({}, done));
    await expect(forward).rejects.toMatchObject({ code: status.UNAUTHENTICATED });
  });
});
