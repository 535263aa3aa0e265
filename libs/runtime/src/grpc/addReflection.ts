import { createRequire } from 'node:module';
import type { Server, ServerDuplexStream } from '@grpc/grpc-js';
import type { ReflectionService } from '@grpc/reflection';
import type { PackageDefinition } from '@grpc/proto-loader';
import { linkedDescriptors } from './linkedDescriptors.js';
import { loadProtos, loadReflectionService } from './loadProtos.js';

type Reflect = (call: ServerDuplexStream<unknown, unknown>) => void;

/**
 * Server reflection v1, so that grpcurl and other tools find what is served. The index of all protos takes 0.1 s a server,
 * which a start of five services can't spare: it is made at the first question.
 */
export function addReflection(server: Server, services: readonly string[]): void {
  let reflect: Reflect | undefined;
  server.addService(loadReflectionService(), {
    ServerReflectionInfo: (call: ServerDuplexStream<unknown, unknown>) => {
      reflect ??= implementationFor(services);
      reflect(call);
    },
  });
}

/** The package adds itself to a server; it is shown one that keeps the handler of v1. */
function implementationFor(services: readonly string[]): Reflect {
  // The package is CommonJS and reads protobufjs by require, so it is loaded the same way.
  const { ReflectionService: Reflection } = createRequire(import.meta.url)('@grpc/reflection') as {
    ReflectionService: typeof ReflectionService;
  };
  const handlers: Reflect[] = [];
  const keeper = {
    addService: (_definition: object, { ServerReflectionInfo }: { ServerReflectionInfo: Reflect }) =>
      handlers.push(ServerReflectionInfo),
  };
  // Of a loaded package it reads the descriptors alone.
  const linked = { linked: { fileDescriptorProtos: linkedDescriptors(loadProtos()) } } as unknown as PackageDefinition;
  new Reflection(linked, { services: [...services] }).addToServer(keeper as unknown as Server);
  const [v1] = handlers;
  if (v1 === undefined) throw new Error('Expected the reflection package to add a service, it added none.');
  return v1;
}
