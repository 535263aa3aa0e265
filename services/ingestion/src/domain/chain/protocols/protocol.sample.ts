import { type Abi, type AbiEvent, encodeAbiParameters, encodeEventTopics, hexToBytes, toFunctionSelector } from 'viem';
import type { AbiFunction, Hex } from 'viem';
import type { ChainFact, ChainPlace, ContractLog, ContractRead, ProtocolId, WatchedContract } from '../chainFact.js';
import { watchIndexOf } from '../watchIndex.js';
import type { ProtocolFold, ProtocolRow, WatchIndex } from './protocolFold.js';

/** A watched address, and one that isn't. */
export const DESK = `0x${'d5'.repeat(20)}` as const;
export const DESK_TWO = `0x${'d6'.repeat(20)}` as const;
export const STRANGER = `0x${'57'.repeat(20)}` as const;
export const ZERO = `0x${'00'.repeat(20)}` as const;

export function contractOf(
  protocol: ProtocolId,
  parameters: WatchedContract['parameters'],
  address: string = `0x${'c0'.repeat(20)}`,
  name: string = protocol,
): WatchedContract {
  return { name, chain: 'ethereum', address, protocol, parameters };
}

/** DESK is desk-a, DESK_TWO is desk-b. */
export function watchOfContracts(...contracts: readonly WatchedContract[]): WatchIndex {
  const account = (accountId: string, address: string) =>
    ({ accountId, chain: 'ethereum', address, opening: 'zero' }) as const;
  return watchIndexOf('ethereum', { contracts, accounts: [account('desk-a', DESK), account('desk-b', DESK_TWO)] });
}

/** A log as a contract of the published interface writes it. */
export function logOf(abi: Abi, eventName: string, args: Readonly<Record<string, unknown>>): ContractLog {
  const event = abi.find((item): item is AbiEvent => item.type === 'event' && item.name === eventName);
  if (event === undefined) throw new Error(`Expected an event ${eventName}.`);
  const plain = event.inputs.filter((input) => input.indexed !== true);
  const topics = encodeEventTopics({ abi: [event], eventName, args } as Parameters<typeof encodeEventTopics>[0]);
  const data = encodeAbiParameters(
    plain,
    plain.map((input) => args[input.name ?? '']),
  );
  return rawLog(topics as readonly string[], data);
}

export function rawLog(topics: readonly string[], data: Hex, address: string = `0x${'c0'.repeat(20)}`): ContractLog {
  const bytes = hexToBytes(data);
  return { address, topics, data: bytes, logIndex: 0, transactionHash: `0x${'7a'.repeat(32)}` };
}

/** An answer as a contract of the published interface gives it. */
export function readOf(
  abi: Abi,
  name: string,
  args: readonly unknown[],
  outputs: readonly unknown[],
  accountId?: string,
): ContractRead {
  const called = abi.find((item): item is AbiFunction => item.type === 'function' && item.name === name);
  if (called === undefined) throw new Error(`Expected a function ${name}.`);
  const callData = `${toFunctionSelector(called)}${encodeAbiParameters(called.inputs, args).slice(2)}` as const;
  return {
    address: `0x${'c0'.repeat(20)}`,
    function: name,
    callData: hexToBytes(callData),
    returnData: hexToBytes(encodeAbiParameters(called.outputs, outputs)),
    reverted: false,
    accountId,
  };
}

/** Rows of one chain, folded log by log as the chain's fold does it. */
export class FoldedRows {
  readonly rows = new Map<string, ProtocolRow>();
  readonly watch: WatchIndex;
  number = 17_930_000n;
  cause = 'a-transaction/0';

  constructor(...contracts: readonly WatchedContract[]) {
    this.watch = watchOfContracts(...contracts);
  }

  get place(): ChainPlace {
    return {
      chain: 'ethereum',
      adoption: this.number,
      number: this.number,
      blockHash: `0x${'b1'.repeat(32)}`,
      blockTimeUs: 1_692_300_000_000_000n + (this.number - 17_930_000n) * 12_000_000n,
      cause: this.cause,
    };
  }

  log(fold: ProtocolFold, contract: WatchedContract, log: ContractLog): this {
    const decoded = fold.decodeLog(contract, log);
    if (decoded.kind === 'refused') throw new Error(decoded.reason);
    return this.facts(fold, contract, decoded.facts);
  }

  read(fold: ProtocolFold, contract: WatchedContract, read: ContractRead): this {
    const decoded = fold.decodeRead(contract, read);
    if (decoded.kind === 'refused') throw new Error(decoded.reason);
    return this.facts(fold, contract, decoded.facts);
  }

  facts(fold: ProtocolFold, contract: WatchedContract, facts: readonly ChainFact[]): this {
    for (const fact of facts) {
      const { place, watch, rows } = this;
      for (const { key, row } of fold.apply(rows, fact, { contract, place, watch })) {
        if (row === undefined) rows.delete(key);
        else rows.set(key, row);
      }
    }
    return this;
  }

  positions(fold: ProtocolFold): readonly (readonly [string, string, bigint])[] {
    return [...this.rows].flatMap(([key, row]) =>
      fold.positions(key, row, this.watch).map((held) => [held.accountId, held.instrumentId, held.units] as const),
    );
  }

  observations(fold: ProtocolFold): readonly unknown[] {
    return [...this.rows].flatMap(([key, row]) =>
      fold.observations(key, row, this.rows, this.place, this.watch).map(({ event }) => event.value),
    );
  }
}
