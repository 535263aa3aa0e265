import {
  type Abi,
  type AbiFunction,
  type AbiStateMutability,
  type ContractFunctionName,
  type ContractFunctionReturnType,
  decodeAbiParameters,
  encodeAbiParameters,
} from 'viem';
import { isBytes } from './hexText.js';
import { ABI_BYTES_MAX } from './limits.js';
import { type CallReading, refusal, type Refusal, shown } from './reading.js';

/** What a contract answered to a call at a block. */
export interface CallAnswer {
  /** The function's name. */
  readonly function: string;
  /** Hexadecimal with 0x. */
  readonly returnData: string;
  readonly reverted: boolean;
}

/**
 * An answer of `name`, a function of the interface: one value by itself, several as a list in their order. It never
 * throws, whatever the bytes are; a call that reverted is refused.
 */
export function readResult<const abi extends Abi, const name extends ContractFunctionName<abi>>(
  abi: abi,
  name: name,
  { returnData, reverted }: CallAnswer,
): CallReading<ContractFunctionReturnType<abi, AbiStateMutability, name>> {
  const known = abi.find((item): item is AbiFunction => item.type === 'function' && item.name === name);
  if (known === undefined) return unknownFunction(name, abi);
  if (reverted) return refusal('reverted_call', `Expected an answer of ${name}, it reverted with ${shown(returnData)}.`);
  if (isBytes(returnData) && returnData.length <= 2 + 2 * ABI_BYTES_MAX) {
    const data = returnData.toLowerCase() as `0x${string}`;
    // The decoder of viem throws at what it can't read; here that is an answer like any other.
    try {
      const values = decodeAbiParameters(known.outputs, data) as readonly unknown[];
      if (encodeAbiParameters(known.outputs, values) === data) {
        const value = values.length === 1 ? values[0] : values;
        return { kind: 'value', value: value as ContractFunctionReturnType<abi, AbiStateMutability, name> };
      }
    } catch {
      // Said below.
    }
  }
  return refusal('undecodable_result', `Expected an answer of ${name}, was ${shown(returnData)}.`);
}

export function unknownFunction(name: string, abi: Abi): Refusal {
  const functions = abi.flatMap((item) => (item.type === 'function' ? [item.name] : []));
  return refusal('unknown_function', `Expected one of ${functions.join(', ')}, was ${shown(name)}.`);
}
