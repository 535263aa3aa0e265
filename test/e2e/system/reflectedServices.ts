import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { credentials, makeGenericClientConstructor, type ServiceError, type ServiceDefinition } from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

interface ReflectionAnswer {
  readonly list_services_response?: { readonly service: readonly { readonly name: string }[] };
}

/** The services that a server says it has, by its own reflection. */
export async function reflectedServices(address: string): Promise<readonly string[]> {
  const folder = join(dirname(dirname(createRequire(import.meta.url).resolve('@grpc/reflection'))), 'proto');
  const loaded = loadSync(join('grpc', 'reflection', 'v1', 'reflection.proto'), {
    includeDirs: [folder],
    keepCase: true,
    oneofs: true,
  });
  const definition = loaded['grpc.reflection.v1.ServerReflection'] as ServiceDefinition;
  const client = new (makeGenericClientConstructor(definition, 'ServerReflection'))(
    address,
    credentials.createInsecure(),
  );
  try {
    return await new Promise((resolve, reject) => {
      const call = client['ServerReflectionInfo']!();
      call.on('data', ({ list_services_response: answer }: ReflectionAnswer) => {
        resolve((answer?.service ?? []).map(({ name }) => name));
        call.end();
      });
      call.on('error', (error: ServiceError) => reject(error));
      call.write({ list_services: '' });
    });
  } finally {
    client.close();
  }
}
