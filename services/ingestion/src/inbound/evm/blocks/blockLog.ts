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
const BYTES = /^0x([0-9a-f]{2})*$/;
const TOPICS_MAX = 4;

/** Reads a log, or says nothing when it isn't one. A log that says of itself that it was removed is none. */
export function blockLog(value: unknown): BlockLog | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Readonly<Record<string, unknown>>;
  const topics = Array.isArray(fields['topics']) ? fields['topics'].map((topic) => lower(topic, HASH)) : [undefined];
  const log = {
    address: lower(fields['address'], ADDRESS),
    topics,
    data: lower(fields['data'], BYTES),
    blockHash: lower(fields['blockHash'], HASH),
    blockNumber: quantity(fields['blockNumber']),
    transactionHash: lower(fields['transactionHash'], HASH),
    transactionIndex: index(fields['transactionIndex']),
    logIndex: index(fields['logIndex']),
  };
  const incomplete = Object.values(log).includes(undefined) || topics.includes(undefined) || topics.length > TOPICS_MAX;
  return incomplete || fields['removed'] === true ? undefined : (log as BlockLog);
}

function lower(value: unknown, pattern: RegExp): Hex | undefined {
  if (typeof value !== 'string') return undefined;
  const text = value.toLowerCase();
  return pattern.test(text) ? (text as Hex) : undefined;
}

function index(value: unknown): number | undefined {
  const whole = quantity(value);
  return whole === undefined || whole > 0xffff_ffffn ? undefined : Number(whole);
}
