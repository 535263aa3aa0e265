import { topics } from '@gimbal/contracts';
import {
  GovernanceServiceClient,
  ListPendingChangesRequest,
  type ListPendingChangesResponse,
  WatchChangesRequest,
  type WatchChangesResponse,
} from '@gimbal/contracts/governance/v1/governance_service';
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
  startGrpcServer,
} from '@gimbal/runtime';
import { credentials, type ServiceError } from '@grpc/grpc-js';
import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { GovernanceState } from '../domain/governanceState.js';
import { attached, created, loan, moved, read, recordedMarket, type Said, update, us } from '../governance.scenario.js';
import { governanceWatchService } from '../governance-watch.service.js';

const PARTITIONS = 2;
const ATTACHED = [attached('desk-a', 'main', 'aave:main'), attached('desk-b', 'book', 'aave:b')];

/** The services before this one as far as it sees them: one appends what the test releases, the other what is attached. */
function upstream(service: 'ingestion' | 'risk', inputs: Stage<StageState>['upstream']): Stage<StageState> {
  return {
    service,
    foldVersion: 'test-1',
    ruleset: 'none',
    upstream: inputs,
    downstream: [],
    createState: () => ({ tables: [] }),
    evolve: () => undefined,
    decide: (_state, { external, step }) =>
      service === 'risk' ? (step.number === 1 ? ATTACHED : []) : (external as Said[]),
  };
}

const released = Array.from({ length: 3 }, () => Promise.withResolvers<{ timeUs: bigint; external: Said[] }>());
const failures: unknown[] = [];
const runners: StageRunner<StageState>[] = [];
let issuer: DevIssuer;
let server: GrpcServer;
let client: GovernanceServiceClient;
let governance: StageRunner<GovernanceState>;

beforeAll(async () => {
  const log = createMemoryLog();
  const all = Object.values(topics).map(({ name }) => ({ name, partitions: PARTITIONS, retentionMs: Infinity }));
  await log.ensureTopics(all);
  const run = <S extends StageState>(stage: Stage<S>): StageRunner<S> =>
    new StageRunner({
      stage,
      log,
      store: createMemoryProjectionStore(),
      ownership: createMemoryOwnership(() => performance.now()),
      partitionCount: PARTITIONS,
      owner: 'one',
      address: () => '',
      sealSigner: createSealSigner(generateKeyPairSync('ed25519').privateKey),
      report: () => undefined,
      fatal: (error: unknown) => failures.push(error),
      ...(stage.service === 'ingestion'
        ? {
            stepSource: {
              waitFor: (step: number) => released[step - 1]?.promise ?? new Promise<never>(() => undefined),
            },
          }
        : {}),
    });
  runners.push(run(upstream('ingestion', [])), run(upstream('risk', ['market'])));
  governance = run(governanceWatchService.createStage(governanceWatchService.configSchema.parse({})));
  issuer = await createDevIssuer();
  server = await startGrpcServer({
    service: governanceWatchService.name,
    module: governanceWatchService.module(governance, log),
    definitions: governanceWatchService.definitions,
    verifier: await createTokenVerifier({ issuer: issuer.issuer, jwks: issuer.jwks }),
    logger: createLogger({ service: 'governance-watch', level: 'error' }),
    health: () => governance.status.state === 'serving',
  });
  client = new GovernanceServiceClient(server.address, credentials.createInsecure());
  while (governance.status.state !== 'serving' && failures.length === 0)
    await new Promise((resolve) => setTimeout(resolve, 5));
});

afterAll(async () => {
  client.close();
  await server.stop(0);
  await governance.stop();
  for (const runner of runners) void runner.stop();
});

async function token(tenant: string): Promise<ReturnType<typeof bearer>> {
  return bearer(await issuer.issue({ subject: 'alice', tenant, roles: ['trader'], ttlSeconds: 60 }));
}

