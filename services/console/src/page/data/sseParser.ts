/** One event of a stream, as it came. */
export interface ServerEvent {
  readonly name: string;
  readonly id: string;
  readonly data: string;
}

/**
 * Cuts a text that comes in pieces into its events. Comments are dropped; an event without data is none.
 * Source: HTML Living Standard, section 9.2.6, for the fields that the console sends, lines ended by LF, CRLF or CR.
 */
export function createSseParser(): (piece: string) => ServerEvent[] {
  let rest = '';
  let name = '';
  let id = '';
  let data: string[] = [];

  const takeLine = (line: string): ServerEvent | undefined => {
    if (line === '') {
      const event = data.length === 0 ? undefined : { name: name || 'message', id, data: data.join('\n') };
      name = '';
      id = '';
      data = [];
      return event;
    }
    const colon = line.indexOf(':');
    if (colon === 0) return undefined;
    const field = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? '' : line.slice(colon + 1).replace(/^ /, '');
    if (field === 'event') name = value;
    else if (field === 'id') id = value;
    else if (field === 'data') data.push(value);
    return undefined;
  };

  return (piece) => {
    rest += piece;
    const events: ServerEvent[] = [];
    let from = 0;
    for (;;) {
      const end = nextLineEnd(rest, from);
      if (end === undefined) break;
      const event = takeLine(rest.slice(from, end.at));
      if (event !== undefined) events.push(event);
      from = end.next;
    }
    rest = rest.slice(from);
    return events;
  };
}

/** A CR at the very end may be half of a CRLF, and waits for the next piece. */
function nextLineEnd(text: string, from: number): { readonly at: number; readonly next: number } | undefined {
  for (let at = from; at < text.length; at++) {
    const char = text[at];
    if (char === '\n') return { at, next: at + 1 };
    if (char !== '\r') continue;
    if (at + 1 === text.length) return undefined;
    return { at, next: text[at + 1] === '\n' ? at + 2 : at + 1 };
  }
  return undefined;
}
