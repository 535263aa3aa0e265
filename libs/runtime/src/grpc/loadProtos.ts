import { existsSync, globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { type PackageDefinition, type ServiceDefinition, loadSync } from '@grpc/proto-loader';

const HEALTH_PROTO = join('grpc', 'health', 'v1', 'health.proto');
const REFLECTION_PROTO = join('grpc', 'reflection', 'v1', 'reflection.proto');

/** All services of the proto folder and gRPC's health service, with descriptors. Takes 0.1 s, so only reflection asks for it. */
export const loadProtos = once((): PackageDefinition => {
  const folder = process.env['GIMBAL_PROTO_DIR'] ?? findUpwards('proto', join('gimbal', 'log', 'v1', 'log.proto'));
  const files = globSync('gimbal/*/v1/*_service.proto', { cwd: folder }).sort();
  const includeDirs = [folder, findUpwards('proto', HEALTH_PROTO)];
  // Names as in the files: a description of the protos must not rename their fields.
  return loadSync([...files, HEALTH_PROTO], { includeDirs, keepCase: true });
});

/** The health service; enums are strings. */
export const loadHealthService = once((): ServiceDefinition => {
  const loaded = loadSync(HEALTH_PROTO, {
    includeDirs: [findUpwards('proto', HEALTH_PROTO)],
    enums: String,
    defaults: true,
  });
  return loaded['grpc.health.v1.Health'] as ServiceDefinition;
});

/** The reflection service, from the proto file that its package brings, in the form that its implementation expects. */
export const loadReflectionService = once((): ServiceDefinition => {
  const main = createRequire(import.meta.url).resolve('@grpc/reflection');
  const folder = join(dirname(dirname(main)), 'proto');
  const options = { includeDirs: [folder], longs: String, enums: String, bytes: Array, defaults: true, oneofs: true };
  return loadSync(REFLECTION_PROTO, options)['grpc.reflection.v1.ServerReflection'] as ServiceDefinition;
});

/** The nearest folder of that name above this file that holds `content`: the same from `src`, from `dist` and in an image. */
function findUpwards(name: string, content: string): string {
  for (let folder = import.meta.dirname; ; folder = dirname(folder)) {
    if (existsSync(join(folder, name, content))) return join(folder, name);
    if (folder === dirname(folder)) {
      throw new Error(
        `Expected a folder "${name}" with ${content} above ${import.meta.dirname}; GIMBAL_PROTO_DIR may name it.`,
      );
    }
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
}
