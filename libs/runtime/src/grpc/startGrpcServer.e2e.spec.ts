import 'reflect-metadata';
import { connect as connectHttp2 } from 'node:http2';
import { Client, type ClientReadableStream, Metadata, type ServiceError, credentials, status } from '@grpc/grpc-js';
import { Controller, Inject, Module } from '@nestjs/common';
import {
  GetMarksRequest,
  type GetMarksResponse,
  type ListInstrumentsRequest,
  type ListInstrumentsResponse,
  Mark,
  PricingServiceClient,
  PricingServiceService,
  type WatchMarksRequest,
  type WatchMarksResponse,
} from '@gimbal/contracts/pricing/v1/pricing_service';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { DEV_ISSUER, type DevIssuer, createDevIssuer } from '../auth/createDevIssuer.js';
import { type TokenVerifier, createTokenVerifier } from '../auth/createTokenVerifier.js';
import type { Role } from '../auth/roles.js';
import { createLogger } from '../process/logger.js';
import { bearer } from './bearer.js';
import type { CallContext } from './callContext.js';
import { ForwardToOwner } from './forwardToOwner.js';
import { ServerStream, Unary } from './methodDecorators.js';
import { RpcFailure } from './rpcFailure.js';
import { type GrpcServer, startGrpcServer } from './startGrpcServer.js';
import { statusDetailsOf } from './statusDetails.js';

const DESK = Symbol('DESK');

/** What the test controller does and saw. */
interface Desk {
  owner?: string;
  produced: number;
  lastCall?: CallContext;
  streamEnded?: boolean;
}

class MarksController {
  constructor(private readonly desk: Desk) {}

  listInstruments(request: ListInstrumentsRequest, call: CallContext): ListInstrumentsResponse {
    if (this.desk.owner !== undefined) throw new ForwardToOwner(this.desk.owner);
    this.desk.lastCall = call;
    if (request.requestId === 'broken') throw new Error('password of desk-b is hunter2');
    if (request.instrumentIds.length === 0) {
      throw new RpcFailure('INVALID_ARGUMENT', 'Expected an instrument, there was none.', { field: 'instrument_ids' });
    }
    return { instruments: [], position: { topic: 'marks.kept', partition: 3, offset: 9_007_199_254_740_993n } };
  }

  async getMarks(_request: GetMarksRequest, call: CallContext): Promise<GetMarksResponse> {
    this.desk.lastCall = call;
    await new Promise((resolve) => call.signal.addEventListener('abort', resolve));
    throw new Error('nobody waits for this');
  }

  async *watchMarks(request: WatchMarksRequest, call: CallContext): AsyncIterable<WatchMarksResponse> {
    this.desk.lastCall = call;
    try {
      while (!call.signal.aborted) {
        const step = BigInt(this.desk.produced++);
        if (request.underlying === 'THREE' && step === 3n) return;
        if (request.underlying === 'FAIL' && step === 2n)
          throw new RpcFailure('OUT_OF_RANGE', 'Expected a kept record.');
        yield { position: undefined, step, timeUs: 0n, marks: [{ ...mark, source: 'x'.repeat(10_000) }] };
      }
    } finally {
      this.desk.streamEnded = true;
    }
  }
}

// Specs stand outside the build's tsconfig, so the test runner does not know that these decorators are the legacy ones.
function decorate<K extends keyof MarksController>(
  key: K,
  decorator: (t: object, k: K, d: TypedPropertyDescriptor<MarksController[K]>) => void,
) {
  decorator(MarksController.prototype, key, Object.getOwnPropertyDescriptor(MarksController.prototype, key)!);
}
decorate('listInstruments', Unary(PricingServiceService.listInstruments));
decorate('getMarks', Unary(PricingServiceService.getMarks));
decorate('watchMarks', ServerStream(PricingServiceService.watchMarks));
Inject(DESK)(MarksController, undefined, 0);
Controller()(MarksController);

