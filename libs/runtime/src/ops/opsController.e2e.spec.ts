import { event, toRecord } from '@gimbal/contracts';
import { WriterClaimed } from '@gimbal/contracts/log/v1/log';
import {
  GetStatusRequest,
  OpsServiceClient,
  RebuildProjectionResponse,
  TailTopicRequest,
  type TailTopicResponse,
  VerifySealsRequest,
  VerifySealsResponse,
  type WatchStatusResponse,
} from '@gimbal/contracts/ops/v1/ops_service';
import { PortfolioOpened } from '@gimbal/contracts/risk/v1/portfolio_events';
import type { EventLog } from '@gimbal/event-log';
import { createMemoryLog } from '@gimbal/event-log/memory';
import type { HostStatus } from '@gimbal/projection';
import { type Metadata, type ServiceError, credentials, status } from '@grpc/grpc-js';
import { Module } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DEV_ISSUER, type DevIssuer, createDevIssuer } from '../auth/createDevIssuer.js';
import { createTokenVerifier } from '../auth/createTokenVerifier.js';
import type { Role } from '../auth/roles.js';
import { bearer } from '../grpc/bearer.js';
import { type GrpcServer, startGrpcServer } from '../grpc/startGrpcServer.js';
import { createLogger } from '../process/logger.js';
import type { OpsPorts } from './opsPorts.js';

class Nothing {}
Module({})(Nothing);

let issuer: DevIssuer;
let server: GrpcServer;
let client: OpsServiceClient;
let log: EventLog;
let standing: HostStatus;
const listeners = new Set<() => void>();
const asked: unknown[] = [];

beforeEach(async () => {
  log = createMemoryLog();
  await log.ensureTopics(['portfolio', 'market'].map((name) => ({ name, partitions: 2, retentionMs: Infinity })));
  standing = {
    state: 'serving',
    reason: '',
    owner: 'risk-0',
    epoch: 4n,
    step: { number: 9, timeUs: 1_692_308_567_000_000n },
    quarantinedRecords: 0,
    streams: [{ topic: 'portfolio', partition: 1, nextOffset: 1, readOffset: 1 }],
  };
  const ops: OpsPorts = {
    service: 'risk',
    log,
    partitionCount: 2,
    status: () => standing,
    onAdvance: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    exportHeads: async () => ({ heads: [], signature: Buffer.from('s'), keyId: 'k' }),
    verifySeals: async (heads) => VerifySealsResponse.fromPartial({ seals: BigInt(heads.length) }),
    rebuild: async (options) => {
      asked.push({ fromSnapshot: options.fromSnapshot, swap: options.swap });
      return RebuildProjectionResponse.fromPartial({ identical: true });
    },
  };
  issuer = await createDevIssuer();
  const verifier = await createTokenVerifier({ jwks: issuer.jwks, issuer: DEV_ISSUER });
  const logger = createLogger({ service: 'risk', level: 'quiet' });
  server = await startGrpcServer({
    service: 'risk',
    module: Nothing,
    definitions: [],
    ops,
    verifier,
    logger,
    health: () => true,
  });
  client = new OpsServiceClient(server.address, credentials.createInsecure());
});

afterEach(async () => {
  client.close();
  await server.stop(500);
  await log.close();
});

async function as(role: Role, tenant = 'desk-a'): Promise<Metadata> {
  return bearer(await issuer.issue({ subject: 'ann', tenant, roles: [role], ttlSeconds: 60 }));
}

function answerOf<T>(invoke: (done: (error: ServiceError | null, value: T) => void) => unknown): Promise<T> {
  return new Promise(
    (resolve, reject) => void invoke((error, value) => (error === null ? resolve(value) : reject(error))),
  );
}

async function book(partition: number, id: string, tenant: string): Promise<void> {
  const envelope = { source: 'risk', timeUs: 5n, key: `${tenant}/main`, causationId: 'step/1', epoch: 4n };
  const claimed = event(WriterClaimed, { epoch: 4n, service: 'risk', owner: 'risk-0' });
  const opened = event(PortfolioOpened, PortfolioOpened.fromPartial({ portfolioId: id }));
  const records = [
    toRecord({ ...envelope, id: `claim-${id}`, causationId: 'control' }, claimed),
    toRecord({ ...envelope, id, tenant }, opened),
  ];
  await log.append([{ topic: 'portfolio', partition, records }]);
}

