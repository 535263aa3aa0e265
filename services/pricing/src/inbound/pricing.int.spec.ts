import { type Event, packDoubles, partitionOf, topics, unpackDoubles } from '@gimbal/contracts';
import { NormFactorObserved } from '@gimbal/contracts/ingestion/v1/protocol_events';
import {
  type DeepPartial,
  GetMarksRequest,
  type GetMarksResponse,
  GetSurfaceRequest,
  type GetSurfaceResponse,
  type ImpliedVolatilityBatchRequest,
  type ImpliedVolatilityBatchResponse,
  ListInstrumentsRequest,
  type ListInstrumentsResponse,
  PricingServiceClient,
  SurfaceRegion,
  WatchMarksRequest,
  type WatchMarksResponse,
  WatchSurfaceRequest,
  type WatchSurfaceResponse,
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
import { at, ethPool, flatSlice, perp, usdc, vol } from '../pricing.scenario.js';
import { pricingService } from '../pricing.service.js';

const PARTITIONS = 2;
/** A client takes 4 MiB unless it is told otherwise; a batch that failed in every row is told in 8 MB. */
const ANSWER_BYTES_MAX = 16 * 1024 * 1024;
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
  client = new PricingServiceClient(server.address, credentials.createInsecure(), {
    'grpc.max_receive_message_length': ANSWER_BYTES_MAX,
  });
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

async function ask<R>(
  call: (metadata: ReturnType<typeof bearer>, done: (error: ServiceError | null, response: R) => void) => void,
): Promise<R> {
  const metadata = await token('trader');
  return new Promise((resolve, reject) =>
    call(metadata, (error, response) => (error === null ? resolve(response) : reject(error))),
  );
}

async function getSurface(request: DeepPartial<GetSurfaceRequest>): Promise<GetSurfaceResponse> {
  return ask((metadata, done) => client.getSurface(GetSurfaceRequest.fromPartial(request), metadata, done));
}

/** Calls and puts in turn struck at 100, a quarter of a year away. */
function ivRequest(price: number[], forward: number[]): ImpliedVolatilityBatchRequest {
  const column = (values: number[]): Buffer => Buffer.from(packDoubles(Float64Array.from(values)));
  return {
    price: column(price),
    forward: column(forward),
    strike: column(price.map(() => 100)),
    tauYears: column(price.map(() => 0.25)),
    rate: Buffer.alloc(0),
    right: Buffer.from(price.map((_, i) => i % 2)),
  };
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
    // Where a watcher goes on from this snapshot.
    expect(new Set(cut?.positions.map(({ topic }) => topic))).toEqual(
      new Set(['market', 'protocol', 'marks.kept', 'marks.live']),
    );
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
    // A pool alone is half trusted, and less by its age of 30 s: 0.5 · 600/(600 + 30), in 255 parts.
    expect(marks[0]).toMatchObject({ markSource: 'pool:uniswap-v3:polygon:usdc-weth-005', agreeing: 1, ageMs: 30_000 });
    expect(Math.abs(marks[0]!.confidence - 0.5 * (600 / 630))).toBeLessThan(1 / 255);
  });

  it('solves implied volatilities in columns, and says of each bad row why', async () => {
    // At the money a price is F·(2Φ(σ√τ/2) − 1); Φ(0.1) = 0.539827837277029 (Abramowitz and Stegun, table 26.1).
    const price = 100 * (2 * 0.539827837277029 - 1);
    const answer = await ask<ImpliedVolatilityBatchResponse>((metadata, done) =>
      client.impliedVolatilityBatch(ivRequest([price, 101, price, Number.NaN], [100, 100, -1, 100]), metadata, done),
    );
    const vol = unpackDoubles(answer.vol);
    expect(vol[0]).toBeCloseTo(0.4, 12);
    expect([...vol.subarray(1)]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect(answer.failures.map(({ row, field }) => [row, field])).toEqual([
      [1, 'price'],
      [2, 'forward'],
      [3, 'price'],
    ]);
    expect(answer.failures.map(({ code }) => code)).toEqual(['price_above_bound', 'not_positive', 'not_finite']);
  });

  it('says of 100,000 bad rows why, each', async () => {
    // Below intrinsic value, in as many digits as a number has: of the longest sentences.
    const price = Array.from({ length: 100_000 }, () => 0.0019123456789012345);
    const forward = price.map((_, row) => (row % 2 === 0 ? 131.2345678901234 : 68.76543210987656));
    const request = ivRequest(price, forward);
    const answer = await ask<ImpliedVolatilityBatchResponse>((metadata, done) =>
      client.impliedVolatilityBatch(request, metadata, done),
    );
    expect(answer.failures).toHaveLength(100_000);
    expect(answer.failures[99_999]).toMatchObject({
      row: 99_999,
      code: 'price_below_intrinsic',
      reason: expect.stringMatching(/^Expected a price above the intrinsic value, 31\.2/) as string,
    });
  });

  it.each([
    ['price', { price: Buffer.alloc(12) }, 'Expected 1 to 100000 values of 8 bytes in price, was 12 bytes.'],
    ['price', { price: Buffer.alloc(0) }, 'Expected 1 to 100000 values of 8 bytes in price, was missing.'],
    ['price', { price: Buffer.alloc(800_008) }, 'Expected 1 to 100000 values of 8 bytes in price, was 800008 bytes.'],
    ['strike', { strike: Buffer.alloc(8) }, 'Expected 2 values of 8 bytes in strike, was 8 bytes.'],
    ['tau_years', { tauYears: Buffer.alloc(0) }, 'Expected 2 values of 8 bytes in tau_years, was missing.'],
    ['rate', { rate: Buffer.alloc(8) }, 'Expected 2 values of 8 bytes in rate, was 8 bytes.'],
    ['right', { right: Buffer.alloc(1) }, 'Expected 2 values of 1 byte in right, was 1 byte.'],
  ])('names %s when that column of a batch is malformed', async (field, change, sentence) => {
    const request = { ...ivRequest([1, 1], [100, 100]), ...change };
    const refused = await refusal(ask((metadata, done) => client.impliedVolatilityBatch(request, metadata, done)));
    expect(refused.code).toBe(3);
    expect(refused.details).toBe(sentence);
    expect(statusDetailsOf(refused)?.fieldViolations[0]?.field).toBe(field);
  });

  it('answers the newest surface, the one of a time, and its volatilities, and streams each', async () => {
    const partition = partitionOf('ETH', PARTITIONS);
    const watch = client.watchSurface(
      WatchSurfaceRequest.fromPartial({ underlying: 'ETH', from: [{ topic: 'marks.kept', partition, offset: 0n }] }),
      await token('trader'),
    );
    const streamed = new Promise<WatchSurfaceResponse>((resolve, reject) => {
      watch.on('data', resolve);
      watch.on('error', reject);
    });
    const expiryUs = BigInt(Date.parse('2023-08-25T08:00:00Z')) * 1000n;
    const laterUs = BigInt(Date.parse('2023-09-25T08:00:00Z')) * 1000n;
    released[2]!.resolve({
      timeUs: at('21:48:00'),
      external: [flatSlice(0.6, expiryUs, '21:48:00'), flatSlice(0.4, laterUs, '21:48:00')],
    });
    const { fitted, position } = await streamed;
    watch.on('error', () => undefined);
    watch.cancel();
    expect(fitted).toMatchObject({ underlying: 'ETH', venue: 'derive' });

    const between = BigInt(Date.parse('2023-09-01T08:00:00Z')) * 1000n;
    const request = { underlying: 'ETH', strikes: [1500, -1], expiriesUs: [expiryUs, between, at('21:00:00')] };
    const answer = await getSurface({ ...request, minPosition: position });
    expect(answer.surface).toEqual(fitted);
    expect(answer.position).toEqual(position);
    // Between the slices total variance is linear in time: from 21:48 on the 17th there are
    // 7.425 days to 8:00 on the 25th, 14.425 to the 1st and 38.425 to the 25th of September.
    const [first, middle, last] = [7.425, 14.425, 38.425];
    const [w1, w2] = [0.36 * first, 0.16 * last];
    const w = w1 + ((w2 - w1) * (middle - first)) / (last - first);
    const vol = unpackDoubles(answer.vol);
    expect(vol[0]).toBeCloseTo(0.6, 12);
    expect(vol[2]).toBeCloseTo(Math.sqrt(w / middle), 6);
    expect(answer.failures.map(({ row, field, code }) => [row, field, code])).toEqual([
      [1, 'strikes[1]', 'not_positive'],
      [3, 'strikes[1]', 'not_positive'],
      [4, 'expiries_us[2]', 'expired'],
      [5, 'strikes[1]', 'not_positive'],
    ]);
    expect((await getSurface({ underlying: 'ETH', venue: 'derive', asOfUs: at('22:00:00') })).surface).toEqual(fitted);
    // A flat slice has g = 1 everywhere, and 0.36 · 7.425 lies below 0.16 · 38.425: by 6.148 / 2.673 − 1.
    expect(answer.check).toMatchObject({ butterflyViolations: 0, calendarViolations: 0, butterflyLeastG: 1 });
    expect(answer.check?.calendarLeastExcess).toBeCloseTo((0.16 * last) / (0.36 * first) - 1, 6);
  });

  it('says of each volatility of a surface how it came about, and refuses an expiry far after the last slice', async () => {
    // The slices are 7.425 and 38.425 days away: the 20th is before the first, the 2nd of November 76.425 days away and
    // the 3rd 77.425, of which twice the last is 76.85.
    const days = ['2023-08-20', '2023-08-25', '2023-09-01', '2023-09-25', '2023-11-02', '2023-11-03', '2117-01-01'];
    const expiriesUs = days.map((day) => BigInt(Date.parse(`${day}T08:00:00Z`)) * 1000n);
    const answer = await getSurface({ underlying: 'ETH', strikes: [1600], expiriesUs });
    const { SURFACE_REGION_UNSPECIFIED: NONE, SURFACE_REGION_AT_SLICE: AT, ...OFF } = SurfaceRegion;
    expect(answer.regions).toEqual([
      OFF.SURFACE_REGION_BEFORE_FIRST,
      AT,
      OFF.SURFACE_REGION_BETWEEN,
      AT,
      OFF.SURFACE_REGION_AFTER_LAST,
      NONE,
      NONE,
    ]);
    const vol = unpackDoubles(answer.vol);
    // Outside, variance runs at the nearest slice's own speed: the volatility is that slice's.
    expect(vol[0]).toBeCloseTo(0.6, 6);
    expect(vol[4]).toBeCloseTo(0.4, 6);
    expect([...vol.subarray(5)]).toEqual([Number.NaN, Number.NaN]);
    // 38.425 days are 0.10527 years of 365 days, 77.425 days 0.21212.
    expect(answer.failures[0]).toEqual({
      row: 5,
      field: 'expiries_us[5]',
      code: 'too_far',
      reason: 'Expected an expiry within 2 times the 0.1053 years of the last slice, was 0.2121 years.',
    });
    expect(answer.failures[1]).toMatchObject({ row: 6, field: 'expiries_us[6]', code: 'too_far' });
  });

  it.each([
    ['marks', { underlying: 'NOPE' }, 3, 'underlying', /is listed \(ETH, USD\), was NOPE\./],
    ['marks', { underlying: 'eth' }, 3, 'underlying', /is listed \(ETH, USD\), was eth\./],
    ['surface', { underlying: 'NOPE' }, 3, 'underlying', /is listed \(ETH, USD\), was NOPE\./],
    [
      'marks',
      { from: [{ topic: 'marks.kept', partition: 77 }] },
      3,
      'from[0]',
      /^Expected a partition of marks\.kept that the stream reads \(0, 1\) in from\[0\], was 77\.$/,
    ],
    ['surface', { from: [{ topic: 'marks.kept', partition: 77 }] }, 3, 'from[0]', /was 77\.$/],
    ['surface', { from: [{ topic: 'marks.live', partition: 0 }] }, 3, 'from[0]', /a position of marks\.kept in from/],
    [
      'marks',
      {
        from: [
          { topic: 'marks.kept', partition: 0 },
          { topic: 'marks.live', partition: 0, offset: 99_999_999n },
        ],
      },
      11,
      'from[1]',
      /^Expected an offset of 0 to \d+ of marks\.live partition 0 in from\[1\], was 99999999\.$/,
    ],
    [
      'surface',
      { from: [{ topic: 'marks.kept', partition: 1, offset: 99_999_999n }] },
      11,
      'from[0]',
      /was 99999999\.$/,
    ],
  ] as const)('refuses a stream that would be silent for ever, %s %#', async (kind, wanted, code, field, sentence) => {
    const metadata = await token('trader');
    const stream =
      kind === 'marks'
        ? client.watchMarks(WatchMarksRequest.fromPartial(wanted as DeepPartial<WatchMarksRequest>), metadata)
        : client.watchSurface(WatchSurfaceRequest.fromPartial(wanted as DeepPartial<WatchSurfaceRequest>), metadata);
    const refused = await new Promise<ServiceError>((resolve) => stream.on('error', resolve));
    expect(refused.code).toBe(code);
    expect(refused.details).toMatch(sentence);
    expect(statusDetailsOf(refused)?.fieldViolations[0]?.field).toBe(field);
  });

  it('waits for an underlying that is not listed yet when a position is named', async () => {
    const from = [{ topic: 'marks.kept', partition: partitionOf('BTC', PARTITIONS), offset: 0n }];
    const stream = client.watchMarks(WatchMarksRequest.fromPartial({ underlying: 'BTC', from }), await token('trader'));
    const ended = new Promise<ServiceError>((resolve) => stream.on('error', resolve));
    const silent = new Promise<'silent'>((resolve) => setTimeout(() => resolve('silent'), 200));
    expect(await Promise.race([ended, silent])).toBe('silent');
    stream.cancel();
    expect((await ended).code).toBe(1);
  });

  it('names the field of a surface that is not there', async () => {
    const fieldOf = async (request: DeepPartial<GetSurfaceRequest>): Promise<[number, string | undefined]> => {
      const refused = await refusal(getSurface(request));
      return [refused.code, statusDetailsOf(refused)?.fieldViolations[0]?.field];
    };
    expect(await fieldOf({})).toEqual([3, 'underlying']);
    expect((await fieldOf({ underlying: 'DOGE' }))[0]).toBe(5);
    expect((await fieldOf({ underlying: 'ETH', venue: 'deribit' }))[0]).toBe(5);
    expect((await fieldOf({ underlying: 'ETH', asOfUs: at('21:47:59') }))[0]).toBe(5);
    expect(await fieldOf({ underlying: 'ETH', strikes: [1] })).toEqual([3, 'expiries_us']);
    const many = { strikes: Array.from({ length: 101 }, () => 1), expiriesUs: Array.from({ length: 100 }, () => 1n) };
    expect(await fieldOf({ underlying: 'ETH', ...many })).toEqual([3, 'strikes']);
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
