import type { FrameLog, FrameRead } from './chainFrame.js';

/** What a watched contract is: which logs it has, and what they mean. */
export const PROTOCOL_IDS = [
  'erc20',
  'erc4626',
  'aave-v3',
  'aave-v3-atoken',
  'aave-v3-variable-debt',
  'compound-v3',
  'uniswap-v2',
  'uniswap-v3-pool',
  'uniswap-v3-positions',
  'uniswap-v4-manager',
  'uniswap-v4-positions',
  'chainlink',
  'squeeth-controller',
  'synthetix',
  'gmx-v2',
  'bridge',
  'op-gas-oracle',
  'arb-gas-info',
] as const;

export type ProtocolId = (typeof PROTOCOL_IDS)[number];

/** A value of a contract's parameters: what JSON has, one level deep. */
export type ParameterValue = string | number | boolean | readonly string[];

/** A contract whose logs and answers are followed. It is data of the log, so it holds JSON alone. */
export interface WatchedContract {
  /** Unique on its chain, for example `aave-v3:ethereum/aToken/WETH`. */
  readonly name: string;
  readonly chain: string;
  /** Lower case. */
  readonly address: string;
  readonly protocol: ProtocolId;
  /** What the protocol's fold has to know: decimals, instrument ids, the pool of a token, the feed's id and so on. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
}

/** An account whose holdings are followed. One account may have several addresses, one entry each. */
export interface WatchedAccount {
  readonly accountId: string;
  readonly chain: string;
  /** Lower case. */
  readonly address: string;
  /**
   * Where its facts begin. `zero`: it held nothing before the first block that is followed. `read`: what a call says first
   * of a position is what it held then, with that block's logs in it.
   */
  readonly opening: 'zero' | 'read';
}

/** Everything that is watched on one chain. It stands in the log, at the block from which it holds. */
export interface ChainWatch {
  readonly contracts: readonly WatchedContract[];
  readonly accounts: readonly WatchedAccount[];
}

/** The block, and the log within it, that something rests on. */
export interface ChainPlace {
  readonly chain: string;
  readonly adoption: bigint;
  readonly number: bigint;
  readonly blockHash: string;
  readonly blockTimeUs: bigint;
  /** `TRANSACTION/INDEX` of a log, the function of a read. */
  readonly cause: string;
}

/** What a log or an answer says, in the terms of its protocol: plain data (bigint may be in it), and `kind` tells which. */
export interface ChainFact {
  readonly kind: string;
}

/**
 * What a contract says that an account holds, at the end of a block: facts are held against it, and never corrected by it.
 * The three names are those of the position that the facts give.
 */
export interface StateFact {
  readonly accountId: string;
  readonly instrumentId: string;
  readonly source: string;
  /** The integer that the contract counts in, signed. */
  readonly units: bigint;
}

/** What an account holds of one instrument in one place, by the facts. */
export interface HeldPosition {
  readonly accountId: string;
  readonly instrumentId: string;
  /** The contract, token id or sub-account that holds it, for example `uniswap-v3:ethereum/nft/1234`. */
  readonly source: string;
  /** The integer that the contract counts in, signed: what is owed is below 0. */
  readonly units: bigint;
  /** A quantity of 1 is 10^unitDecimals units. */
  readonly unitDecimals: number;
  /** Fees or rewards that are owed to it and lie outside its quantity. */
  readonly owed: readonly OwedUnits[];
}

export interface OwedUnits {
  readonly asset: string;
  readonly units: bigint;
  readonly decimals: number;
}

/**
 * One end of a transfer between chains, as the row of a `bridge` contract under {@link bridgeLegKey}: the fold of the chain
 * it left has `sent`, that of the other one `received`. The tokens themselves move by the facts of their own contracts.
 */
export interface BridgeLeg {
  readonly protocol: 'bridge';
  readonly direction: 'sent' | 'received';
  readonly accountId: string;
  readonly bridge: string;
  /** The bridge's own id of the transfer, the same on both chains. */
  readonly transferId: string;
  readonly fromChain: string;
  readonly toChain: string;
  /** As spot: ids spell it. */
  readonly asset: string;
  readonly decimals: number;
  /** What left, and what is to arrive (0 where the sender's chain doesn't say). */
  readonly unitsSent: bigint;
  readonly unitsReceived: bigint;
}

export function bridgeLegKey(leg: Pick<BridgeLeg, 'bridge' | 'transferId' | 'direction'>): string {
  return `bridge/${leg.bridge}/${leg.transferId}/${leg.direction}`;
}

/** A log with the contract's own fields, as decoders get it. */
export type ContractLog = FrameLog;
export type ContractRead = FrameRead;
