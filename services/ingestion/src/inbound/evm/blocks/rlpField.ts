import type { Hex } from 'viem';
import { quantity } from './blockHeader.js';

/** Bytes as they stand in RLP, or nothing when the text isn't bytes. */
export function rlpBytes(value: unknown): Hex | undefined {
  return typeof value === 'string' && /^0x(?:[0-9a-f]{2})*$/i.test(value) ? (value as Hex) : undefined;
}

/** A JSON-RPC quantity as an integer of RLP: big-endian without leading zeros, so zero is empty. */
export function rlpInteger(value: unknown): Hex | undefined {
  const whole = quantity(value);
  if (whole === undefined) return undefined;
  const digits = whole === 0n ? '' : whole.toString(16);
  return digits.length % 2 === 0 ? `0x${digits}` : `0x0${digits}`;
}
