import { CHAIN_FRAME_BYTES_MAX, CHAIN_LOGS_MAX, CHAIN_READS_MAX } from '../../limits.js';
import { EPOCH_SECONDS_MAX, expected, type Field, integerField, US_PER_SECOND } from '../decoders/fieldText.js';
import { hexOf, integerTextOf, isObject, type JsonObject, jsonObject, shown, textOf } from '../decoders/jsonFields.js';
import { CheckedLog } from './checkedLog.js';
import { scanFrame } from './scanFrame.js';

/**
 * One block of a chain as an `evm-block-json` frame says it: the header, the logs of watched contracts in it, and what
 * calls answered at its hash. Its JSON has these names; numbers are JSON integers or decimal text, wei are decimal text,
 * bytes are `0x` and hexadecimal digits. For example
 *
 *     {"chain":"ethereum","number":17930000,"hash":"0x..","parentHash":"0x..","timestamp":1692300000,
 *      "baseFeePerGas":"21000000000","priorityFeePerGas":"1000000000","finalized":{"number":17929920,"hash":"0x.."},
 *      "logs":[{"address":"0x..","topics":["0x.."],"data":"0x","logIndex":3,"transactionHash":"0x.."}],
 *      "reads":[{"address":"0x..","function":"balanceOf(0x..)","callData":"0x..","returnData":"0x..","reverted":false,
 *                "accountId":"desk-a"}]}
 *
 * `finalized` is left out where the node doesn't know it, `baseFeePerGas` on a chain without one, `priorityFeePerGas` where nobody asked for it, `accountId` of a read
 * that is about no account. Times are whole seconds, as in the header.
 */
export interface ChainFrame {
  readonly chain: string;
  readonly number: bigint;
  /** Lower case, as every hash and address here. */
  readonly hash: string;
  readonly parentHash: string;
  readonly timeUs: bigint;
  /** The newest block that the node calls final, when it says one. It may lie above this block, while old ones are fetched. */
  readonly finalized: BlockName | undefined;
  readonly baseFeePerGas: bigint | undefined;
  /** What the median unit of the block's gas paid on top, as one node reckons it: no root of the header proves it. */
  readonly priorityFeePerGas: bigint | undefined;
  /** In order of their index. */
  readonly logs: readonly FrameLog[];
  readonly reads: readonly FrameRead[];
}

export interface BlockName {
  readonly number: bigint;
  readonly hash: string;
}

/** A log of a watched contract. */
export interface FrameLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: Uint8Array;
  readonly logIndex: number;
  readonly transactionHash: string;
}

/** What a contract answered to a call at the block's hash. */
export interface FrameRead {
  readonly address: string;
  /** The function's name, and its arguments as text. */
  readonly function: string;
  readonly callData: Uint8Array;
  readonly returnData: Uint8Array;
  /** The call reverted, and `returnData` says why. */
  readonly reverted: boolean;
  /** The watched account that it is about. */
  readonly accountId: string | undefined;
}

const UINT64_MAX = 2n ** 64n - 1n;
const UINT32_MAX = 2n ** 32n - 1n;
const UINT256_MAX = 2n ** 256n - 1n;
/** An EVM log has at most four topics. */
const TOPICS_MAX = 4;

/** Reads the bytes of a frame. Total: whatever the bytes, it gives a block or the reason why it can't. */
export function parseChainFrame(raw: Uint8Array): Field<ChainFrame> {
  if (raw.length > CHAIN_FRAME_BYTES_MAX) {
    return { ok: false, reason: `Expected at most ${CHAIN_FRAME_BYTES_MAX} bytes, were ${raw.length}.` };
  }
  const scanned = scanFrame(raw);
  if (scanned !== undefined) {
    const frame = frameOf(scanned.rest, scanned.logs);
    if (frame.ok) return frame;
  }
  return parseJsonFrame(raw);
}

/** The same by its JSON alone, at a quarter of the speed: of a frame that no connector writes so, and why it isn't one. */
export function parseJsonFrame(raw: Uint8Array): Field<ChainFrame> {
  // Bytes that are no UTF-8 become a character that stands in no number, name or hexadecimal text.
  const object = jsonObject(new TextDecoder().decode(raw));
  return object.ok ? frameOf(object.value) : object;
}

/** A frame's fields, and its logs where they were read already. */
function frameOf(object: JsonObject, scanned?: readonly FrameLog[]): Field<ChainFrame> {
  const chain = textOf(object, 'chain');
  if (!chain.ok) return chain;
  const number = countOf(object, 'number', UINT64_MAX);
  if (!number.ok) return number;
  const hash = wordOf(object, 'hash');
  if (!hash.ok) return hash;
  const parentHash = wordOf(object, 'parentHash');
  if (!parentHash.ok) return parentHash;
  const timestamp = countOf(object, 'timestamp', EPOCH_SECONDS_MAX);
  if (!timestamp.ok) return timestamp;
  const finalized = optional(object, 'finalized', blockNameOf);
  if (!finalized.ok) return finalized;
  const baseFeePerGas = optional(object, 'baseFeePerGas', (held, name) => countOf(held, name, UINT256_MAX));
  if (!baseFeePerGas.ok) return baseFeePerGas;
  const priorityFeePerGas = optional(object, 'priorityFeePerGas', (held, name) => countOf(held, name, UINT256_MAX));
  if (!priorityFeePerGas.ok) return priorityFeePerGas;
  const logs: Field<readonly FrameLog[]> = scanned === undefined ? logsOf(object) : { ok: true, value: scanned };
  if (!logs.ok) return logs;
  const reads = listOf(object, 'reads', CHAIN_READS_MAX, readOf);
  if (!reads.ok) return reads;
  return {
    ok: true,
    value: {
      chain: chain.value,
      number: number.value,
      hash: hash.value,
      parentHash: parentHash.value,
      timeUs: timestamp.value * US_PER_SECOND,
      finalized: finalized.value,
      baseFeePerGas: baseFeePerGas.value,
      priorityFeePerGas: priorityFeePerGas.value,
      logs: logs.value,
      reads: reads.value,
    },
  };
}

