import type { ApiFailureBody } from '../page/wire/apiAnswers.js';

/** An answer with a status of 400 and above. The message is a sentence for the caller. */
export class ApiFailure extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly field: string = '',
    readonly headers: Readonly<Record<string, string>> = {},
  ) {
    super(message);
    this.name = 'ApiFailure';
  }

  get body(): ApiFailureBody {
    return { error: { code: this.code, message: this.message, field: this.field } };
  }
}

/** The caller's mistake in one field. */
export function invalidField(field: string, message: string): ApiFailure {
  return new ApiFailure(400, 'INVALID_ARGUMENT', message, field);
}

export function unauthenticated(message: string): ApiFailure {
  // RFC 9110, section 11.6.1: a 401 names its scheme.
  return new ApiFailure(401, 'UNAUTHENTICATED', message, '', { 'www-authenticate': 'Bearer' });
}