/** The methods of a real service that this server hosts; more of them make no difference here. */
const { listInstruments, getMarks, watchMarks } = PricingServiceService;
const MARKS_METHODS = { listInstruments, getMarks, watchMarks };

const mark = Mark.fromPartial({ instrumentId: 'spot:WETH' });

class MarksModule {
  static with(desk: Desk) {
    return { module: MarksModule, controllers: [MarksController], providers: [{ provide: DESK, useValue: desk }] };
  }
}
Module({})(MarksModule);

let issuer: DevIssuer;
let verifier: TokenVerifier;
const running: { stop(graceMs?: number): Promise<void> }[] = [];
const clients: Client[] = [];
const logged: string[] = [];

beforeAll(async () => {
  issuer = await createDevIssuer();
  verifier = await createTokenVerifier({ jwks: issuer.jwks, issuer: DEV_ISSUER });
});

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await Promise.all(running.splice(0).map((server) => server.stop(100)));
});

async function start(desk: Desk = { produced: 0 }) {
  const server = await startGrpcServer({
    service: 'pricing',
    module: MarksModule.with(desk),
    definitions: [MARKS_METHODS],
    verifier,
    health: () => true,
    logger: createLogger({ service: 'pricing', write: (line) => logged.push(line) }),
  });
  running.push(server);
  const client = new PricingServiceClient(server.address, credentials.createInsecure());
  clients.push(client);
  return { server, client, desk };
}

async function as(role: Role, ttlSeconds = 60): Promise<Metadata> {
  return bearer(await issuer.issue({ subject: 'ann', tenant: 'desk-a', roles: [role], ttlSeconds }));
}

type Answer<T> = { readonly value: T } | { readonly error: ServiceError };

function answerOf<T>(
  invoke: (callback: (error: ServiceError | null, value: T) => void) => unknown,
): Promise<Answer<T>> {
  return new Promise((resolve) => void invoke((error, value) => resolve(error === null ? { value } : { error })));
}

async function failureOf(
  invoke: (callback: (error: ServiceError | null, value: unknown) => void) => unknown,
): Promise<ServiceError> {
  const answer = await answerOf(invoke);
  if ('value' in answer) throw new Error('Expected a failure, the call succeeded.');
  return answer.error;
}

const eth = { requestId: 'r1', instrumentIds: ['spot:WETH'] };
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe('admission', () => {
  it('answers 16 without a token and with one that can not be believed', async () => {
    const { client, desk } = await start();
    expect((await failureOf((done) => client.listInstruments(eth, done))).code).toBe(status.UNAUTHENTICATED);
    const forged = await failureOf((done) => client.listInstruments(eth, bearer('a.b.c'), done));
    expect(forged.code).toBe(status.UNAUTHENTICATED);
    const basic = new Metadata();
    basic.set('authorization', 'Basic YW5uOng=');
    expect((await failureOf((done) => client.listInstruments(eth, basic, done))).code).toBe(status.UNAUTHENTICATED);
    expect(desk.lastCall).toBeUndefined();
  });

  it('answers 7 to a role that may not, before it reads the request', async () => {
    const { client, server } = await start();
    const viewer = await as('viewer');
    expect((await failureOf((done) => client.listInstruments(eth, viewer, done))).code).toBe(status.PERMISSION_DENIED);
    expect((await rawCall(server, Buffer.from([0xff, 0xff]), viewer)).code).toBe(status.PERMISSION_DENIED);
  });

  it('gives the handler the principal of the token, and answers with exact 64-bit numbers', async () => {
    const { client, desk } = await start();
    const trader = await as('trader');
    const answer = await answerOf<ListInstrumentsResponse>((done) => client.listInstruments(eth, trader, done));
    expect(answer).toMatchObject({ value: { position: { offset: 9_007_199_254_740_993n } } });
    expect(desk.lastCall?.principal).toMatchObject({ subject: 'ann', tenant: 'desk-a', roles: ['trader'] });
    expect(desk.lastCall?.method).toBe('/gimbal.pricing.v1.PricingService/ListInstruments');
  });
});