function blockNameOf(object: JsonObject, name: string): Field<BlockName> {
  const held = object[name];
  if (!isObject(held)) return expected(name, 'a block with number and hash', shown(held));
  const number = countOf(held, 'number', UINT64_MAX);
  if (!number.ok) return number;
  const hash = wordOf(held, 'hash');
  return hash.ok ? { ok: true, value: { number: number.value, hash: hash.value } } : hash;
}

function logsOf(object: JsonObject): Field<readonly FrameLog[]> {
  const logs = listOf(object, 'logs', CHAIN_LOGS_MAX, logOf);
  if (!logs.ok) return logs;
  const disorder = logs.value.findIndex((log, i) => i > 0 && log.logIndex <= (logs.value[i - 1]?.logIndex ?? 0));
  return disorder > 0 ? expected('logs', 'rising indexes', `${logs.value[disorder]?.logIndex}`) : logs;
}

function logOf(log: JsonObject): Field<FrameLog> {
  const address = addressOf(log, 'address');
  if (!address.ok) return address;
  const { topics } = log;
  if (!Array.isArray(topics) || topics.length > TOPICS_MAX || !topics.every(isWord)) {
    return expected('topics', 'at most four words of 32 bytes', shown(topics));
  }
  const data = bytesOf(log, 'data');
  if (!data.ok) return data;
  const logIndex = countOf(log, 'logIndex', UINT32_MAX);
  if (!logIndex.ok) return logIndex;
  const transactionHash = wordOf(log, 'transactionHash');
  if (!transactionHash.ok) return transactionHash;
  const words = topics.map((topic) => topic.toLowerCase());
  const value = new CheckedLog(address.value, words, data.value, Number(logIndex.value), transactionHash.value);
  return { ok: true, value };
}

function readOf(read: JsonObject): Field<FrameRead> {
  const address = addressOf(read, 'address');
  if (!address.ok) return address;
  const name = textOf(read, 'function');
  if (!name.ok) return name;
  const callData = bytesOf(read, 'callData');
  if (!callData.ok) return callData;
  const returnData = bytesOf(read, 'returnData');
  if (!returnData.ok) return returnData;
  const { reverted } = read;
  if (typeof reverted !== 'boolean') return expected('reverted', 'true or false', shown(reverted));
  const accountId = optional(read, 'accountId', textOf);
  if (!accountId.ok) return accountId;
  return {
    ok: true,
    value: {
      address: address.value,
      function: name.value,
      callData: callData.value,
      returnData: returnData.value,
      reverted,
      accountId: accountId.value,
    },
  };
}

/** A field that may be left out. */
function optional<T>(
  object: JsonObject,
  name: string,
  read: (object: JsonObject, name: string) => Field<T>,
): Field<T | undefined> {
  return object[name] === undefined ? { ok: true, value: undefined } : read(object, name);
}

function listOf<T>(
  object: JsonObject,
  name: string,
  max: number,
  read: (item: JsonObject) => Field<T>,
): Field<readonly T[]> {
  const held = object[name];
  if (!Array.isArray(held) || held.length > max) {
    const found = Array.isArray(held) ? `${held.length}` : shown(held);
    return expected(name, `a list of at most ${max}`, found);
  }
  const items: T[] = [];
  for (const item of held as readonly unknown[]) {
    if (!isObject(item)) return expected(name, 'objects', shown(item));
    const value = read(item);
    if (!value.ok) return value;
    items.push(value.value);
  }
  return { ok: true, value: items };
}

function countOf(object: JsonObject, name: string, max: bigint): Field<bigint> {
  const text = integerTextOf(object, name);
  return text.ok ? integerField(text.value, name, 0n, max) : text;
}

function isWord(value: unknown): value is string {
  return typeof value === 'string' && /^0x[0-9a-fA-F]{64}$/.test(value);
}

function wordOf(object: JsonObject, name: string): Field<string> {
  const value = object[name];
  return isWord(value) ? { ok: true, value: value.toLowerCase() } : expected(name, 'a word of 32 bytes', shown(value));
}

function addressOf(object: JsonObject, name: string): Field<string> {
  const value = object[name];
  return typeof value === 'string' && /^0x[0-9a-fA-F]{40}$/.test(value)
    ? { ok: true, value: value.toLowerCase() }
    : expected(name, 'an address', shown(value));
}

function bytesOf(object: JsonObject, name: string): Field<Buffer> {
  const text = hexOf(object, name);
  return text.ok ? { ok: true, value: Buffer.from(text.value.slice(2), 'hex') } : text;
}
