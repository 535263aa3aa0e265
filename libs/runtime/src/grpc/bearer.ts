import { Metadata } from '@grpc/grpc-js';

/** Call metadata with a token, for clients. */
export function bearer(token: string): Metadata {
  const metadata = new Metadata();
  metadata.set('authorization', `Bearer ${token}`);
  return metadata;
}

/** The token of a call; empty when there is none. RFC 6750 makes the scheme's name case-insensitive. */
export function bearerTokenOf(metadata: Metadata): string {
  const [value] = metadata.get('authorization');
  return /^bearer +(\S+)$/i.exec(String(value ?? ''))?.[1] ?? '';
}
