import type { FeedOf } from '../../domain/feedDescription.js';
import type { RawFrame } from '../../domain/rawFrame.js';
import { type ConnectorStatus, statusOf } from './connectorStatus.js';
import type { EvmConnectorConfig } from './evmConnectorOptions.js';
import { EvmSession } from './evmSession.js';
import type { BlockRef } from './follow/chainCursor.js';
import type { RpcClient } from './rpc/rpcClient.js';
import type { ReadPlan } from './reads/plannedRead.js';

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
  /** The chain with what is watched on it, and when its blocks are final. */
  readonly feed: FeedOf<'evm-block-json'>;
  /** What is read instead of what the protocols of the feed's contracts call for. */
  readonly plan?: ReadPlan | undefined;
  /**
   * The newest blocks that were adopted, oldest first, asked for at each run. One is enough; with more of them a fork that
   * happened meanwhile is joined at its common ancestor, with one from the finalised block on. Empty: from `startBlock`.
   * Undefined: nobody keeps account of what was adopted.
   */
  readonly resume?: (() => readonly BlockRef[] | undefined) | undefined;
  /** Numbered positions that accounts own by the facts so far, asked for at each run: of v4 no contract lists them. */
  readonly tokenIds?: (() => readonly bigint[]) | undefined;
  readonly io: EvmIo;
  /** The way to a node by the endpoint's name; by its address when left out. */
  connect?(endpoint: string): RpcClient;
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
      // Whoever doesn't keep account of it is given what comes after the run before this one.
      const tail = options.resume?.() ?? session?.delivered ?? [];
      // Those of the run before too: its last blocks may not be folded yet.
      const tokenIds = [...(options.tokenIds?.() ?? []), ...(session?.tokenIds ?? [])];
      session = new EvmSession(options, tail, tokenIds, sink, () => ++sessions);
      await session.run(signal);
    },
    status: () => statusOf(session),
  };
}
