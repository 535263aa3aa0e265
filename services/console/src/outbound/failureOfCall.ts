import { type ServiceError, status } from '@grpc/grpc-js';
import { statusDetailsOf } from '@gimbal/runtime';
import { ApiFailure, unauthenticated } from '../domain/apiFailure.js';
import type { ServiceName } from '../page/wire/serviceNames.js';

/**
 * HTTP statuses of gRPC's codes. Source: google/rpc/code.proto names them, but for FAILED_PRECONDITION, which is 400
 * there: here the request is fine and the state is not, which is 409.
 */
const HTTP_STATUS: Readonly<Partial<Record<status, number>>> = {
  [status.INVALID_ARGUMENT]: 400,
  [status.OUT_OF_RANGE]: 400,
  [status.UNAUTHENTICATED]: 401,
  [status.PERMISSION_DENIED]: 403,
  [status.NOT_FOUND]: 404,
  [status.ALREADY_EXISTS]: 409,
  [status.ABORTED]: 409,
  [status.FAILED_PRECONDITION]: 409,
  [status.RESOURCE_EXHAUSTED]: 429,
  [status.UNIMPLEMENTED]: 501,
  [status.UNAVAILABLE]: 503,
  [status.CANCELLED]: 503,
  [status.DEADLINE_EXCEEDED]: 504,
};

/** A failed call as the console answers it, with the service's own sentence and field. */
export function failureOfCall(error: unknown, service: ServiceName): ApiFailure {
  const { code, details = '', metadata } = error as Partial<ServiceError>;
  if (code === undefined) throw error;
  const message = isSentence(details)
    ? details
    : `Expected the ${service} service to answer, it did not (${status[code]}).`;
  if (code === status.UNAUTHENTICATED) return unauthenticated(message);
  const [violation] = (metadata && statusDetailsOf({ metadata })?.fieldViolations) ?? [];
  return new ApiFailure(HTTP_STATUS[code] ?? 500, status[code] ?? 'UNKNOWN', message, violation?.field ?? '');
}

/** What a service wrote begins so; what the transport says names addresses inside the cluster, and stays there. */
function isSentence(details: string): boolean {
  return /^(Expected|The call failed inside the service;) /.test(details);
}
