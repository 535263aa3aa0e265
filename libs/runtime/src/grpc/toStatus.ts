import { randomUUID } from 'node:crypto';
import { Metadata, type ServiceError, type StatusObject, status } from '@grpc/grpc-js';
import { LogFailure, type LogFailureCode } from '@gimbal/event-log';
import { meters } from '@gimbal/telemetry';
import type { Logger } from '../process/logger.js';
import type { CallHost } from './callHost.js';
import { type RpcCode, RpcFailure } from './rpcFailure.js';
import { STATUS_DETAILS_TRAILER, encodeStatusDetails } from './statusDetails.js';

const codeOfLogFailure: Readonly<Record<LogFailureCode, RpcCode>> = {
  unavailable: 'UNAVAILABLE',
  unknown_topic: 'NOT_FOUND',
  offset_expired: 'OUT_OF_RANGE',
  offset_beyond_head: 'OUT_OF_RANGE',
  closed: 'UNAVAILABLE',
  too_large: 'INVALID_ARGUMENT',
  partition_count: 'INVALID_ARGUMENT',
};

/**
 * The status with which a call ends for an error. What we did not foresee is INTERNAL with a reference alone: its message
 * and stack may name other tenants or secrets, so they go to the log.
 */
export function toStatus(error: unknown, method: string, host: CallHost): StatusObject {
  const answer = statusOf(error, method, host.logger);
  meters.add('gimbal_grpc_failures_total', 1, { service: host.service, method, code: status[answer.code] });
  return answer;
}

function statusOf(error: unknown, method: string, logger: Logger): StatusObject {
  if (error instanceof RpcFailure) return statusOfFailure(error);
  if (error instanceof LogFailure) return statusOfFailure(new RpcFailure(codeOfLogFailure[error.code], error.message));
  if (error instanceof ForwardedFailure) return { code: error.code, details: error.details, metadata: error.metadata };
  const reference = randomUUID();
  logger.error('A call failed for a reason that its handler did not foresee.', { method, reference, error });
  return statusOfFailure(new RpcFailure('INTERNAL', `The call failed inside the service; its log names ${reference}.`));
}

function statusOfFailure(failure: RpcFailure): StatusObject {
  const code = status[failure.code];
  const metadata = new Metadata();
  if (failure.violations.length > 0) {
    const details = { code, message: failure.message, fieldViolations: failure.violations };
    metadata.set(STATUS_DETAILS_TRAILER, encodeStatusDetails(details));
  }
  return { code, details: failure.message, metadata };
}

/** What the owner answered to a forwarded call, kept with its details. */
export class ForwardedFailure extends Error {
  readonly code: status;
  readonly details: string;
  readonly metadata: Metadata;

  constructor(answer: ServiceError) {
    super(answer.details, { cause: answer });
    this.name = 'ForwardedFailure';
    this.code = answer.code;
    this.details = answer.details;
    this.metadata = new Metadata();
    for (const value of answer.metadata.get(STATUS_DETAILS_TRAILER)) this.metadata.add(STATUS_DETAILS_TRAILER, value);
  }
}
