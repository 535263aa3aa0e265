import { DependencyKind } from '@gimbal/contracts/risk/v1/exposure_events';
import {
  RiskServiceClient,
  RiskServiceService,
  WatchExposureRequest,
  type WatchExposureResponse,
} from '@gimbal/contracts/risk/v1/risk_service';
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
import { attaching, limiting, opening, trading } from '../domain/commands/requests.sample.js';
import { MINUTE_US, T0_US, USDC, WETH } from '../domain/desk.sample.js';
import { RECENT_BASES_MAX } from '../limits.js';
import { PARTITIONS, runRecordedStages } from '../recordedStages.sample.js';
import { riskService } from '../risk.service.js';

let stages: Awaited<ReturnType<typeof runRecordedStages>>;
let issuer: DevIssuer;
let server: GrpcServer;
let client: RiskServiceClient;

beforeAll(async () => {
  stages = await runRecordedStages();
  issuer = await createDevIssuer();
  server = await startGrpcServer({
    service: riskService.name,
    module: riskService.module({ host: stages.risk, log: stages.log, partitionCount: PARTITIONS }),
    definitions: riskService.definitions,
    verifier: await createTokenVerifier({ issuer: issuer.issuer, jwks: issuer.jwks }),
    logger: createLogger({ service: 'risk', level: 'error' }),
    health: () => true,
  });
  client = new RiskServiceClient(server.address, credentials.createInsecure());
});

afterAll(async () => {
  client.close();
  await server.stop(0);
  await stages.stop();
});

async function token(role: Role, tenant = 'desk-a', subject = tenant === 'desk-a' ? 'alice' : 'mallory') {
  return bearer(await issuer.issue({ subject, tenant, roles: [role], ttlSeconds: 60 }));
}

