import { type Metadata, type ServiceError, status } from '@grpc/grpc-js';
import type { ServerStreamDefinition } from '@gimbal/runtime';
import { clientOf } from './callRaw.ts';
import { until } from './until.ts';

/** A server stream that is open, and everything that it has said. */
export interface FollowedStream<Response> {
  readonly said: readonly Response[];
  /** The first that passes, said already or within the time. */
  first(passes: (response: Response) => boolean, withinMs: number): Promise<Response>;
  close(): void;
}

/** Opens a server stream by its generated definition, so that request and responses keep their types. */
export function followStream<Request, Response>(
  address: string,
  { path, requestSerialize, responseDeserialize }: ServerStreamDefinition<Request, Response>,
  request: Request,
  metadata: Metadata,
): FollowedStream<Response> {
  const said: Response[] = [];
  let failure: ServiceError | undefined;
  const client = clientOf(address);
  const call = client.makeServerStreamRequest(path, requestSerialize, responseDeserialize, request, metadata);
  call.on('data', (response: Response) => void said.push(response));
  call.on('error', (error: ServiceError) => {
    if (error.code !== status.CANCELLED) failure = error;
  });
  return {
    said,
    async first(passes, withinMs) {
      const isSaid = (): boolean => {
        if (failure !== undefined) throw failure;
        return said.some(passes);
      };
      await until(isSaid, withinMs);
      return said.find(passes)!;
    },
    close: () => call.cancel(),
  };
}
