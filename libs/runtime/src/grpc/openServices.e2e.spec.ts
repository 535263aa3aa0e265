import { connect } from 'node:net';
import { createRequire } from 'node:module';
import {
  type Client,
  type ClientDuplexStream,
  type ServiceError,
  credentials,
  makeGenericClientConstructor,
  status,
} from '@grpc/grpc-js';
import { Module } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import type { OpsPorts } from '../ops/opsPorts.js';
import { createLogger } from '../process/logger.js';
import { loadHealthService, loadReflectionService } from './loadProtos.js';
import { type GrpcServer, startGrpcServer } from './startGrpcServer.js';

class Nothing {}
Module({})(Nothing);

const running: { stop(graceMs?: number): Promise<void> }[] = [];
const clients: Client[] = [];

afterEach(async () => {
  for (const client of clients.splice(0)) client.close();
  await Promise.all(running.splice(0).map((server) => server.stop(100)));
});

/** A server that believes nobody and hosts OpsService, whose methods are not called here. */
async function start(health: () => boolean): Promise<GrpcServer> {
  const server = await startGrpcServer({
    service: 'risk',
    module: Nothing,
    definitions: [],
    ops: {} as OpsPorts,
    verifier: { verify: async () => ({ kind: 'failure', code: 'missing', reason: 'Expected a token.' }) },
    health,
    logger: createLogger({ service: 'risk', level: 'quiet' }),
  });
  running.push(server);
  return server;
}

type HealthClient = Client & {
  Check(request: { service: string }, done: (error: ServiceError | null, answer: unknown) => void): void;
};

function healthOf(server: GrpcServer): (service: string) => Promise<unknown> {
  const Health = makeGenericClientConstructor(loadHealthService(), 'Health');
  const client = new Health(server.address, credentials.createInsecure()) as unknown as HealthClient;
  clients.push(client);
  return (service) =>
    new Promise((resolve) => client.Check({ service }, (error, answer) => resolve(error?.code ?? answer)));
}

interface Described {
  readonly listServicesResponse?: { readonly service: readonly { readonly name: string }[] };
  readonly fileDescriptorResponse?: { readonly fileDescriptorProto: readonly Uint8Array[] };
}

type ReflectionClient = Client & { ServerReflectionInfo(): ClientDuplexStream<object, Described> };

function reflectionOf(server: GrpcServer): (request: object) => Promise<Described> {
  const Reflection = makeGenericClientConstructor(loadReflectionService(), 'ServerReflection');
  const client = new Reflection(server.address, credentials.createInsecure()) as unknown as ReflectionClient;
  clients.push(client);
  return (request) =>
    new Promise((resolve, reject) => {
      const stream = client.ServerReflectionInfo();
      stream.on('data', resolve).on('error', reject);
      stream.write(request);
      stream.end();
    });
}

describe('health', () => {
  it('is told without a token, and is NOT_SERVING when the owner says so', async () => {
    let healthy = true;
    const check = healthOf(await start(() => healthy));
    expect(await check('')).toEqual({ status: 'SERVING' });
    expect(await check('gimbal.ops.v1.OpsService')).toEqual({ status: 'SERVING' });
    expect(await check('gimbal.risk.v1.RiskService')).toBe(status.NOT_FOUND);
    healthy = false;
    expect(await check('')).toEqual({ status: 'NOT_SERVING' });
  });

  it('is told after connections that speak no HTTP/2', async () => {
    const server = await start(() => true);
    const strangers = Array.from({ length: 50 }, () => {
      const socket = connect(server.port, '127.0.0.1', () => socket.write('GET / HTTP/1.1\r\n\r\n'));
      socket.on('error', () => undefined).resume();
      return new Promise((resolve) => socket.once('close', resolve));
    });
    await Promise.all(strangers);
    expect(await healthOf(server)('')).toEqual({ status: 'SERVING' });
  });
});

describe('reflection v1', () => {
  it('lists what is hosted, and describes it', async () => {
    const ask = reflectionOf(await start(() => true));
    const { listServicesResponse } = await ask({ listServices: '*' });
    expect(listServicesResponse!.service.map(({ name }) => name).sort()).toEqual([
      'gimbal.ops.v1.OpsService',
      'grpc.health.v1.Health',
    ]);
    const { fileDescriptorResponse } = await ask({ fileContainingSymbol: 'gimbal.ops.v1.OpsService.TailTopic' });
    const { FileDescriptorProto } = createRequire(import.meta.url)('protobufjs/ext/descriptor') as {
      FileDescriptorProto: { decode(bytes: Uint8Array): { service: { name: string; method: { name: string }[] }[] } };
    };
    const [file] = fileDescriptorResponse!.fileDescriptorProto.map((bytes) =>
      FileDescriptorProto.decode(Uint8Array.from(bytes)),
    );
    expect(file!.service[0]).toMatchObject({ name: 'OpsService' });
    expect(file!.service[0]!.method.map(({ name }) => name)).toContain('TailTopic');
  });
});
