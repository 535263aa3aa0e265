import { createHmac } from 'node:crypto';

/** Credentials of an API key of Deribit. */
export interface DeribitKey {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** What makes two signatures of one instant differ, and when it was made. */
export interface SignatureMoment {
  readonly timestampMs: number;
  readonly nonce: string;
}

/**
 * HMAC-SHA256 of time, nonce and data, each but the last ended by a line feed, in hexadecimal (Deribit API documentation,
 * "Authentication", client_signature). Over a WebSocket the data is empty.
 */
export function deribitSignature(secret: string, { timestampMs, nonce }: SignatureMoment, data: string): string {
  return createHmac('sha256', secret).update(`${timestampMs}\n${nonce}\n${data}`).digest('hex');
}

/** Parameters of `public/auth`: the secret itself stays here. */
export function deribitLogin(key: DeribitKey, moment: SignatureMoment): Readonly<Record<string, string | number>> {
  return {
    grant_type: 'client_signature',
    client_id: key.clientId,
    timestamp: moment.timestampMs,
    nonce: moment.nonce,
    data: '',
    signature: deribitSignature(key.clientSecret, moment, ''),
  };
}

/** Parameters of `public/auth` by the secret itself, for a proxy that knows no signatures. */
export function deribitCredentials(key: DeribitKey): Readonly<Record<string, string>> {
  return { grant_type: 'client_credentials', client_id: key.clientId, client_secret: key.clientSecret };
}

/** The Authorization header of an HTTP request; `path` with its query. The data is method, path and body, each on its line. */
export function deribitAuthorization(
  key: DeribitKey,
  moment: SignatureMoment,
  request: { readonly method: string; readonly path: string; readonly body: string },
): string {
  const data = `${request.method.toUpperCase()}\n${request.path}\n${request.body}\n`;
  const signature = deribitSignature(key.clientSecret, moment, data);
  return `deri-hmac-sha256 id=${key.clientId},ts=${moment.timestampMs},nonce=${moment.nonce},sig=${signature}`;
}
