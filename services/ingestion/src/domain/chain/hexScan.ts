/**
 * Reading of lower-case hexadecimal digits four at a time, where they stand in the bytes of a frame: a character takes a third of
 * a nanosecond so, and two by itself. Words are little-endian, so the first character is the lowest byte.
 */

/** In bit 7 of each byte, whether the character there is `0` to `9` or `a` to `f`. */
function hexFlags(word: number): number {
  // Adding lifts a byte past 0x7f from `0`, from behind `9`, from `a` and from behind `f`; a byte past it already is no digit.
  const digits = (word + 0x50505050) & ~(word + 0x46464646);
  const letters = (word + 0x1f1f1f1f) & ~(word + 0x19191919);
  return (digits | letters) & ~word;
}

const ALL_HEX = 0x80808080 | 0;

/** Whether these characters are lower-case hexadecimal digits; `chars` is a multiple of four. */
export function isHexAt(view: DataView, at: number, chars: number): boolean {
  let flags = ALL_HEX;
  for (let place = at; place < at + chars; place += 4) flags &= hexFlags(view.getInt32(place, true));
  return (flags & ALL_HEX) === ALL_HEX;
}

/** Whether two stretches of as many characters are the same; `chars` is a multiple of four. */
export function isSameAt(view: DataView, one: number, other: number, chars: number): boolean {
  let difference = 0;
  for (let place = 0; place < chars; place += 4) {
    difference |= view.getInt32(one + place, true) ^ view.getInt32(other + place, true);
  }
  return difference === 0;
}

/** The bytes that hexadecimal digits spell, into `bytes`; false when they aren't lower-case digits, in pairs. */
export function readHexAt(view: DataView, at: number, chars: number, bytes: Uint8Array): boolean {
  if (chars % 2 !== 0) return false;
  const whole = chars - (chars % 4);
  let flags = ALL_HEX;
  let to = 0;
  for (let place = at; place < at + whole; place += 4, to += 2) {
    const word = view.getInt32(place, true);
    flags &= hexFlags(word);
    const pairs = pairsOf(word);
    bytes[to] = pairs;
    bytes[to + 1] = pairs >>> 16;
  }
  if (whole < chars) {
    // Two characters are left; zeros beside them make four.
    const word = view.getUint16(at + whole, true) | 0x30300000;
    flags &= hexFlags(word);
    bytes[to] = pairsOf(word);
  }
  return (flags & ALL_HEX) === ALL_HEX;
}

/** The bytes of four digits in the lowest and third byte of the result. */
function pairsOf(word: number): number {
  // The low four bits of a digit are its value, those of a letter nine less.
  const nibbles = (word & 0x0f0f0f0f) + 9 * ((word >>> 6) & 0x01010101);
  return (nibbles << 4) | (nibbles >>> 8);
}

/** A text that is looked for at a place. At least four characters, ASCII. */
export interface Literal {
  readonly length: number;
  /** Its characters four at a time; the last four may overlap those before. */
  readonly words: readonly number[];
}

export function literal(text: string): Literal {
  const bytes = Buffer.from(text);
  const words = Array.from({ length: Math.ceil(text.length / 4) }, (_, i) =>
    bytes.readInt32LE(Math.min(i * 4, text.length - 4)),
  );
  return { length: text.length, words };
}

/** Whether the text stands there; the view has to hold that many characters. */
export function isLiteralAt(view: DataView, at: number, { length, words }: Literal): boolean {
  const last = words.length - 1;
  for (let place = 0; place < last; place++) {
    if (view.getInt32(at + place * 4, true) !== words[place]) return false;
  }
  return view.getInt32(at + length - 4, true) === words[last];
}
