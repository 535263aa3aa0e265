import type { ConsoleRoute } from '@gimbal/console-service';

/** What came back over HTTP, whole. */
export interface HttpAnswer {
  readonly httpStatus: number;
  readonly headers: string;
  readonly body: string;
}

export interface HttpProbe {
  readonly authorization: string | undefined;
  readonly query?: Readonly<Record<string, string>>;
  readonly body?: Readonly<Record<string, string>>;
  /** Stands in the path for `:id`. */
  readonly id?: string;
  /** How long an answer that doesn't end is read. */
  readonly streamMs?: number;
}

const ANSWER_WITHIN_MS = 20_000;

/** Calls one route of the console. An answer that streams is read for as long as the probe says. */
export async function callRoute(url: string, { method, path }: ConsoleRoute, probe: HttpProbe): Promise<HttpAnswer> {
  const at = new URL(url + path.replace(':id', encodeURIComponent(probe.id ?? 'nothing')));
  for (const [name, value] of Object.entries(probe.query ?? {})) at.searchParams.set(name, value);
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ANSWER_WITHIN_MS);
  try {
    const response = await fetch(at, {
      method,
      signal: stop.signal,
      headers: {
        ...(probe.authorization === undefined ? {} : { authorization: probe.authorization }),
        ...(method === 'POST' ? { 'content-type': 'application/json' } : {}),
      },
      ...(method === 'POST' ? { body: JSON.stringify(probe.body ?? {}) } : {}),
    });
    const isStream = response.headers.get('content-type')?.startsWith('text/event-stream') === true;
    const body = isStream ? await readFor(response, probe.streamMs ?? 0) : await response.text();
    return { httpStatus: response.status, headers: JSON.stringify([...response.headers]), body };
  } finally {
    clearTimeout(timer);
    stop.abort();
  }
}

async function readFor(response: Response, ms: number): Promise<string> {
  const reader = response.body!.getReader();
  const decoder = new TextDecoder();
  const lateMs = performance.now() + ms;
  let text = '';
  for (let leftMs = ms; leftMs > 0; leftMs = lateMs - performance.now()) {
    const timeout = Promise.withResolvers<undefined>();
    const timer = setTimeout(() => timeout.resolve(undefined), leftMs);
    const part = await Promise.race([reader.read(), timeout.promise]);
    clearTimeout(timer);
    if (part === undefined || part.done) break;
    text += decoder.decode(part.value, { stream: true });
  }
  return text;
}
