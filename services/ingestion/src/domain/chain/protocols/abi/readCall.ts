import {
  type Abi,
  type AbiFunction,
  type AbiParameter,
  type AbiStateMutability,
  bytesToHex,
  type ContractFunctionArgs,
  type ContractFunctionName,
  type ContractFunctionReturnType,
  decodeAbiParameters,
  encodeAbiParameters,
  type Hex,
  toFunctionSelector,
} from 'viem';
import type { ContractRead } from '../../chainFact.js';
import { ABI_BYTES_MAX } from './limits.js';
import { type Refusal, refusal, shown } from './reading.js';

/** A call with what was asked and what was answered: one value by itself, several as a list in their order. */
export type CallOf<abi extends Abi> = {
  [name in ContractFunctionName<abi>]: {
    readonly functionName: name;
    readonly args: ContractFunctionArgs<abi, AbiStateMutability, name>;
    readonly result: ContractFunctionReturnType<abi, AbiStateMutability, name>;
  };
}[ContractFunctionName<abi>];

export type CallReading<abi extends Abi> = { readonly kind: 'call'; readonly call: CallOf<abi> } | Refusal;

/** What a decoder looks at of an answer: the bytes alone, not the text that describes the call. */
export type EvmRead = Pick<ContractRead, 'callData' | 'returnData' | 'reverted'>;

/** Reads the answers of a contract by the functions of its interface. It never throws, whatever the bytes are. */
export function callReader<const abi extends Abi>(abi: abi): (read: EvmRead) => CallReading<abi> {
  const functions = new Map<string, AbiFunction>(
    abi.filter((item): item is AbiFunction => item.type === 'function').map((item) => [toFunctionSelector(item), item]),
  );
  return (read) => readCall(functions, read) as CallReading<abi>;
}

function readCall(
  functions: ReadonlyMap<string, AbiFunction>,
  { callData, returnData, reverted }: EvmRead,
): { readonly kind: 'call'; readonly call: object } | Refusal {
  if (callData.length > ABI_BYTES_MAX || returnData.length > ABI_BYTES_MAX) {
    const longest = Math.max(callData.length, returnData.length);
    return refusal('malformed_call', `Expected at most ${ABI_BYTES_MAX} bytes of a call, were ${longest}.`);
  }
  const asked = bytesToHex(callData);
  const answered = bytesToHex(returnData);
  const known = functions.get(asked.slice(0, 10));
  if (known === undefined) {
    return refusal('unknown_function', `Expected a function of the contract's interface, was ${shown(asked)}.`);
  }
  const { name } = known;
  const args = exactValues(known.inputs, `0x${asked.slice(10)}`);
  if (args === undefined) return refusal('undecodable_call', `Expected a call of ${name}, was ${shown(asked)}.`);
  if (reverted) return refusal('reverted_call', `Expected an answer of ${name}, it reverted with ${shown(answered)}.`);
  const values = exactValues(known.outputs, answered);
  if (values === undefined) {
    return refusal('undecodable_result', `Expected an answer of ${name}, was ${shown(answered)}.`);
  }
  return { kind: 'call', call: { functionName: name, args, result: values.length === 1 ? values[0] : values } };
}

/** The values that the bytes are, to the last one; undefined for any other bytes. */
function exactValues(parameters: readonly AbiParameter[], data: Hex): readonly unknown[] | undefined {
  if (parameters.length === 0) return data === '0x' ? [] : undefined;
  // The decoder of viem throws at what it can't read; here that is an answer like any other.
  try {
    const values = decodeAbiParameters(parameters, data) as readonly unknown[];
    return encodeAbiParameters(parameters, values) === data ? values : undefined;
  } catch {
    return undefined;
  }
}
