import { Metadata, type ServiceError, status } from '@grpc/grpc-js';
import { expect, it } from 'vitest';
import { failureOfCall } from './failureOfCall.js';

const failed = (code: status, details: string): ServiceError =>
  Object.assign(new Error(details), { code, details, metadata: new Metadata() });

// google/rpc/code.proto, and 409 for FAILED_PRECONDITION.
it.each([
  [status.INVALID_ARGUMENT, 400],
  [status.UNAUTHENTICATED, 401],
  [status.PERMISSION_DENIED, 403],
  [status.NOT_FOUND, 404],
  [status.FAILED_PRECONDITION, 409],
  [status.ALREADY_EXISTS, 409],
  [status.RESOURCE_EXHAUSTED, 429],
  [status.INTERNAL, 500],
  [status.UNKNOWN, 500],
  [status.UNIMPLEMENTED, 501],
  [status.UNAVAILABLE, 503],
  [status.DEADLINE_EXCEEDED, 504],
])('answers the code %i with %i and the sentence of the service', (code, http) => {
  const failure = failureOfCall(failed(code, 'Expected something else.'), 'risk');
  expect([failure.status, failure.code, failure.message]).toEqual([http, status[code], 'Expected something else.']);
});

it('keeps addresses of the transport to itself', () => {
  const failure = failureOfCall(
    failed(status.UNAVAILABLE, 'No connection established. Last error: connect ECONNREFUSED 10.0.3.7:50051'),
    'pricing',
  );
  expect(failure.body).toEqual({
    error: {
      code: 'UNAVAILABLE',
      message: 'Expected the pricing service to answer, it did not (UNAVAILABLE).',
      field: '',
    },
  });
});

it('lets through what is no failed call', () => {
  const broken = new TypeError('x is not a function');
  expect(() => failureOfCall(broken, 'risk')).toThrow(broken);
});
