import type { Hex } from 'viem';
import type { FeedOf } from '../../domain/feedDescription.js';
import type { RawFrame } from '../../domain/rawFrame.js';
import { type ConnectorStatus, statusOf } from './connectorStatus.js';
import type { EvmConnectorConfig } from './evmConnectorOptions.js';
import { EvmSession } from './evmSession.js';
import type { BlockRef } from './follow/chainCursor.js';
import type { PlannedRead } from './reads/plannedRead.js';
import type { TouchingLog } from './reads/readsOfBlock.js';

/** What the connector has of the machine besides its sockets. */
export interface EvmIo {
  /** Wall time, microseconds since the Unix epoch: what frames are stamped with. */
  nowUs(): bigint;
  /** Milliseconds that never go back. */
  monotonicMs(): number;
  /** From 0 (included) to 1. */
  random(): number;
}

export interface EvmConnectorOptions {
  readonly id: string;
  readonly config: EvmConnectorConfig;
  readonly feed: FeedOf<'evm-block-json'>;
  /** Contracts whose logs are wanted. */
  readonly addresses: readonly Hex[];
  /** Calls that are made at the hash of blocks. */
  readonly reads: readonly PlannedRead[];
  /** Further reads that the logs of a block call for by what they name: a position, say, that was minted in it. */
  readonly readsOfLogs?: (logs: readonly TouchingLog[]) => readonly PlannedRead[];
  /**
   * The newest blocks that were adopted, oldest first, asked for at each run. One is enough; with more of them a fork that
   * happened meanwhile is joined at its common ancestor, with one from the finalised block on. Empty: from `startBlock`.
   */
  resume?(): Promise<readonly BlockRef[]>;
  readonly io: EvmIo;
}

/** Where frames go. It settles when the frame was taken, and nothing is fetched beyond a few blocks until then. */
export interface EvmSink {
  deliver(frame: RawFrame): Promise<void>;
}

export interface EvmConnector {
  readonly id: string;
  readonly feeds: readonly FeedOf<'evm-block-json'>[];
  /** Delivers until the signal is aborted, and settles then. */
  run(sink: EvmSink, signal: AbortSignal): Promise<void>;
  status(): ConnectorStatus;
}

/** Follows one chain through several nodes. Nothing is connected until it runs; each run has connections of its own. */
export function createEvmConnector(options: EvmConnectorOptions): EvmConnector {
  let session: EvmSession | undefined;
  let sessions = 0;
  return {
    id: options.id,
    feeds: [options.feed],
    async run(sink, signal) {
      const tail = (await options.resume?.()) ?? [];
      session = new EvmSession(options, tail, sink, () => ++sessions);
      await session.run(signal);
    },
    status: () => statusOf(session),
  };
}
