/** Asks the console as one caller. */
export interface Asked {
  readonly status: number;
  readonly headers: Headers;
  readonly body: string;
}

export interface Question {
  readonly method?: string;
  readonly token?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export async function ask(url: string, { method = 'GET', token, headers = {}, body }: Question = {}): Promise<Asked> {
  const authorization: Record<string, string> = token === undefined ? {} : { authorization: `Bearer ${token}` };
  const response = await fetch(url, {
    method,
    headers: { ...authorization, ...headers },
    ...(body === undefined ? {} : { body }),
  });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

export interface StreamedEvent {
  readonly name: string;
  readonly id: string;
  readonly data: string;
}

/** Reads /api/stream until `enough` says so, then hangs up. Rejects when it answers with an error, or ends. */
export async function readStream(
  url: string,
  token: string,
  enough: (events: readonly StreamedEvent[]) => boolean,
): Promise<StreamedEvent[]> {
  const hangUp = new AbortController();
  const response = await fetch(url, { headers: { authorization: `Bearer ${token}` }, signal: hangUp.signal });
  if (!response.ok) throw new Error(`Expected a stream, was ${response.status} ${await response.text()}.`);
  const events: StreamedEvent[] = [];
  let rest = '';
  try {
    for await (const piece of response.body!.pipeThrough(new TextDecoderStream())) {
      rest += piece;
      const blocks = rest.split('\n\n');
      rest = blocks.pop()!;
      for (const block of blocks) {
        const lineOf = (name: string): string =>
          block
            .split('\n')
            .find((line) => line.startsWith(`${name}: `))
            ?.slice(name.length + 2) ?? '';
        if (lineOf('data') !== '') events.push({ name: lineOf('event'), id: lineOf('id'), data: lineOf('data') });
      }
      if (enough(events)) return events;
    }
  } finally {
    hangUp.abort();
  }
  throw new Error(`Expected the stream to go on, it ended after ${events.length} events.`);
}
