import type { Hex } from 'viem';

/** A block's header as a node gave it, with what the connector itself looks at read out of it. */
export interface BlockHeader {
  readonly number: bigint;
  readonly hash: Hex;
  readonly parentHash: Hex;
  /** Seconds. */
  readonly timestamp: bigint;
  readonly logsBloom: Hex;
  readonly receiptsRoot: Hex;
  /** All of it, in the names and the hexadecimal of JSON-RPC. */
  readonly fields: Readonly<Record<string, unknown>>;
}

const HASH = /^0x[0-9a-f]{64}$/i;
const BLOOM = /^0x[0-9a-f]{512}$/i;
const QUANTITY = /^0x[0-9a-f]{1,64}$/i;

/** Reads a header, or says nothing when it isn't one. */
export function blockHeader(result: unknown): BlockHeader | undefined {
  if (typeof result !== 'object' || result === null) return undefined;
  const fields = result as Readonly<Record<string, unknown>>;
  const number = quantity(fields['number']);
  const timestamp = quantity(fields['timestamp']);
  const hash = matching(fields['hash'], HASH);
  const parentHash = matching(fields['parentHash'], HASH);
  const receiptsRoot = matching(fields['receiptsRoot'], HASH);
  const logsBloom = matching(fields['logsBloom'], BLOOM);
  if (number === undefined || timestamp === undefined || hash === undefined) return undefined;
  if (parentHash === undefined || receiptsRoot === undefined || logsBloom === undefined) return undefined;
  return { number, hash, parentHash, timestamp, logsBloom, receiptsRoot, fields };
}

/** A JSON-RPC quantity, at most 256 bits. */
export function quantity(value: unknown): bigint | undefined {
  return typeof value === 'string' && QUANTITY.test(value) ? BigInt(value) : undefined;
}

function matching(value: unknown, pattern: RegExp): Hex | undefined {
  return typeof value === 'string' && pattern.test(value) ? (value.toLowerCase() as Hex) : undefined;
}
