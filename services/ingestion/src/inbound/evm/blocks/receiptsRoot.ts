import { concatHex, type Hex, toRlp } from 'viem';
import { quantity } from './blockHeader.js';
import { rlpBytes, rlpInteger } from './rlpField.js';
import { trieRootOfList } from './trieRoot.js';

/** Types whose receipts are hashed in Ethereum's way (EIP-2718, 2930, 1559, 4844, 7702). */
const KNOWN_TYPES: ReadonlySet<bigint> = new Set([0n, 1n, 2n, 3n, 4n]);

/**
 * The root over a block's receipts as `eth_getBlockReceipts` gives them, in their order. Undefined when one of them is of
 * a kind that is hashed in another way (the deposits of an OP chain), or lacks a field.
 */
export function receiptsRoot(receipts: readonly unknown[]): Hex | undefined {
  const encoded = receipts.map(encodedReceipt);
  return encoded.includes(undefined) ? undefined : trieRootOfList(encoded as Hex[]);
}

function encodedReceipt(receipt: unknown): Hex | undefined {
  if (typeof receipt !== 'object' || receipt === null) return undefined;
  const { type, status, root, cumulativeGasUsed, logsBloom, logs } = receipt as Readonly<Record<string, unknown>>;
  const kind = type === undefined ? 0n : quantity(type);
  const gas = rlpInteger(cumulativeGasUsed);
  // Before Byzantium a receipt held the state's root in the place of its status (EIP-658).
  const outcome = status === undefined || status === null ? rlpBytes(root) : rlpInteger(status);
  const bloom = rlpBytes(logsBloom);
  const entries = Array.isArray(logs) ? logs.map(encodedLog) : [undefined];
  if (kind === undefined || !KNOWN_TYPES.has(kind) || gas === undefined || outcome === undefined) return undefined;
  if (bloom === undefined || entries.includes(undefined)) return undefined;
  const body = toRlp([outcome, gas, bloom, entries as (Hex | Hex[])[][]]);
  return kind === 0n ? body : concatHex([`0x0${kind.toString(16)}`, body]);
}

function encodedLog(log: unknown): (Hex | Hex[])[] | undefined {
  if (typeof log !== 'object' || log === null) return undefined;
  const { address, topics, data } = log as Readonly<Record<string, unknown>>;
  const [where, what] = [rlpBytes(address), rlpBytes(data)];
  const named = Array.isArray(topics) ? topics.map(rlpBytes) : [undefined];
  if (where === undefined || what === undefined || named.includes(undefined)) return undefined;
  return [where, named as Hex[], what];
}