/** Sends any bytes as the request of ListInstruments. */
function rawCall(server: GrpcServer, bytes: Buffer, metadata: Metadata): Promise<ServiceError> {
  const raw = new Client(server.address, credentials.createInsecure());
  clients.push(raw);
  const same = (value: Buffer): Buffer => value;
  const { path } = PricingServiceService.listInstruments;
  return failureOf((done) => raw.makeUnaryRequest(path, same, same, bytes, metadata, done as never));
}

describe('failures', () => {
  it('answers 3 to bytes that are no request', async () => {
    const { server } = await start();
    const failure = await rawCall(server, Buffer.from([0x0a, 0x7f, 0x01]), await as('trader'));
    expect(failure.code).toBe(status.INVALID_ARGUMENT);
  });

  it('names the field that is at fault', async () => {
    const { client } = await start();
    const trader = await as('trader');
    const failure = await failureOf((done) =>
      client.listInstruments({ requestId: 'r', instrumentIds: [] }, trader, done),
    );
    expect(failure.code).toBe(status.INVALID_ARGUMENT);
    expect(statusDetailsOf(failure)).toEqual({
      code: 3,
      message: 'Expected an instrument, there was none.',
      fieldViolations: [{ field: 'instrument_ids', description: 'Expected an instrument, there was none.' }],
    });
  });

  it('answers 13 with a reference to the log, and nothing of what went wrong', async () => {
    const { client } = await start();
    const trader = await as('trader');
    const failure = await failureOf((done) => client.listInstruments({ ...eth, requestId: 'broken' }, trader, done));
    expect(failure.code).toBe(status.INTERNAL);
    expect(failure.details).not.toContain('hunter2');
    const reference = /[0-9a-f-]{36}/.exec(failure.details)![0];
    const entry = logged.find((line) => line.includes(reference))!;
    expect(entry).toContain('startGrpcServer.e2e.spec');
  });
});

describe('deadlines', () => {
  it("ends a call at the client's deadline and tells its handler", async () => {
    const { client, desk } = await start();
    const viewer = await as('viewer');
    const beganMs = Date.now();
    const request = GetMarksRequest.decode(new Uint8Array());
    const failure = await failureOf((done) => client.getMarks(request, viewer, { deadline: Date.now() + 150 }, done));
    expect(failure.code).toBe(status.DEADLINE_EXCEEDED);
    expect(Date.now() - beganMs).toBeLessThan(2_000);
    await pause(50);
    expect(desk.lastCall?.signal.aborted).toBe(true);
  });

  it('gives a call without a deadline one of its own', async () => {
    const { client, desk } = await start();
    const call = client.getMarks(GetMarksRequest.decode(new Uint8Array()), await as('viewer'), () => undefined);
    while (desk.lastCall === undefined) await pause(10);
    const leftMs = desk.lastCall.deadlineMs - Date.now();
    expect(leftMs).toBeGreaterThan(25_000);
    expect(leftMs).toBeLessThanOrEqual(30_000);
    call.cancel();
    await pause(100);
    expect(desk.lastCall.signal.aborted).toBe(true);
  });
});

function watch(
  client: PricingServiceClient,
  underlying: string,
  metadata: Metadata,
): ClientReadableStream<WatchMarksResponse> {
  const stream = client.watchMarks({ underlying, from: [] }, metadata);
  stream.on('error', () => undefined);
  return stream;
}

async function endOf(stream: ClientReadableStream<WatchMarksResponse>): Promise<{ steps: bigint[]; code: number }> {
  const steps: bigint[] = [];
  try {
    for await (const message of stream) steps.push((message as WatchMarksResponse).step);
    return { steps, code: status.OK };
  } catch (error) {
    return { steps, code: (error as ServiceError).code };
  }
}

