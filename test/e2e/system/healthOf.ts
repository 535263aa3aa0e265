import { join, resolve } from 'node:path';
import { type MethodDefinition, loadSync } from '@grpc/proto-loader';
import { type ServiceDefinition, Metadata } from '@grpc/grpc-js';
import { clientOf } from './callRaw.ts';

/** What gRPC's own health service says of a server, as anybody may ask without a token. */
export async function healthOf(address: string): Promise<string> {
  const { path, requestSerialize, responseDeserialize } = checkMethod();
  return new Promise((resolve, reject) => {
    clientOf(address).makeUnaryRequest(
      path,
      requestSerialize,
      responseDeserialize,
      { service: '' },
      new Metadata(),
      (error, answer) => {
        if (error === null) resolve((answer as { status: string }).status);
        else reject(error);
      },
    );
  });
}

function checkMethod(): MethodDefinition<object, object> {
  const folder = resolve(import.meta.dirname, '../../../libs/runtime/proto');
  const loaded = loadSync(join('grpc', 'health', 'v1', 'health.proto'), {
    includeDirs: [folder],
    enums: String,
    defaults: true,
  });
  return (loaded['grpc.health.v1.Health'] as ServiceDefinition)['Check'] as unknown as MethodDefinition<object, object>;
}