/** Calls a unary method by its definition, so that request and response keep their types. */
async function ask<Request, Response>(
  method: UnaryDefinition<Request, Response>,
  request: Request,
  role: Role = 'trader',
  tenant?: string,
  subject?: string,
): Promise<Response> {
  const metadata = await token(role, tenant, subject);
  return new Promise((resolve, reject) => {
    const { path, requestSerialize, responseDeserialize } = method;
    client.makeUnaryRequest(path, requestSerialize, responseDeserialize, request, metadata, (error, response) =>
      error === null ? resolve(response!) : reject(error),
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

const minPosition = undefined;
const exposureOf = (portfolioId = 'main') => ({ portfolioId, minPosition, asOf: undefined });

describe('RiskService over gRPC', () => {
  it('books, reads its own writes, and repeats a repeated request', async () => {
    await stages.release(1600);
    expect(await ask(RiskServiceService.openPortfolio, opening({ requestId: 'open' }))).toMatchObject({ version: 1n });
    expect(
      await ask(RiskServiceService.attachAccount, attaching({ requestId: 'attach', expectedVersion: 1n })),
    ).toMatchObject({ version: 2n });
    const trade = trading({ requestId: 'book', quantity: '100', price: '1599.5', fee: '0' });
    const booked = await ask(RiskServiceService.bookTrade, trade);
    expect(await ask(RiskServiceService.bookTrade, trade)).toEqual(booked);
    expect(await failure(ask(RiskServiceService.bookTrade, { ...trade, quantity: '101' }))).toMatchObject({
      code: status.ALREADY_EXISTS,
      field: 'request_id',
    });
    const read = await ask(
      RiskServiceService.getPortfolio,
      { portfolioId: 'main', minPosition: booked.position },
      'viewer',
    );
    expect(read.positions).toEqual([
      { accountId: 'wallet', instrumentId: WETH, quantity: '100' },
      { accountId: 'wallet', instrumentId: USDC, quantity: '-159950' },
    ]);
    expect(read.portfolio).toEqual({ portfolioId: 'main', name: 'Main book', parentPortfolioId: '', version: 3n });
  });

  it('lets risk set limits, and traders not', async () => {
    const limit = limiting({ requestId: 'limit', level: '160000', closeLevel: '150000' });
    expect((await failure(ask(RiskServiceService.setLimit, limit))).code).toBe(status.PERMISSION_DENIED);
    expect(await ask(RiskServiceService.setLimit, limit, 'risk')).toMatchObject({ version: 4n });
  });

  it('takes declared dependencies from risk, and assesses failures by them', async () => {
    const declared = { portfolioId: 'main', expectedVersion: undefined, recovery: '0.5' };
    const request = { ...declared, requestId: 'declare', subject: 'wallet', kind: 'custodian', name: 'Safe' };
    expect((await failure(ask(RiskServiceService.declareDependency, request))).code).toBe(status.PERMISSION_DENIED);
    const { position, version } = await ask(RiskServiceService.declareDependency, request, 'risk');
    expect(version).toBe(5n);
    expect(
      await failure(ask(RiskServiceService.declareDependency, { ...request, requestId: 'd2', kind: 'friend' }, 'risk')),
    ).toMatchObject({ code: status.INVALID_ARGUMENT, field: 'kind' });
    const safe = { kind: DependencyKind.DEPENDENCY_KIND_CUSTODIAN, name: 'Safe' };
    const asked = { portfolioId: 'main', failed: [safe], minPosition: position };
    const assessed = await ask(RiskServiceService.assessFailure, asked, 'viewer');
    // Half of 100 WETH at 1,600 is lost; the 159,950 that the wallet owes stay.
    expect(assessed).toMatchObject({ valueUsd: 160_000 - 159_950, valueAfterUsd: 80_000 - 159_950, lossUsd: 80_000 });
    expect(assessed.legs.map(({ legId, recovery, becauseOf }) => [legId, recovery, becauseOf])).toEqual([
      [WETH, 0.5, [safe]],
      [USDC, 1, [safe]],
    ]);
    expect(assessed.lookThrough).toContainEqual({
      ...safe,
      valueUsd: 50,
      lossGivenFailureUsd: 80_000,
      legIds: [WETH, USDC],
    });
    const unknown = { ...asked, failed: [{ ...safe, name: 'safe' }] };
    expect(await failure(ask(RiskServiceService.assessFailure, unknown))).toMatchObject({
      code: status.INVALID_ARGUMENT,
      field: 'failed[0].name',
    });
    expect((await failure(ask(RiskServiceService.assessFailure, asked, 'trader', 'desk-b'))).code).toBe(
      status.NOT_FOUND,
    );
  });

  it('answers the exposure now, as of a time and as of a position, with its sums', async () => {
    await stages.release(1601);
    await stages.release(1490);
    const now = await ask(RiskServiceService.getExposure, exposureOf());
    expect(now.exposure).toMatchObject({
      sequence: 2n,
      official: true,
      total: { deltaUsd: 149_000, valueUsd: 149_000 - 159_950 },
    });
    expect(now.byAsset.map(({ asset, exposure }) => [asset, exposure?.deltaUsd])).toEqual([
      ['ETH', 149_000],
      ['USDC', -159_950],
    ]);
    expect(now.byAccount.map(({ accountId, exposure }) => [accountId, exposure?.deltaUsd])).toEqual([
      ['wallet', 149_000],
    ]);
    const earlier = await ask(RiskServiceService.getExposure, {
      ...exposureOf(),
      asOf: { $case: 'asOfTimeUs', value: T0_US + 2n * MINUTE_US },
    });
    expect(earlier.exposure).toMatchObject({ sequence: 1n, total: { deltaUsd: 160_100 } });
    const atPosition = { ...now.position!, offset: now.position!.offset - 1n };
    const before = await ask(RiskServiceService.getExposure, {
      ...exposureOf(),
      asOf: { $case: 'asOfPosition', value: atPosition },
    });
    expect(before.position).toEqual(earlier.position);
    const tooEarly = ask(RiskServiceService.getExposure, {
      ...exposureOf(),
      asOf: { $case: 'asOfTimeUs', value: T0_US },
    });
    expect((await failure(tooEarly)).code).toBe(status.NOT_FOUND);
    const elsewhere = ask(RiskServiceService.getExposure, {
      ...exposureOf(),
      asOf: { $case: 'asOfPosition', value: { ...atPosition, topic: 'market' } },
    });
    expect(await failure(elsewhere)).toMatchObject({ code: status.INVALID_ARGUMENT, field: 'as_of_position' });
  });

  it('lists the breach that opened and closed', async () => {
    const { breaches } = await ask(RiskServiceService.listBreaches, {
      portfolioId: 'main',
      includeClosed: true,
      minPosition,
    });
    expect(breaches).toMatchObject([
      { opened: { breachId: 'main/delta/1', value: 160_100 }, closed: { value: 149_000 } },
    ]);
    expect(
      (await ask(RiskServiceService.listBreaches, { portfolioId: 'main', includeClosed: false, minPosition })).breaches,
    ).toEqual([]);
  });

  it('streams exposures and breaches from an offset on, and resumes', async () => {
    const all = await watch(0n, 4);
    expect(all.map(({ event }) => event?.$case)).toEqual(['exposure', 'breachOpened', 'exposure', 'breachClosed']);
    expect(await watch(all[1]!.position!.offset + 1n, 2)).toEqual(all.slice(2));
  });

  it('verifies every bit of an exposure by refolding the log', async () => {
    const verified = await ask(RiskServiceService.verifyExposure, { portfolioId: 'main', exposureSequence: 1n });
    expect(verified).toMatchObject({ verdict: 'identical', firstDifference: '', cut: { step: 2n } });
    expect(verified.recordedSha256).toBe(verified.refoldedSha256);
    expect(verified.events).toBeGreaterThan(0n);
  });

  it('explains the newest number from memory, and an old one from the log, alike', async () => {
    const question = { portfolioId: 'main', exposureSequence: 1n, component: 'value_usd', accountId: '', asset: '' };
    const fresh = await ask(RiskServiceService.explainNumber, question);
    expect(fresh).toMatchObject({ value: 160_100 - 159_950, unit: 'USD', cut: { step: 2n } });
    expect(fresh.terms.map(({ value }) => value)).toEqual([160_100, -159_950]);
    for (let step = 0; step < RECENT_BASES_MAX; step++) await stages.release(1500 + step);
    expect(stages.risk.state.recentBases.get('desk-a/main')?.has(1)).toBe(false);
    expect(await ask(RiskServiceService.explainNumber, question)).toEqual(fresh);
    expect(
      await failure(ask(RiskServiceService.explainNumber, { ...question, exposureSequence: 10_000n })),
    ).toMatchObject({ code: status.NOT_FOUND, field: 'exposure_sequence' });
    expect(await failure(ask(RiskServiceService.explainNumber, { ...question, component: 'x' }))).toMatchObject({
      code: status.INVALID_ARGUMENT,
      field: 'component',
    });
  });

  it('changes a limit with two principals, and waives it until its time', async () => {
    const portfolioId = 'main';
    const sent = { portfolioId, expectedVersion: undefined };
    const asBob = <Q, R>(method: UnaryDefinition<Q, R>, request: Q, role: Role = 'approver') =>
      ask(method, request, role, 'desk-a', 'bob');
    const limitOf = async () => {
      const { limits } = await ask(RiskServiceService.listLimits, { portfolioId, minPosition }, 'viewer');
      return limits[0]!;
    };
    const change = {
      ...sent,
      requestId: 'change',
      limitId: 'delta',
      level: '200000',
      closeLevel: '',
      target: '',
      severity: 0,
      remove: false,
      reason: 'more room',
    };
    expect((await failure(ask(RiskServiceService.proposeLimitChange, change, 'trader'))).code).toBe(
      status.PERMISSION_DENIED,
    );
    const proposed = await ask(RiskServiceService.proposeLimitChange, change, 'risk');
    expect(proposed.changeId).toBe('main/delta/change/1');
    expect(await ask(RiskServiceService.proposeLimitChange, change, 'risk')).toEqual(proposed);
    expect(await limitOf()).toMatchObject({ limit: { level: '160000' }, pending: { changeId: proposed.changeId } });
    const approval = { ...sent, requestId: 'approve', changeId: proposed.changeId };
    expect(await failure(ask(RiskServiceService.approveLimitChange, approval, 'risk'))).toMatchObject({
      code: status.PERMISSION_DENIED,
      field: 'change_id',
    });
    await asBob(RiskServiceService.approveLimitChange, approval);
    expect(await limitOf()).toMatchObject({ limit: { level: '200000', setBy: 'alice', approvedBy: 'bob' } });

    const refused = await ask(
      RiskServiceService.proposeLimitChange,
      { ...change, requestId: 'again', level: '300000' },
      'risk',
    );
    await asBob(RiskServiceService.refuseLimitChange, {
      ...sent,
      requestId: 'refuse',
      changeId: refused.changeId,
      reason: 'enough',
    });
    const { cut } = await ask(RiskServiceService.listPortfolios, { minPosition });
    const waiver = await ask(RiskServiceService.requestWaiver, {
      ...sent,
      requestId: 'waive',
      limitId: 'delta',
      level: '250000',
      reason: 'the roll',
      expiresAtUs: cut!.timeUs + MINUTE_US,
    });
    expect(waiver.waiverId).toBe('main/delta/waiver/1');
    await asBob(RiskServiceService.grantWaiver, { ...sent, requestId: 'grant', waiverId: waiver.waiverId });
    expect(await limitOf()).toMatchObject({ pending: undefined, waiver: { level: '250000' }, waiverInForce: true });
    const seen = watch(undefined, 2);
    await new Promise((resolve) => setTimeout(resolve, 200));
    await stages.release(1500);
    expect((await seen).map(({ event }) => event?.$case)).toEqual(['exposure', 'waiverExpired']);
    expect(await limitOf()).toMatchObject({ waiver: undefined, waiverInForce: false, value: 150_000, used: 0.75 });
    const late = { ...sent, requestId: 'end', waiverId: waiver.waiverId, reason: '' };
    expect(await failure(asBob(RiskServiceService.endWaiver, late))).toMatchObject({
      code: status.FAILED_PRECONDITION,
      field: 'waiver_id',
    });
    const calls = await ask(RiskServiceService.listMarginCalls, { portfolioId, includeCleared: true, minPosition });
    expect(calls.calls).toEqual([]);
  });

  it('shows another tenant nothing: every method answers as if the portfolio were not there', async () => {
    const portfolioId = 'main';
    const asMallory = <Q, R>(method: UnaryDefinition<Q, R>, request: Q, role: Role = 'trader') =>
      failure(ask(method, request, role, 'desk-b'));
    const answers = await Promise.all([
      asMallory(RiskServiceService.attachAccount, attaching({ requestId: 'm1', accountId: 'theirs' })),
      asMallory(RiskServiceService.bookTrade, trading({ requestId: 'm2', venueTradeId: 'theirs' })),
      asMallory(RiskServiceService.correctTrade, { ...trading(), requestId: 'm3', reason: '' }),
      asMallory(RiskServiceService.setLimit, limiting({ requestId: 'm4' }), 'risk'),
      asMallory(RiskServiceService.getPortfolio, { portfolioId, minPosition }),
      asMallory(RiskServiceService.getExposure, exposureOf()),
      asMallory(RiskServiceService.listBreaches, { portfolioId, includeClosed: true, minPosition }),
      asMallory(RiskServiceService.explainNumber, {
        portfolioId,
        exposureSequence: 1n,
        component: 'value_usd',
        accountId: '',
        asset: '',
      }),
      asMallory(RiskServiceService.verifyExposure, { portfolioId, exposureSequence: 1n }),
      failure(watch(0n, 1, 'desk-b')),
    ]);
    const notThere = {
      code: status.NOT_FOUND,
      details: 'Expected a portfolio of yours, found none with the id "main".',
    };
    for (const answer of answers) expect(answer).toMatchObject(notThere);
    expect((await ask(RiskServiceService.listPortfolios, { minPosition }, 'trader', 'desk-b')).portfolios).toEqual([]);
    expect(
      (await ask(RiskServiceService.listPortfolios, { minPosition })).portfolios.map(({ portfolioId: id }) => id),
    ).toEqual(['main']);
  });
});

async function watch(fromOffset: bigint | undefined, count: number, tenant?: string): Promise<WatchExposureResponse[]> {
  const stream = client.watchExposure(
    WatchExposureRequest.create({ portfolioId: 'main', fromOffset }),
    await token('viewer', tenant),
  );
  const found: WatchExposureResponse[] = [];
  return new Promise((resolve, reject) => {
    stream.on('error', reject);
    stream.on('data', (message: WatchExposureResponse) => {
      if (found.push(message) < count) return;
      stream.off('error', reject).on('error', () => undefined);
      stream.cancel();
      resolve(found);
    });
  });
}
