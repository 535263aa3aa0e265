const COMMA = 0x2c;
const BRACKET = 0x5b;
const BRACE = 0x7b;

/**
 * How many values a piece of JSON may hold: its commas and opening brackets. Those inside of texts count as well, which
 * JSON-RPC has none of but in messages. Counted before anything is parsed, since `[{},{},…` takes twenty times its bytes as objects.
 */
export function structureOf(bytes: Uint8Array): number {
  let count = 0;
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes[at];
    if (byte === COMMA || byte === BRACKET || byte === BRACE) count++;
  }
  return count;
}
