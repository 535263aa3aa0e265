import type { Hex } from 'viem';

/** Whole bytes in hexadecimal after 0x; 0x alone is no bytes. */
export function isBytes(text: string): text is Hex {
  return text.length % 2 === 0 && /^0x[0-9a-fA-F]*$/.test(text);
}

/** An address as everything here names it: lower case. */
export function addressText(address: string): string {
  return address.toLowerCase();
}
