import type { ServerResponse } from 'node:http';
import type { ApiFailure } from '../domain/apiFailure.js';

/** Answers in JSON; what was already begun can only be cut off. */
export function answerFailure(failure: ApiFailure, response: ServerResponse): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  for (const [name, value] of Object.entries(failure.headers)) response.setHeader(name, value);
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.statusCode = failure.status;
  response.end(JSON.stringify(failure.body));
}
