import {
  type AssessMarginRequest,
  type AssessMarginResponse,
  RiskServiceClient,
} from '@gimbal/contracts/risk/v1/risk_service';
import {
  bearer,
  createDevIssuer,
  createLogger,
  createTokenVerifier,
  type DevIssuer,
  type GrpcServer,
  startGrpcServer,
  statusDetailsOf,
} from '@gimbal/runtime';
import { credentials, type ServiceError, status } from '@grpc/grpc-js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { attachAccount } from '../domain/commands/attachAccount.js';
import { openPortfolio } from '../domain/commands/openPortfolio.js';
import { attaching, opening } from '../domain/commands/requests.sample.js';
import { alice } from '../domain/desk.sample.js';
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
  await stages.release(1600);
  const execute = (requestId: string, decide: Parameters<typeof stages.risk.execute>[0]['decide']) =>
    stages.risk.execute({ principal: alice, requestId, requestHash: requestId, decide });
  await execute('1', (state) => openPortfolio(state, alice, opening()));
  const attached = attaching({ accountId: 'aave', venue: 'aave-v3', deployment: 'aave-v3:polygon' });
  await execute('2', (state) => attachAccount(state, alice, attached));
  await stages.release(1700);
});

afterAll(async () => {
  client.close();
  await server.stop(0);
  await stages.stop();
});

async function ask(more: Partial<AssessMarginRequest>, tenant = 'desk-a'): Promise<AssessMarginResponse> {
  const metadata = bearer(await issuer.issue({ subject: 'alice', tenant, roles: ['viewer'], ttlSeconds: 60 }));
  const request: AssessMarginRequest = {
    portfolioId: 'main',
    accountId: 'aave',
    trades: [],
    deployment: '',
    accountJson: '',
    prices: [],
    minPosition: undefined,
    ...more,
  };
  return new Promise((resolve, reject) => {
    client.assessMargin(request, metadata, (error, response) => (error === null ? resolve(response) : reject(error)));
  });
}

async function refusal(more: Partial<AssessMarginRequest>, tenant?: string) {
  const error = (await ask(more, tenant).then(
    () => Promise.reject(new Error('Expected a refusal, was an answer.')),
    (reason: unknown) => reason,
  )) as ServiceError;
  return { code: error.code, field: statusDetailsOf(error)?.fieldViolations[0]?.field };
}

describe('AssessMargin over gRPC', () => {
  it('answers a viewer with the cut, and says why a loan that nobody observed has no health', async () => {
    const { cut, healthBefore, healthAfter, before } = await ask({});
    expect(cut?.step).toBe(2n);
    expect(before).toBeUndefined();
    expect(healthBefore?.unavailableReason).toMatch(/Expected positions of aave/);
    expect(healthAfter).toEqual(healthBefore);
  });

  it('refuses by the field, and another desk as if there were nothing', async () => {
    const trades = [{ legId: 'WETH', quantity: 'x', price: '' }];
    expect(await refusal({ trades })).toEqual({ code: status.INVALID_ARGUMENT, field: 'trades[0].quantity' });
    expect(await refusal({ accountId: '' })).toEqual({ code: status.INVALID_ARGUMENT, field: 'account_id' });
    expect(await refusal({}, 'desk-b')).toEqual({ code: status.NOT_FOUND, field: 'portfolio_id' });
  });
});
