/** The few names there are, since a name is asked for twice in every failure. */
const NAMES = new Map<string, string>();

/** `strikeUsd` as the proto names it, `strike_usd`. For names that are written in code, never for a caller's. */
export function protoName(name: string): string {
  let known = NAMES.get(name);
  if (known === undefined) {
    known = name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
    NAMES.set(name, known);
  }
  return known;
}
