/** A text, a bracket or a comma of a JSON, with where it begins. */
export interface JsonToken {
  readonly token: string;
  readonly index: number;
}

const [QUOTE, BACKSLASH] = [0x22, 0x5c];
const SIGNS: ReadonlySet<string> = new Set(['{', '}', '[', ']', ',']);

/**
 * The texts, brackets and commas of a JSON in their order. By hand: a regular expression that repeats an alternative runs out of stack
 * at a text of some megabytes.
 */
export function* jsonTokens(text: string): Generator<JsonToken> {
  for (let index = 0; index < text.length; index += 1) {
    if (text.charCodeAt(index) === QUOTE) {
      const end = endOfText(text, index);
      yield { token: text.slice(index, end), index };
      index = end - 1;
    } else if (SIGNS.has(text[index]!)) yield { token: text[index]!, index };
  }
}

/** Behind the quote that ends the text that begins there, or behind everything. */
export function endOfText(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let before = at - 1;
    while (text.charCodeAt(before) === BACKSLASH) before -= 1;
    if ((at - before) % 2 === 1) return at + 1;
  }
  return text.length;
}
