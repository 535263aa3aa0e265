import { type ServiceError, status } from '@grpc/grpc-js';
import type { ServiceName } from '@gimbal/contracts';
import { statusDetailsOf } from '@gimbal/runtime';
import { CliFailure } from '../cliFailure.js';
import { START_IT } from './startIt.js';
import type { TokenClaims } from './tokenClaims.js';

export interface AskedService {
  readonly service: ServiceName;
  readonly address: string;
  readonly asker: TokenClaims | undefined;
}

/** Says in words what a failed call means, with the fields at fault when the service named them. */
export function failureOfCall(error: ServiceError, asked: AskedService): CliFailure {
  const violations = statusDetailsOf(error)?.fieldViolations ?? [];
  const named = violations.length === 0 ? '' : ` (field ${violations.map(({ field }) => field).join(', ')})`;
  return new CliFailure(`${sentences(error, asked)}${named}`, 1, {
    code: status[error.code] ?? 'UNKNOWN',
    service: asked.service,
    fields: violations.map(({ field, description }) => ({ field, description })),
  });
}

function sentences(error: ServiceError, { service, address, asker }: AskedService): string {
  const { code, details } = error;
  const who = asker === undefined ? '' : ` You are ${asker.subject} (${asker.roles.join(', ')}).`;
  switch (code) {
    case status.UNAVAILABLE:
      // grpc-js words its own failures to connect in this way; everything else is the service's own sentence.
      if (!/^No connection established|ECONNREFUSED|Name resolution failed|^14 /.test(details))
        return `${service}: ${details}`;
      return `Expected ${service} to answer at ${address}, it does not. ${START_IT} Or say where it is with --address-${service}.`;
    case status.UNAUTHENTICATED:
      return `${service}: ${details}${who} Give another with --token or GIMBAL_TOKEN.`;
    case status.PERMISSION_DENIED:
      return `${service}: ${details}${who} Choose another principal with --as or --token.`;
    case status.DEADLINE_EXCEEDED:
      return `${service}: ${details === '' ? 'no answer in time.' : details}`;
    default:
      return `${service}: ${details}`;
  }
}