async function tailed(request: Partial<TailTopicRequest>, metadata: Metadata): Promise<TailTopicResponse[]> {
  const items: TailTopicResponse[] = [];
  for await (const item of client.tailTopic(TailTopicRequest.fromPartial(request), metadata))
    items.push(item as TailTopicResponse);
  return items;
}

describe('OpsService', () => {
  it('says where the service stands against the heads of its streams', async () => {
    await book(1, 'main', 'desk-a');
    const metadata = await as('viewer');
    expect(await answerOf((done) => client.getStatus(GetStatusRequest.create(), metadata, done))).toMatchObject({
      service: 'risk',
      owner: 'risk-0',
      epoch: 4n,
      step: 9n,
      state: 'serving',
      streams: [{ topic: 'portfolio', partition: 1, nextOffset: 1n, headOffset: 2n }],
    });
  });

  it('tells the status again after each step, and lets the host go when nobody watches', async () => {
    const stream = client.watchStatus({}, await as('viewer'));
    stream.on('error', () => undefined);
    const steps: bigint[] = [];
    stream.on('data', ({ status: s }: WatchStatusResponse) => steps.push(s!.step));
    while (steps.length < 1) await new Promise((r) => setTimeout(r, 5));
    standing = { ...standing, step: { number: 10, timeUs: 0n } };
    for (const listener of listeners) listener();
    while (steps.length < 2) await new Promise((r) => setTimeout(r, 5));
    expect(steps).toEqual([9n, 10n]);
    stream.cancel();
    while (listeners.size > 0) await new Promise((r) => setTimeout(r, 5));
  });

  it("tails a topic as JSON, without another desk's records", async () => {
    await book(0, 'main', 'desk-a');
    await book(1, 'secret', 'desk-b');
    const items = await tailed({ topic: 'portfolio' }, await as('viewer'));
    expect(items.map(({ id }) => id)).toEqual(['claim-main', 'main', 'claim-secret']);
    expect(items[1]).toMatchObject({ type: 'gimbal.risk.v1.PortfolioOpened', key: 'desk-a/main', timeUs: 5n });
    expect(JSON.parse(items[1]!.json)).toMatchObject({ portfolioId: 'main' });
    const from = [
      { topic: 'portfolio', partition: 0, offset: 1n },
      { topic: 'portfolio', partition: 1, offset: 2n },
    ];
    expect((await tailed({ topic: 'portfolio', from }, await as('viewer'))).map(({ id }) => id)).toEqual(['main']);
  });

  it('names what is wrong with the place to begin at', async () => {
    const viewer = await as('viewer');
    await expect(tailed({ topic: 'nowhere' }, viewer)).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    const from = [{ topic: 'portfolio', partition: 7, offset: 0n }];
    await expect(tailed({ topic: 'portfolio', from }, viewer)).rejects.toMatchObject({ code: status.INVALID_ARGUMENT });
    const beyond = [{ topic: 'portfolio', partition: 0, offset: 99n }];
    await expect(tailed({ topic: 'portfolio', from: beyond }, viewer)).rejects.toMatchObject({
      code: status.OUT_OF_RANGE,
    });
  });

  it('verifies seals for risk, and rebuilds for the operator alone', async () => {
    const risk = await as('risk');
    const heads = [{ topic: 'portfolio', partition: 0, sealedToOffset: 1n, endHash: Buffer.alloc(32), keyId: 'k' }];
    expect(
      await answerOf((done) => client.verifySeals(VerifySealsRequest.fromPartial({ heads }), risk, done)),
    ).toMatchObject({ seals: 1n });
    const rebuild = { fromSnapshot: true, swap: false };
    const refused = answerOf((done) => client.rebuildProjection(rebuild, risk, done));
    await expect(refused).rejects.toMatchObject({ code: status.PERMISSION_DENIED });
    const operator = await as('operator');
    expect(await answerOf((done) => client.rebuildProjection(rebuild, operator, done))).toMatchObject({
      identical: true,
    });
    expect(asked).toEqual([rebuild]);
  });
});