async function list(
  tenant: string,
  request: Partial<ListPendingChangesRequest> = {},
): Promise<ListPendingChangesResponse> {
  const metadata = await token(tenant);
  return new Promise((resolve, reject) => {
    client.listPendingChanges(ListPendingChangesRequest.fromPartial(request), metadata, (error, response) =>
      error === null ? resolve(response) : reject(error),
    );
  });
}

/** Takes messages of a stream until there are as many as asked for. */
async function watch(
  tenant: string,
  count: number,
  from: WatchChangesRequest['from'] = [],
): Promise<WatchChangesResponse[]> {
  const call = client.watchChanges(WatchChangesRequest.fromPartial({ from }), await token(tenant));
  return new Promise((resolve, reject) => {
    const taken: WatchChangesResponse[] = [];
    call.on('error', (error: ServiceError) => (taken.length < count ? reject(error) : undefined));
    call.on('data', (message: WatchChangesResponse) => {
      taken.push(message);
      if (taken.length === count) resolve(taken);
      if (taken.length >= count) call.cancel();
    });
  });
}

async function play(step: number, at: string, ...said: Said[]): Promise<void> {
  const done = new Promise<void>((resolve) =>
    governance.onAdvance(() => governance.status.step.number >= step && resolve()),
  );
  released[step - 1]!.resolve({ timeUs: us(at), external: said });
  await done;
  expect(failures).toEqual([]);
}

const FROM_START = Array.from({ length: PARTITIONS }, (_, partition) => ({
  topic: 'governance',
  partition,
  offset: 0n,
}));

describe('GovernanceService over gRPC', () => {
  it('lists a pending change with its countdown and the impact on the caller alone', async () => {
    await play(1, '2023-08-17T21:42:47', ...recordedMarket(), ...loan('aave:main'), ...loan('aave:b', 'desk-b'));
    const lowered = update('WETH', 'liquidation_threshold_bps', '8250', '8000');
    await play(
      2,
      '2023-08-17T21:43:00',
      created(83, '2023-08-13T19:37:52'),
      read(83, lowered),
      moved('queued', 83, '2023-08-17T21:05:00'),
    );
    const { cut, changes } = await list('desk-a');
    expect(cut).toMatchObject({ step: 2n, timeUs: us('2023-08-17T21:43:00') });
    expect(changes.map(({ change, countdownUs }) => [change?.changeId, countdownUs])).toEqual([
      ['aave-v3:polygon/83', us('2023-08-18T21:05:00') - us('2023-08-17T21:43:00')],
    ]);
    expect(changes[0]?.impacts.map((impact) => [impact.tenant, impact.accountId, impact.healthFactorWadAfter])).toEqual(
      [['desk-a', 'aave:main', '1017211985171275018']],
    );
    expect((await list('desk-c')).changes[0]?.impacts).toEqual([]);
  });

  it('streams changes to all, and impacts to their tenant', async () => {
    const own = await watch('desk-b', 2, FROM_START);
    expect(own.map(({ event }) => [event?.$case, event?.$case === 'impact' ? event.value.tenant : ''])).toEqual([
      ['change', ''],
      ['impact', 'desk-b'],
    ]);
    // The first thing after the change that a tenant without accounts sees is the next change, not another's impact.
    const others = watch('desk-c', 2, FROM_START);
    await play(3, '2023-08-17T21:44:00', moved('cancelled', 83, '2023-08-17T21:44:00'));
    expect((await others).map(({ event }) => event?.$case === 'change' && event.value.state)).toEqual([2, 4]);
    expect((await list('desk-a')).changes).toEqual([]);
    expect((await list('desk-a', { includeEnded: true })).changes[0]?.change?.state).toBe(4);
  });

  it('names the field of a position that is no place of the stream', async () => {
    const wrong = watch('desk-a', 1, [{ topic: 'exposure', partition: 0, offset: 0n }]);
    await expect(wrong).rejects.toMatchObject({
      code: 3,
      details: expect.stringContaining('Expected a position of governance'),
    });
  });
});
