import type { StreamEventName, StreamEvents } from '../wire/streamEvents.js';
import { type Api, ApiError, wordsOf } from './api.js';
import type { ResumePositions } from './resumePositions.js';
import { createSseParser, type ServerEvent } from './sseParser.js';

/** An event of the stream with its name. */
export type PageEvent = {
  [Name in StreamEventName]: { readonly name: Name; readonly data: StreamEvents[Name] };
}[StreamEventName];

export interface StreamListener {
  onOpen(): void;
  onEvent(event: PageEvent): void;
  /** The stream is away; it is tried again. */
  onLost(why: string): void;
}

const RETRY_MS_MIN = 500;
const RETRY_MS_MAX = 8_000;
/** The console sends a comment every 15 s: after this long without anything the connection is dead. */
const SILENCE_MS_MAX = 40_000;

/** Follows /api/stream, of no portfolio where its id is empty, until the signal aborts or the token is refused, and goes on where it was after each loss. */
export async function followStream(
  api: Api,
  portfolioId: string,
  positions: ResumePositions,
  listener: StreamListener,
  signal: AbortSignal,
): Promise<void> {
  let retryMs = RETRY_MS_MIN;
  while (!signal.aborted) {
    try {
      await readStream(api, portfolioId, positions, signal, {
        ...listener,
        onOpen: () => {
          retryMs = RETRY_MS_MIN;
          listener.onOpen();
        },
      });
      if (!signal.aborted) listener.onLost('The stream has ended.');
    } catch (error) {
      if (signal.aborted || (error instanceof ApiError && error.status === 401)) return;
      listener.onLost(wordsOf(error));
    }
    await pause(retryMs, signal);
    retryMs = Math.min(retryMs * 2, RETRY_MS_MAX);
  }
}

async function readStream(
  api: Api,
  portfolioId: string,
  positions: ResumePositions,
  signal: AbortSignal,
  listener: Pick<StreamListener, 'onOpen' | 'onEvent'>,
): Promise<void> {
  const query = new URLSearchParams(portfolioId === '' ? {} : { portfolio: portfolioId });
  if (positions.from.length > 0) query.set('from', positions.from.join(','));
  const silence = new AbortController();
  let timer = setTimeout(() => silence.abort(), SILENCE_MS_MAX);
  try {
    const response = await api.fetch(`/api/stream?${query}`, { signal: AbortSignal.any([signal, silence.signal]) });
    listener.onOpen();
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    const parse = createSseParser();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      clearTimeout(timer);
      timer = setTimeout(() => silence.abort(), SILENCE_MS_MAX);
      for (const event of parse(value)) take(event, positions, listener);
    }
  } finally {
    clearTimeout(timer);
  }
}

function take(
  { name, id, data }: ServerEvent,
  positions: ResumePositions,
  listener: Pick<StreamListener, 'onEvent'>,
): void {
  listener.onEvent({ name, data: JSON.parse(data) } as PageEvent);
  if (id !== '') positions.passed(id);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });
}
