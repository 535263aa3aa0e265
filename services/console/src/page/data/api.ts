import type { ApiFailureBody } from '../wire/apiAnswers.js';

/** An answer with a status of 400 and above, or none at all (status 0). */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly field: string,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

export type Parameters = Readonly<Record<string, string>>;

export interface ApiRequest extends Omit<RequestInit, 'headers'> {
  readonly headers?: Readonly<Record<string, string>>;
}

/** The console's API with one caller's token. */
export class Api {
  constructor(
    private readonly token: string,
    private readonly onUnauthenticated: (message: string) => void,
  ) {}

  async get<Answer>(path: string, parameters: Parameters = {}, signal?: AbortSignal): Promise<Answer> {
    const query = new URLSearchParams(parameters).toString();
    const response = await this.fetch(query === '' ? path : `${path}?${query}`, { signal: signal ?? null });
    return (await response.json()) as Answer;
  }

  async post<Answer>(path: string, body: Readonly<Record<string, string>>): Promise<Answer> {
    const headers = { 'content-type': 'application/json' };
    const response = await this.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
    return (await response.json()) as Answer;
  }

  /** The response of a status below 400. Rejects with ApiError. */
  async fetch(url: string, { headers = {}, ...init }: ApiRequest): Promise<Response> {
    let response: Response;
    try {
      response = await fetch(url, { ...init, headers: { ...headers, authorization: `Bearer ${this.token}` } });
    } catch (error) {
      if (init.signal?.aborted === true) throw error;
      throw new ApiError(0, 'The console can not be reached.', '');
    }
    if (response.ok) return response;
    const failure = await failureOf(response);
    if (response.status === 401) this.onUnauthenticated(failure.message);
    throw failure;
  }
}

async function failureOf(response: Response): Promise<ApiError> {
  try {
    const { error } = (await response.json()) as ApiFailureBody;
    return new ApiError(response.status, error.message, error.field);
  } catch {
    return new ApiError(response.status, `The console answered with status ${response.status}.`, '');
  }
}

/** What went wrong, in words. */
export function wordsOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