describe('server streams', () => {
  it('sends each message once and in order, then ends, or fails with the code of its failure', async () => {
    const { client, desk } = await start();
    const viewer = await as('viewer');
    expect(await endOf(watch(client, 'THREE', viewer))).toEqual({ steps: [0n, 1n, 2n], code: status.OK });
    desk.produced = 0;
    expect(await endOf(watch(client, 'FAIL', viewer))).toEqual({ steps: [0n, 1n], code: status.OUT_OF_RANGE });
  });

  it('makes nothing more for a client that does not read, goes on when it does, and stops when it leaves', async () => {
    const { server, desk } = await start();
    const [authorization] = (await as('viewer')).get('authorization');
    // Plain HTTP/2: the grpc-js client takes in messages that nobody has asked it for, a client written against us need not.
    const session = connectHttp2(`http://${server.address}`);
    const call = session.request({
      ':method': 'POST',
      ':path': PricingServiceService.watchMarks.path,
      'content-type': 'application/grpc',
      authorization: String(authorization),
      te: 'trailers',
    });
    call.pause();
    call.end(Buffer.from([0, 0, 0, 0, 0]));
    await pause(500);
    const held = desk.produced;
    await pause(300);
    // RFC 9113 section 6.9.2: the window is 65,535 bytes, 6 messages of 10 kB; two stream buffers of 16 stand before it.
    expect(desk.produced).toBe(held);
    expect(held).toBeGreaterThan(6);
    expect(held).toBeLessThan(50);
    let receivedBytes = 0;
    call.on('data', (chunk: Buffer) => (receivedBytes += chunk.length)).resume();
    while (receivedBytes < 1_000_000) await pause(10);
    call.close();
    while (desk.streamEnded !== true) await pause(10);
    const stopped = desk.produced;
    await pause(100);
    expect(desk.produced).toBe(stopped);
    session.destroy();
  });

  it('does not outlive the token', async () => {
    const { client } = await start();
    const { code } = await endOf(watch(client, 'ETH', await as('viewer', 1)));
    expect(code).toBe(status.UNAUTHENTICATED);
  });

  it('ends with 14 when the server stops', async () => {
    const { client, server, desk } = await start();
    const stream = watch(client, 'ETH', await as('viewer'));
    const end = endOf(stream);
    while (desk.produced === 0) await pause(10);
    await server.stop(2_000);
    expect((await end).code).toBe(status.UNAVAILABLE);
  });
});

describe('forwarding', () => {
  it("answers what the owner answers, with its details and the caller's own token", async () => {
    const owner = await start();
    const other = await start({ produced: 0, owner: owner.server.address });
    const trader = await as('trader');
    const answer = await answerOf((done) => other.client.listInstruments(eth, trader, done));
    expect(answer).toMatchObject({ value: { position: { partition: 3 } } });
    expect(owner.desk.lastCall?.principal.subject).toBe('ann');
    const failure = await failureOf((done) =>
      other.client.listInstruments({ ...eth, instrumentIds: [] }, trader, done),
    );
    expect(statusDetailsOf(failure)?.fieldViolations[0]?.field).toBe('instrument_ids');
  });

  it('does not go round in circles', async () => {
    const desk: Desk = { produced: 0 };
    const first = await start(desk);
    const second = await start({ produced: 0, owner: first.server.address });
    desk.owner = second.server.address;
    const trader = await as('trader');
    expect((await failureOf((done) => first.client.listInstruments(eth, trader, done))).code).toBe(status.UNAVAILABLE);
  });
});

describe('the server', () => {
  it('refuses to start when a method has no handler', async () => {
    class Empty {}
    Module({})(Empty);
    const logger = createLogger({ service: 'x', level: 'quiet' });
    const starting = startGrpcServer({
      service: 'x',
      module: Empty,
      definitions: [MARKS_METHODS],
      verifier,
      logger,
      health: () => true,
    });
    await expect(starting).rejects.toThrow('/gimbal.pricing.v1.PricingService/GetMarks');
  });
});
