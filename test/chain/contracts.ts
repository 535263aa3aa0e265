import { decodeErrorResult, decodeEventLog, decodeFunctionResult, encodeDeployData, encodeFunctionData } from 'viem';
import { type Abi, type Artifact, linkedBytecode } from './artifacts.ts';
import { type Hex, type LocalChain, RpcError } from './localChain.ts';

export interface Contract {
  readonly abi: Abi;
  readonly address: Hex;
}

export interface ContractCall {
  readonly contract: Contract;
  readonly name: string;
  readonly args: readonly unknown[];
  /** Of the chain's coin that goes with it, wei. */
  readonly value?: bigint | undefined;
}

export interface ChainEvent {
  readonly address: Hex;
  readonly name: string;
  readonly args: Readonly<Record<string, unknown>>;
}

interface Receipt {
  readonly status: Hex;
  readonly contractAddress: Hex | null;
  readonly blockNumber: Hex;
  readonly logs: readonly { readonly address: Hex; readonly data: Hex; readonly topics: readonly Hex[] }[];
}

const GAS_PER_TRANSACTION: Hex = '0xf42400';

/** Deploys a compiled contract, linked to `libraries`. */
export async function deploy(
  chain: LocalChain,
  from: Hex,
  artifact: Artifact,
  args: readonly unknown[],
  libraries: Readonly<Record<string, Hex>> = {},
): Promise<Contract> {
  const bytecode = linkedBytecode(artifact, libraries);
  const receipt = await transact(chain, {
    from,
    data: encodeDeployData({ abi: artifact.abi, bytecode, args }),
  });
  if (receipt.contractAddress === null) throw new Error('Expected the address of a new contract, got none');
  return { abi: artifact.abi, address: receipt.contractAddress };
}

/** Sends one transaction and gives back its logs; throws an RpcError with the reason when it reverts. */
export async function write(chain: LocalChain, from: Hex, call: ContractCall): Promise<Receipt['logs']> {
  return (await transact(chain, transactionOf(from, call))).logs;
}

/** Many view calls at one block, the latest unless another is named, answered in order. */
export async function readAll(chain: LocalChain, calls: readonly ContractCall[], block = 'latest'): Promise<unknown[]> {
  const answers = await chain.rpcBatch(
    calls.map(({ contract, name, args }) => {
      const data = encodeFunctionData({ abi: contract.abi, functionName: name, args });
      return { method: 'eth_call', params: [{ to: contract.address, data }, block] };
    }),
  );
  return answers.map((data, i) =>
    decodeFunctionResult({ abi: calls[i]!.contract.abi, functionName: calls[i]!.name, data: data as Hex }),
  );
}

export async function read(
  chain: LocalChain,
  contract: Contract,
  name: string,
  args: readonly unknown[] = [],
): Promise<unknown> {
  return (await readAll(chain, [{ contract, name, args }]))[0];
}

/** A call that would revert: the reason string, and the encoded error. */
export interface RevertedCall {
  readonly reason: string;
  readonly data: Hex | undefined;
}

/** Why a transaction would revert at the moment `atSeconds`, or undefined when it would go through. */
export async function revertOf(
  chain: LocalChain,
  from: Hex,
  call: ContractCall,
  atSeconds: bigint,
): Promise<RevertedCall | undefined> {
  try {
    const block = { time: toHex(atSeconds) };
    await chain.rpc('eth_call', [transactionOf(from, call), 'latest', {}, block]);
    return undefined;
  } catch (error) {
    if (!(error instanceof RpcError)) throw error;
    const reason = /execution reverted:? ?"?([^",]*)"?/.exec(error.message)?.[1] ?? error.message;
    return { reason, data: error.data };
  }
}

/** The name of a custom error that `abi` lists, or undefined for any other revert. */
export function errorName(abi: Abi, data: Hex | undefined): string | undefined {
  if (data === undefined) return undefined;
  try {
    return decodeErrorResult({ abi, data }).errorName;
  } catch {
    return undefined;
  }
}

/** The events of `name` among logs, decoded by the contract that must have sent them. */
export function eventsNamed(logs: Receipt['logs'], contract: Contract, name: string): ChainEvent[] {
  return logs.flatMap(({ address, data, topics }) => {
    if (address.toLowerCase() !== contract.address.toLowerCase()) return [];
    const event = decodeKnown(contract.abi, data, topics);
    return event?.eventName === name ? [{ address, name, args: event.args }] : [];
  });
}

export function toHex(value: bigint | number): Hex {
  return `0x${value.toString(16)}`;
}

/** A contract's logs may hold events that its own ABI does not list, such as those of a library it calls. */
function decodeKnown(abi: Abi, data: Hex, topics: readonly Hex[]): ReturnType<typeof decodeEventLog> | undefined {
  try {
    const [signature, ...indexed] = topics;
    return decodeEventLog({ abi, data, topics: signature === undefined ? [] : [signature, ...indexed], strict: false });
  } catch {
    return undefined;
  }
}

export interface Transaction {
  readonly from: Hex;
  readonly to?: Hex;
  readonly data: Hex;
  readonly gas?: Hex;
  readonly value?: Hex;
}

export function transactionOf(from: Hex, { contract, name, args, value }: ContractCall): Transaction {
  const data = encodeFunctionData({ abi: contract.abi, functionName: name, args });
  const call = { from, to: contract.address, data, gas: GAS_PER_TRANSACTION };
  return value === undefined ? call : { ...call, value: toHex(value) };
}

async function transact(chain: LocalChain, transaction: Transaction): Promise<Receipt> {
  const sent = await chain.rpc('eth_sendTransactionSync', [{ gas: GAS_PER_TRANSACTION, ...transaction }]);
  const receipt = sent as Receipt;
  if (receipt.status === '0x1') return receipt;
  await chain.rpc('eth_call', [transaction, receipt.blockNumber]);
  throw new RpcError('Expected the transaction to succeed, it ran out of gas or reverted without a reason');
}
