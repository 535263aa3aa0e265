import type { FeedDescription } from '../../domain/feedDescription.js';
import type { Connector, FrameSink } from '../live/connector.js';
import type { RpcConnection } from './rpcConnection.js';

/** A connector of several connections, each of which is a feed of its own: public messages, and each account's. */
export function rpcConnector(
  id: string,
  feeds: readonly FeedDescription[],
  connections: readonly RpcConnection[],
): Connector {
  return {
    id,
    feeds,
    run: async (sink: FrameSink, signal: AbortSignal) => {
      // One that fails ends the others, so that the host starts all of them anew.
      const stop = new AbortController();
      const joined = AbortSignal.any([signal, stop.signal]);
      try {
        await Promise.all(connections.map((connection) => connection.run(sink, joined)));
      } finally {
        stop.abort();
      }
    },
    reply: (feed, replies) => connections.find((connection) => connection.feed === feed)?.reply(replies),
  };
}
