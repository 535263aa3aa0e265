import { type Hex, keccak256, toRlp } from 'viem';
import { rlpBytes, rlpInteger } from './rlpField.js';

/** The fields of a header in the order in which they are hashed; those from EIP-1559 on are there once their fork is. */
const FIRST = ['parentHash', 'sha3Uncles', 'miner', 'stateRoot', 'transactionsRoot', 'receiptsRoot', 'logsBloom'];
const NUMBERS = ['difficulty', 'number', 'gasLimit', 'gasUsed', 'timestamp'];
const BYTES = ['extraData', 'mixHash', 'nonce'];
/** London (EIP-1559), Shanghai (4895), Cancun (4844, 4788), Prague (7685). */
const LATER = [
  ['baseFeePerGas', 'number'],
  ['withdrawalsRoot', 'bytes'],
  ['blobGasUsed', 'number'],
  ['excessBlobGas', 'number'],
  ['parentBeaconBlockRoot', 'bytes'],
  ['requestsHash', 'bytes'],
] as const;

/**
 * The hash of an Ethereum header from its fields (Yellow Paper 4.3, and the EIPs named above), so that a node can't give
 * other fields for a hash. Undefined when a field is missing or a later one follows a gap: another kind of header.
 */
export function headerHash(fields: Readonly<Record<string, unknown>>): Hex | undefined {
  const items: (Hex | undefined)[] = [
    ...FIRST.map((name) => rlpBytes(fields[name])),
    ...NUMBERS.map((name) => rlpInteger(fields[name])),
    ...BYTES.map((name) => rlpBytes(fields[name])),
  ];
  let ended = false;
  for (const [name, kind] of LATER) {
    const value = fields[name];
    if (value === undefined || value === null) {
      ended = true;
      continue;
    }
    if (ended) return undefined;
    items.push(kind === 'number' ? rlpInteger(value) : rlpBytes(value));
  }
  return items.includes(undefined) ? undefined : keccak256(toRlp(items as Hex[]));
}
