import type { EndpointPool } from '../endpoints/endpointPool.js';
import type { BlockHeader } from './blockHeader.js';
import { blockLog, type BlockLog } from './blockLog.js';
import { receiptsRoot } from './receiptsRoot.js';
import type { WatchedAddresses } from './watchedAddresses.js';

/**
 * The logs of watched addresses in a block, proven: all its receipts, whose root is the one in the header. Undefined where no node gives
 * receipts, or where they are hashed in another way. Ask when nodes contradict each other: receipts are heavy.
 */
export async function provenLogs(
  pool: EndpointPool,
  header: BlockHeader,
  watched: WatchedAddresses,
  signal: AbortSignal,
): Promise<readonly BlockLog[] | undefined> {
  const reply = await pool.ask<readonly BlockLog[]>(
    {
      calls: [{ method: 'eth_getBlockReceipts', params: [header.hash] }],
      read: ([answer]) => {
        if (!answer!.ok) return { kind: 'unable', detail: answer!.message };
        if (!Array.isArray(answer!.result)) return { kind: 'absent' };
        const receipts = answer!.result as readonly unknown[];
        const root = receiptsRoot(receipts);
        if (root === undefined) return { kind: 'unable', detail: 'receipts of another kind' };
        if (root !== header.receiptsRoot) {
          const detail = `Expected receipts of block ${header.number} with root ${header.receiptsRoot}, was ${root}.`;
          return { kind: 'wrong', reason: 'quorum', detail };
        }
        const logs = logsOf(receipts, header);
        if (logs === undefined)
          return { kind: 'wrong', reason: 'refused', detail: 'Expected logs in order, were not.' };
        return { kind: 'value', value: logs.filter(({ address }) => watched.has(address)) };
      },
      digest: () => '',
      voices: 1,
    },
    signal,
  );
  return reply.kind === 'value' ? reply.value : undefined;
}

/** Indexes count over the block; the root doesn't hold them, so they are counted here. */
function logsOf(receipts: readonly unknown[], header: BlockHeader): readonly BlockLog[] | undefined {
  const logs = receipts.flatMap((receipt) => (receipt as { readonly logs: readonly unknown[] }).logs).map(blockLog);
  const inOrder = logs.every((log, place) => log?.logIndex === place && log.blockHash === header.hash);
  return inOrder ? (logs as BlockLog[]) : undefined;
}
