import type { EvmSession } from './evmSession.js';

/** How a connector stands, for an operator. */
export interface ConnectorStatus {
  readonly head: bigint | undefined;
  /** The newest block that was delivered. */
  readonly tip: bigint | undefined;
  readonly finalized: bigint | undefined;
  readonly blocksDelivered: number;
  readonly endpoints: readonly EndpointStatus[];
}

export interface EndpointStatus {
  readonly name: string;
  readonly head: bigint | undefined;
  /** Behind the agreed head; negative when ahead. */
  readonly lagBlocks: number | undefined;
  readonly latencyMs: number | undefined;
  readonly restsMs: number;
  /** What is wrong with it. */
  readonly wrong: string | undefined;
}

export function statusOf(session: EvmSession | undefined): ConnectorStatus {
  const agreed = session?.head?.number;
  return {
    head: agreed,
    tip: session?.tip?.number,
    finalized: session?.finalized?.number,
    blocksDelivered: session?.blocksDelivered ?? 0,
    endpoints: (session?.pool.endpoints ?? []).map((endpoint) => {
      const { name, head, standing } = endpoint;
      return {
        name,
        head: head?.number,
        lagBlocks: head === undefined || agreed === undefined ? undefined : Number(agreed - head.number),
        latencyMs: standing.latencyMs,
        restsMs: endpoint.restsMs(),
        wrong: standing.wrong && `${standing.wrong.reason}: ${standing.wrong.detail}`,
      };
    }),
  };
}
