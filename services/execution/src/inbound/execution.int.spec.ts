import { generateKeyPairSync } from 'node:crypto';
import { type Event, event, type ServiceName, type TopicName, topics } from '@gimbal/contracts';
import { ExecutionMode } from '@gimbal/contracts/execution/v1/execution_events';
import {
  ExecutionServiceClient,
  ExecutionServiceService,
  ProposalState,
  WatchExecutionRequest,
  type WatchExecutionResponse,
} from '@gimbal/contracts/execution/v1/execution_service';
import { BreachOpened, ExposureCalculated } from '@gimbal/contracts/risk/v1/exposure_events';
import { LimitComponent } from '@gimbal/contracts/risk/v1/portfolio_events';
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
  type UnaryDefinition,
} from '@gimbal/runtime';
import { credentials, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseExecutionConfig } from '../config.js';
import { at, desk, deltaLimit, gas, keyOf, perp, pool, topicOf } from '../execution.scenario.js';
import { executionService } from '../execution.service.js';

const PARTITIONS = 4;
const exposure = (step: bigint, deltaUsd: number): Event =>
  event(
    ExposureCalculated,
    ExposureCalculated.fromPartial({
      portfolioId: 'main',
      sequence: step,
      official: true,
      total: { deltaUsd },
      referencePriceUsd: 1705,
      cut: { step, timeUs: 0n, positions: [], ruleset: '', foldVersion: '' },
    }),
  );
const breach = event(
  BreachOpened,
  BreachOpened.fromPartial({
    breachId: 'main/delta/1',
    portfolioId: 'main',
    limitId: 'delta',
    component: LimitComponent.LIMIT_COMPONENT_DELTA_USD,
    value: 100_000,
    level: 60_000,
    target: 40_000,
    limitSetBy: 'alice',
    exposureSequence: 2n,
  }),
);

/** What ingestion and risk say in each step; execution between them is real. */
const script: readonly { readonly time: string; readonly said: readonly Event[] }[] = [
  { time: '21:40:00', said: [...desk(), deltaLimit, pool('21:40:00'), gas(), perp()] },
  { time: '21:40:10', said: [exposure(2n, 100_000), breach] },
  { time: '21:40:20', said: [exposure(3n, 100_000)] },
  { time: '21:40:40', said: [exposure(4n, 100_000)] },
];

function scripted(
  service: ServiceName,
  upstream: readonly TopicName[],
  owned: readonly TopicName[],
): Stage<StageState> {
  return {
    service,
    upstream,
    downstream: [],
    foldVersion: 'scripted-1',
    ruleset: 'none',
    createState: () => ({ tables: [] }),
    evolve: () => undefined,
    decide: (_state, { step }): Draft[] =>
      (script[step.number - 1]?.said ?? []).flatMap((said) => {
        const topic = topicOf(said);
        if (!owned.includes(topic)) return [];
        const isDesk = topic === 'portfolio' || topic === 'exposure';
        return [
          { topic, key: isDesk ? 'desk-a/main' : keyOf(said), event: said, tenant: isDesk ? 'desk-a' : undefined },
        ];
      }),
  };
}

const log = createMemoryLog();
const failures: unknown[] = [];
const released = script.map(() => Promise.withResolvers<void>());

function run<S extends StageState>(stage: Stage<S>, isSource = false): StageRunner<S> {
  const stepSource = {
    waitFor: async (step: number) => {
      await (released[step - 1]?.promise ?? new Promise<void>(() => undefined));
      return { timeUs: at(script[step - 1]!.time), external: undefined };
    },
  };
  return new StageRunner({
    stage,
    log,
    partitionCount: PARTITIONS,
    owner: 'one',
    address: () => '',
    report: () => undefined,
    store: createMemoryProjectionStore(),
    ownership: createMemoryOwnership(() => performance.now()),
    sealSigner: createSealSigner(generateKeyPairSync('ed25519').privateKey),
    fatal: (error) => failures.push(error),
    ...(isSource ? { stepSource } : {}),
  });
}

let runners: readonly StageRunner<StageState>[];
let execution: StageRunner<ReturnType<ReturnType<typeof executionService.createStage>['createState']>>;
let issuer: DevIssuer;
let server: GrpcServer;
let client: ExecutionServiceClient;

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) {
    if (failures.length > 0) throw failures[0];
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
}

