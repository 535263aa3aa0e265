import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { describe, expect, it } from 'vitest';
import { failureOfCall } from './failureOfCall.js';
import { tokenClaims } from './tokenClaims.js';

const asker = { subject: 'vera.viewer', tenant: 'desk-a', roles: ['viewer'] };
const asked = { service: 'risk', address: '127.0.0.1:50053', asker } as const;

function serviceError(code: status, details: string, metadata = new Metadata()): ServiceError {
  return Object.assign(new Error(details), { code, details, metadata });
}

/**
 * google.rpc.Status { code = 3, message = "no" } with a BadRequest of one FieldViolation { field = "price", description =
 * "bad" }, written by hand from the wire format (https://protobuf.dev/programming-guides/encoding/).
 */
function badRequestOfPrice(): Metadata {
  const text = (field: number, value: Buffer | string): Buffer => {
    const bytes = Buffer.from(value);
    return Buffer.concat([Buffer.from([(field << 3) | 2, bytes.length]), bytes]);
  };
  const violation = Buffer.concat([text(1, 'price'), text(2, 'bad')]);
  const any = Buffer.concat([text(1, 'type.googleapis.com/google.rpc.BadRequest'), text(2, text(1, violation))]);
  const metadata = new Metadata();
  metadata.set('grpc-status-details-bin', Buffer.concat([Buffer.from([8, 3]), text(2, 'no'), text(3, any)]));
  return metadata;
}

describe('failureOfCall', () => {
  it('names the field at fault', () => {
    const failure = failureOfCall(
      serviceError(status.INVALID_ARGUMENT, 'Expected a price.', badRequestOfPrice()),
      asked,
    );
    expect(failure.message).toBe('risk: Expected a price. (field price)');
    expect(failure.exitCode).toBe(1);
    expect(failure.details).toEqual({
      code: 'INVALID_ARGUMENT',
      service: 'risk',
      fields: [{ field: 'price', description: 'bad' }],
    });
  });

  it('says where nobody answers and how to go on', () => {
    const failure = failureOfCall(
      serviceError(status.UNAVAILABLE, 'No connection established. Last error: connect ECONNREFUSED'),
      asked,
    );
    expect(failure.message).toBe(
      'Expected risk to answer at 127.0.0.1:50053, it does not. Start Gimbal with npm start. Or say where it is with --address-risk.',
    );
  });

  it('leaves the service its own words when it is there and not ready', () => {
    expect(
      failureOfCall(serviceError(status.UNAVAILABLE, 'The service is stopping: call another.'), asked).message,
    ).toBe('risk: The service is stopping: call another.');
  });

  it('says who one is when that is not enough', () => {
    const { message } = failureOfCall(serviceError(status.PERMISSION_DENIED, 'Expected a role.'), asked);
    expect(message).toBe(
      'risk: Expected a role. You are vera.viewer (viewer). Choose another principal with --as or --token.',
    );
  });
});

describe('tokenClaims', () => {
  const token = (claims: object): string => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.x`;

  it('reads what a token says', () => {
    expect(tokenClaims(token({ sub: 'ann', tenant: 'desk-a', roles: ['trader', 7] }))).toEqual({
      subject: 'ann',
      tenant: 'desk-a',
      roles: ['trader'],
    });
  });

  it.each(['', 'x', 'a.b.c', token({}), token({ sub: 1, tenant: 'x', roles: [] })])('is silent about %j', (text) => {
    expect(tokenClaims(text)).toBeUndefined();
  });
});
