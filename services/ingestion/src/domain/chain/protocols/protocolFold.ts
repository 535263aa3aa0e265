import type { Observed } from '../../decoded.js';
import type {
  ChainFact,
  ChainPlace,
  ContractLog,
  ContractRead,
  HeldPosition,
  ProtocolId,
  StateFact,
  WatchedAccount,
  WatchedContract,
} from '../chainFact.js';

/**
 * A row of a protocol: an account in a reserve, a pool, a feed. It is replaced and never mutated, and holds plain data
 * (bigint, text, numbers, arrays, objects). `protocol` names the fold that speaks for it.
 */
export interface ProtocolRow {
  readonly protocol: ProtocolId;
}

/** The rows of one chain as they stand before a fact; keys are unique on the chain and begin with the protocol. */
export interface RowReader {
  get(key: string): ProtocolRow | undefined;
}

/** A row's new value; undefined removes it. */
export interface RowChange {
  readonly key: string;
  readonly row: ProtocolRow | undefined;
}

/** What is watched on the chain. */
export interface WatchIndex {
  readonly chain: string;
  contractAt(address: string): WatchedContract | undefined;
  contractNamed(name: string): WatchedContract | undefined;
  accountAt(address: string): WatchedAccount | undefined;
  accountsOf(accountId: string): readonly WatchedAccount[];
}

/** Where a fact stands: the contract that spoke, the block, and what is watched. */
export interface FactContext {
  readonly contract: WatchedContract;
  readonly place: ChainPlace;
  readonly watch: WatchIndex;
}

export type DecodedLog<Fact extends ChainFact> =
  /** Empty for a log that says nothing about what is followed. */
  | { readonly kind: 'facts'; readonly facts: readonly Fact[] }
  /** It isn't what the contract's interface says. The log itself stays in the record. */
  | { readonly kind: 'refused'; readonly reason: string };

export type DecodedRead<Fact extends ChainFact> =
  | {
      readonly kind: 'facts';
      /** State of pools, reserves and feeds that the call says, applied like the facts of logs. */
      readonly facts: readonly Fact[];
      /** Positions that the facts of logs are held against. */
      readonly states: readonly StateFact[];
    }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * What the logs and answers of a protocol's contracts mean. All pure and total. Rows follow from facts alone; of one block
 * the logs are folded in order of their index, then the answers. What is undone is never subtracted: the fold goes on from
 * the rows as they stood before.
 */
export interface ProtocolFold<Fact extends ChainFact = ChainFact, Row extends ProtocolRow = ProtocolRow> {
  /** What is wrong with a contract's parameters, or undefined: asked when a catalogue is read. */
  checkContract(contract: WatchedContract): string | undefined;
  decodeLog(contract: WatchedContract, log: ContractLog): DecodedLog<Fact>;
  decodeRead(contract: WatchedContract, read: ContractRead): DecodedRead<Fact>;
  apply(rows: RowReader, fact: Fact, context: FactContext): readonly RowChange[];
  /** Makes the rows say what a first read of a position said, for an account whose opening is `read`. */
  open(rows: RowReader, state: StateFact, context: FactContext): readonly RowChange[];
  /** The positions that a row of this protocol is; each position rests on one row. 0 units are a position that ended. */
  positions(key: string, row: Row, watch: WatchIndex): readonly HeldPosition[];
  /**
   * What other services have to hear when the row changed (LendingPositionObserved, ReserveStateObserved, PoolObserved,
   * OracleRoundObserved ...). `place` is the block that the row rests on.
   */
  observations(key: string, row: Row, rows: RowReader, place: ChainPlace, watch: WatchIndex): readonly Observed[];
  /**
   * What they have to hear when a row is no more because the block it rested on was undone, for example a
   * LendingPositionObserved of 0. `row` is what was said before, `place` the head that is left. Left out where nobody
   * minds.
   */
  ended?(key: string, row: Row, rows: RowReader, place: ChainPlace, watch: WatchIndex): readonly Observed[];
}
