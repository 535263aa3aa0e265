import { type ChannelCredentials, credentials } from '@grpc/grpc-js';

/** Loopback only: the transport's encryption is the mesh's in a cluster. */
export function createInsecure(): ChannelCredentials {
  return credentials.createInsecure();
}