async function release(step: number): Promise<void> {
  released[step - 1]!.resolve();
  await until(() => execution.status.step.number >= step);
}

beforeAll(async () => {
  await log.ensureTopics(
    Object.values(topics).map(({ name }) => ({ name, partitions: PARTITIONS, retentionMs: Infinity })),
  );
  runners = [
    run(scripted('ingestion', [], ['market', 'account', 'protocol']), true),
    run(scripted('risk', ['market'], ['portfolio', 'exposure'])),
    run(scripted('governance-watch', ['market'], ['governance'])),
  ];
  execution = run(executionService.createStage(parseExecutionConfig({})));
  await until(() => execution.status.state === 'serving');
  issuer = await createDevIssuer();
  server = await startGrpcServer({
    service: executionService.name,
    module: executionService.module({ host: execution, log, partitionCount: PARTITIONS }),
    definitions: executionService.definitions,
    verifier: await createTokenVerifier({ issuer: issuer.issuer, jwks: issuer.jwks }),
    logger: createLogger({ service: 'execution', level: 'error' }),
    health: () => true,
  });
  client = new ExecutionServiceClient(server.address, credentials.createInsecure());
});

afterAll(async () => {
  client.close();
  await server.stop(0);
  await execution.stop();
  // The others wait for a step that never comes.
  for (const runner of runners) void runner.stop();
});

interface Caller {
  readonly subject: string;
  readonly role: Role;
  readonly tenant?: string;
}

const alice: Caller = { subject: 'alice', role: 'risk' };
const bob: Caller = { subject: 'bob', role: 'approver' };
const eve: Caller = { subject: 'eve', role: 'approver', tenant: 'desk-b' };

const tokenOf = async ({ subject, role, tenant = 'desk-a' }: Caller) =>
  bearer(await issuer.issue({ subject, tenant, roles: [role], ttlSeconds: 60 }));

async function ask<Request, Response>(
  method: UnaryDefinition<Request, Response>,
  caller: Caller,
  request: Request,
): Promise<Response> {
  const metadata = await tokenOf(caller);
  return new Promise((resolve, reject) => {
    client.makeUnaryRequest(
      method.path,
      (value: Request) => method.requestSerialize(value),
      (bytes) => method.responseDeserialize(bytes),
      request,
      metadata,
      (error, response) => (error === null ? resolve(response!) : reject(error)),
    );
  });
}

async function failure(call: Promise<unknown>): Promise<{ code: number; details: string; field: string | undefined }> {
  const error = await call.then(
    () => Promise.reject(new Error('Expected a refusal, was an answer.')),
    (reason: unknown) => reason as ServiceError,
  );
  return { code: error.code, details: error.details, field: statusDetailsOf(error)?.fieldViolations[0]?.field };
}

async function watch(caller: Caller, request: WatchExecutionRequest, count: number): Promise<WatchExecutionResponse[]> {
  const stream = client.watchExecution(request, await tokenOf(caller));
  const seen: WatchExecutionResponse[] = [];
  return new Promise((resolve, reject) => {
    stream.on('error', (error) => (seen.length >= count ? resolve(seen) : reject(error)));
    stream.on('data', (response: WatchExecutionResponse) => {
      seen.push(response);
      if (seen.length === count) stream.cancel();
    });
  });
}

const main = { portfolioId: 'main' };
const list = { ...main, pendingOnly: false, minPosition: undefined };
const { setMode, approveProposal, refuseProposal, engageKillSwitch, releaseKillSwitch, listProposals } =
  ExecutionServiceService;

