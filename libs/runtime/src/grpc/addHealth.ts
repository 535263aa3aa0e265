import {
  type Server,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import { HEALTH_POLL_MS } from '../limits.js';
import { loadHealthService } from './loadProtos.js';

interface HealthRequest {
  readonly service: string;
}

interface HealthAnswer {
  readonly status: 'SERVING' | 'NOT_SERVING' | 'SERVICE_UNKNOWN';
}

type HealthAnswerStatus = HealthAnswer['status'];

/** Says only that the process answers: an outage of Kafka or PostgreSQL must restart nothing. */
const LIVENESS = 'liveness';

/**
 * gRPC's health checking protocol. The empty service name stands for the whole server; unknown names are NOT_FOUND to
 * Check and SERVICE_UNKNOWN to Watch. Source: https://github.com/grpc/grpc/blob/master/doc/health-checking.md
 */
export function addHealth(
  server: Server,
  services: readonly string[],
  isServing: () => boolean,
  stopping: AbortSignal,
): void {
  const known = new Set(['', LIVENESS, ...services]);
  const standing = (service: string): HealthAnswerStatus => {
    if (!known.has(service)) return 'SERVICE_UNKNOWN';
    if (service === LIVENESS) return 'SERVING';
    return !stopping.aborted && isServing() ? 'SERVING' : 'NOT_SERVING';
  };

  const check = (call: ServerUnaryCall<HealthRequest, HealthAnswer>, callback: sendUnaryData<HealthAnswer>): void => {
    const now = standing(call.request.service);
    if (now !== 'SERVICE_UNKNOWN') callback(null, { status: now });
    else
      callback({
        code: status.NOT_FOUND,
        details: `Expected a service of this server, was "${call.request.service}".`,
      });
  };

  const watch = (call: ServerWritableStream<HealthRequest, HealthAnswer>): void => {
    let last: HealthAnswerStatus | undefined;
    const tell = (): void => {
      const now = standing(call.request.service);
      if (now === last || call.writableNeedDrain) return;
      last = now;
      call.write({ status: now });
    };
    const timer = setInterval(tell, HEALTH_POLL_MS);
    const stop = (): void => {
      tell();
      clearInterval(timer);
      call.end();
    };
    stopping.addEventListener('abort', stop, { once: true });
    call.once('cancelled', () => {
      clearInterval(timer);
      stopping.removeEventListener('abort', stop);
    });
    tell();
  };

  server.addService(loadHealthService(), { Check: check, Watch: watch });
}
