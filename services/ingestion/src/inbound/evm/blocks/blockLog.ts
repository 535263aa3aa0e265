import type { Hex } from 'viem';
import { quantity } from './blockHeader.js';

/** A log as a node gave it. */
export interface BlockLog {
  /** Lower case. */
  readonly address: Hex;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly blockHash: Hex;
  readonly blockNumber: bigint;
  readonly transactionHash: Hex;
  readonly transactionIndex: number;
  readonly logIndex: number;
}

const HASH = /^0x[0-9a-f]{64}$/;
const ADDRESS = /^0x[0-9a-f]{40}$/;
const BYTES = /^0x(?:[0-9a-f]{2})*$/;
const TOPICS_MAX = 4;

/** Reads a log, or says nothing when it isn't one. A log that says of itself that it was removed is none. */
export function blockLog(value: unknown): BlockLog | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  if (fields['removed'] === true || !Array.isArray(fields['topics']) || fields['topics'].length > TOPICS_MAX) {
    return undefined;
  }
  const topics = fields['topics'].map((topic) => lower(topic, HASH));
  const address = lower(fields['address'], ADDRESS);
  const data = lower(fields['data'], BYTES);
  const blockHash = lower(fields['blockHash'], HASH);
  const transactionHash = lower(fields['transactionHash'], HASH);
  if (!isWhole(topics) || address === undefined || data === undefined) return undefined;
  if (blockHash === undefined || transactionHash === undefined) return undefined;
  const blockNumber = quantity(fields['blockNumber']);
  const transactionIndex = index(fields['transactionIndex']);
  const logIndex = index(fields['logIndex']);
  if (blockNumber === undefined || transactionIndex === undefined || logIndex === undefined) return undefined;
  return { address, topics, data, blockHash, blockNumber, transactionHash, transactionIndex, logIndex };
}

function isWhole(topics: readonly (Hex | undefined)[]): topics is readonly Hex[] {
  return !topics.includes(undefined);
}

function lower(value: unknown, pattern: RegExp): Hex | undefined {
  if (typeof value !== 'string') return undefined;
  // Nodes write lower case, nearly all of them.
  if (pattern.test(value)) return value as Hex;
  const text = value.toLowerCase();
  return pattern.test(text) ? (text as Hex) : undefined;
}

function index(value: unknown): number | undefined {
  const whole = quantity(value);
  return whole === undefined || whole > 0xffff_ffffn ? undefined : Number(whole);
}
