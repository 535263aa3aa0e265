import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException } from '@nestjs/common';
import { type Logger, randomIds } from '@gimbal/runtime';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiFailure } from '../domain/apiFailure.js';
import { answerFailure } from './answerFailure.js';
import { pathOf } from './guardRequest.js';

/** Every failure as the API says it. What we did not foresee is a reference alone: the rest stands in the log. */
@Catch()
export class FailureFilter implements ExceptionFilter {
  constructor(private readonly logger: Logger) {}

  catch(error: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const request = http.getRequest<IncomingMessage>();
    answerFailure(this.failureOf(error, request), http.getResponse<ServerResponse>());
  }

  private failureOf(error: unknown, request: IncomingMessage): ApiFailure {
    if (error instanceof ApiFailure) return error;
    const status = error instanceof HttpException ? error.getStatus() : 500;
    if (status === 404) return new ApiFailure(404, 'NOT_FOUND', 'There is nothing here.');
    if (status < 500) return new ApiFailure(status, 'INVALID_ARGUMENT', 'Expected a request that can be read.');
    const reference = randomIds.next();
    this.logger.error('A request failed for a reason that was not foreseen.', {
      method: request.method,
      path: pathOf(request),
      reference,
      error,
    });
    return new ApiFailure(500, 'INTERNAL', `The request failed inside the console; its log names ${reference}.`);
  }
}