describe('ExecutionService over gRPC and a log in memory', () => {
  it('sets the mode of a portfolio that is open, once for a request id', async () => {
    await release(1);
    const request = { requestId: 'mode', ...main, mode: ExecutionMode.EXECUTION_MODE_EXECUTE };
    const first = await ask(setMode, alice, request);
    expect(first.position).toMatchObject({ topic: 'execution' });
    expect(await ask(setMode, alice, request)).toEqual(first);
    const other = { ...request, mode: ExecutionMode.EXECUTION_MODE_OBSERVE };
    expect((await failure(ask(setMode, alice, other))).field).toBe('request_id');
    expect((await failure(ask(setMode, { subject: 'tim', role: 'trader' }, request))).code).toBe(
      status.PERMISSION_DENIED,
    );
    expect(await ask(listProposals, alice, { ...list, minPosition: first.position })).toMatchObject({
      mode: 3,
      proposals: [],
    });
  });

  it('proposes, takes the approval of a second principal, and fills two steps later', async () => {
    await release(2);
    const [proposal] = (await ask(listProposals, bob, { ...list, pendingOnly: true })).proposals;
    const { proposalId, payloadHash } = proposal!.made!;
    expect(proposal).toMatchObject({
      state: ProposalState.PROPOSAL_STATE_PENDING,
      made: { action: { quantity: '-35.19' } },
    });
    const request = { requestId: 'ok', proposalId, payloadHash };
    const own: Caller = { subject: 'alice', role: 'approver' };
    expect(await failure(ask(approveProposal, own, request))).toMatchObject({ code: status.PERMISSION_DENIED });
    expect(await failure(ask(approveProposal, bob, { ...request, payloadHash: Buffer.alloc(32) }))).toMatchObject({
      code: status.FAILED_PRECONDITION,
      field: 'payload_hash',
    });
    const approved = await ask(approveProposal, bob, request);
    expect(await ask(approveProposal, bob, request)).toEqual(approved);
    await release(3);
    await release(4);
    const { proposals } = await ask(listProposals, bob, list);
    expect(proposals).toMatchObject([
      { state: ProposalState.PROPOSAL_STATE_FILLED, decidedBy: 'bob', fill: { quantity: '-35.19', venue: 'paper' } },
    ]);
  });

  it('streams from an offset on, and goes on where it was left', async () => {
    const fromStart = WatchExecutionRequest.fromPartial({ ...main, fromOffset: 0n });
    const seen = await watch(bob, fromStart, 5);
    const cases = ['modeSet', 'proposalMade', 'proposalApproved', 'orderIntended', 'orderFilled'];
    expect(seen.map(({ event: said }) => said?.$case)).toEqual(cases);
    const rest = await watch(bob, { ...main, fromOffset: seen[2]!.position!.offset + 1n }, 2);
    expect(rest).toEqual(seen.slice(3));
  });

  it('shows another tenant nothing, in the words for what is not there', async () => {
    const asked = async (portfolioId: string, proposalId: string) => [
      await failure(ask(listProposals, eve, { ...list, portfolioId })),
      await failure(ask(setMode, { ...eve, role: 'risk' }, { requestId: 'a', portfolioId, mode: 1 })),
      await failure(ask(engageKillSwitch, eve, { requestId: 'b', portfolioId, reason: '' })),
      await failure(ask(releaseKillSwitch, eve, { requestId: 'c', portfolioId })),
      await failure(ask(approveProposal, eve, { requestId: 'd', proposalId, payloadHash: Buffer.alloc(0) })),
      await failure(ask(refuseProposal, eve, { requestId: 'e', proposalId, reason: '' })),
      await failure(watch(eve, { portfolioId, fromOffset: 0n }, 1)),
    ];
    const theirs = await asked('main', 'main/delta/1/1');
    const nothing = await asked('nope', 'nope/1');
    expect(theirs.map(({ code }) => code)).toEqual(Array(7).fill(status.NOT_FOUND));
    const blank = (failed: typeof theirs, ids: RegExp) =>
      failed.map((each) => ({ ...each, details: each.details.replace(ids, 'ID') }));
    expect(blank(theirs, /"main[^"]*"/)).toEqual(blank(nothing, /"nope[^"]*"/));
  });

  it('needs two persons to go on after one stopped it', async () => {
    await ask(engageKillSwitch, bob, { requestId: 'stop', ...main, reason: 'fire' });
    expect(await ask(listProposals, bob, list)).toMatchObject({ killSwitchEngaged: true });
    expect(await ask(releaseKillSwitch, bob, { requestId: 'go-1', ...main })).toMatchObject({ released: false });
    expect((await failure(ask(releaseKillSwitch, bob, { requestId: 'go-2', ...main }))).code).toBe(
      status.PERMISSION_DENIED,
    );
    const go = { requestId: 'go-3', ...main };
    expect(await ask(releaseKillSwitch, alice, go)).toMatchObject({ released: true });
    expect(await ask(releaseKillSwitch, alice, go)).toMatchObject({ released: true });
  });
});
