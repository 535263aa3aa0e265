/** An address as everything here names it: lower case. */
export function addressText(address: string): string {
  return address.toLowerCase();
}

/** The address in the low 20 bytes of a word, as messages between chains write it; undefined for any other word. */
export function addressOfWord(word: string): string | undefined {
  return /^0x0{24}[0-9a-f]{40}$/i.test(word) ? `0x${word.slice(26).toLowerCase()}` : undefined;
}
