import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createSseParser, type ServerEvent } from './sseParser.js';

const parseAll = (pieces: readonly string[]): ServerEvent[] => {
  const parse = createSseParser();
  return pieces.flatMap((piece) => parse(piece));
};

describe('createSseParser', () => {
  // Streams and outcomes of the HTML standard, section 9.2.6.
  it.each([
    ['data: YHOO\ndata: +2\ndata: 10\n\n', ['YHOO\n+2\n10']],
    [
      ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\n\n',
      ['first event', 'second event', ' third event'],
    ],
    ['data\n\ndata\ndata\n\ndata:', ['', '\n']],
    ['data:test\n\ndata: test\n\n', ['test', 'test']],
  ])('reads the standard example %j', (text, expected) => {
    expect(parseAll([text]).map(({ data }) => data)).toEqual(expected);
  });

  it('takes name and position of an event, and forgets them for the next', () => {
    expect(parseAll(['event: exposure\nid: exposure/2@7\ndata: {}\n\ndata: {}\n\n'])).toEqual([
      { name: 'exposure', id: 'exposure/2@7', data: '{}' },
      { name: 'message', id: '', data: '{}' },
    ]);
  });

  it('reads the same events however the text is cut, and with every kind of line end', () => {
    const lines = fc.array(fc.tuple(fc.constantFrom('a', 'b'), fc.stringMatching(/^[ -~]{0,12}$/)), {
      minLength: 1,
      maxLength: 8,
    });
    fc.assert(
      fc.property(
        lines,
        fc.constantFrom('\n', '\r\n', '\r'),
        fc.array(fc.nat(300), { maxLength: 12 }),
        (events, end, cuts) => {
          const text = `${events.map(([name, data]) => `event: ${name}${end}data: ${data}${end}${end}`).join('')}: end${end}`;
          const places = [0, ...cuts.map((cut) => cut % (text.length + 1)).sort((x, y) => x - y), text.length];
          const pieces = places.slice(1).map((place, i) => text.slice(places[i], place));
          expect(parseAll(pieces).map(({ name, data }) => [name, data])).toEqual(events);
        },
      ),
    );
  });
});
