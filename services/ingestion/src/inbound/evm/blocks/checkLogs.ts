import type { RpcAnswer } from '../rpc/rpcClient.js';
import { BLOOM_FILL_MAX } from '../limits.js';
import { type BlockHeader } from './blockHeader.js';
import type { BlockLog } from './blockLog.js';
import { distinctLogs } from './distinctLogs.js';
import { bloomBits, fillOf, logsBloom, mayContain } from './logsBloom.js';
import type { WatchedAddresses } from './watchedAddresses.js';

export type CheckedLogs =
  | {
      readonly kind: 'logs';
      readonly logs: readonly BlockLog[];
      readonly repeated: number;
      /** The bloom speaks of a watched address that no log is from, and is thin enough to mean it. */
      readonly suspect: boolean;
    }
  | { readonly kind: 'wrong'; readonly detail: string };

/**
 * Whether these can be the logs of watched addresses of this block: its hash on each, no address that wasn't asked for, no two
 * logs under one name, and (where the chain's headers are Ethereum's) each of them in the header's bloom. A bloom never
 * forgets, so a log outside it was made up; what it seems to hold may be a coincidence, so that is only suspect.
 */
export function checkLogs(
  given: readonly (BlockLog | undefined)[],
  header: BlockHeader,
  watched: WatchedAddresses,
  ethereumHeaders: boolean,
): CheckedLogs {
  if (given.includes(undefined)) return wrong('Expected logs, was something else among them.');
  const all = given as readonly BlockLog[];
  if (all.some((log) => log.blockHash !== header.hash || log.blockNumber !== header.number)) {
    return wrong(`Expected logs of block ${header.number} (${header.hash}), was one of another block.`);
  }
  if (all.some((log) => !watched.has(log.address)))
    return wrong('Expected logs of watched addresses, was another one.');
  const { logs, repeated, clash } = distinctLogs(all);
  if (clash !== undefined) return wrong(`Expected one log at index ${clash.logIndex}, was two different ones.`);
  if (!ethereumHeaders) return { kind: 'logs', logs, repeated, suspect: false };
  const bloom = logsBloom(header.logsBloom);
  const outside = logs.find((log) =>
    [log.address, ...log.topics].some((entry) => !mayContain(bloom, bloomBits(entry))),
  );
  if (outside !== undefined) {
    return wrong(
      `Expected logs that are in the bloom of block ${header.number}, was not at index ${outside.logIndex}.`,
    );
  }
  const seen = new Set(logs.map(({ address }) => address));
  const suspect = fillOf(bloom) <= BLOOM_FILL_MAX && watched.maybeIn(bloom).some((address) => !seen.has(address));
  return { kind: 'logs', logs, repeated, suspect };
}

function wrong(detail: string): CheckedLogs {
  return { kind: 'wrong', detail };
}

/** Nodes say in many ways that they don't know, or no longer know, the block of a hash. */
const UNKNOWN_BLOCK =
  /unknown block|block not found|header not found|header for hash not found|not currently canonical|non[- ]canonical|could not find block|block .*(does not exist|out of range)|resource not found/i;

export function saysUnknownBlock(answer: RpcAnswer): boolean {
  return !answer.ok && (answer.code === -32001 || UNKNOWN_BLOCK.test(answer.message));
}
