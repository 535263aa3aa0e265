import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { IncomingMessage } from 'node:http';
import { bearerTokenOf } from './guardRequest.js';

/** The caller's own token, for the calls that are made on the caller's behalf. */
export const CallerToken = createParamDecorator((_: unknown, context: ExecutionContext): string =>
  bearerTokenOf(context.switchToHttp().getRequest<IncomingMessage>()),
);
