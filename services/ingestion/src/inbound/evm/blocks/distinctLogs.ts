import type { BlockLog } from './blockLog.js';

export interface DistinctLogs {
  /** In the order of the chain. */
  readonly logs: readonly BlockLog[];
  /** How many were there more than once. */
  readonly repeated: number;
  /** Two different logs under one name; undefined when there are none. */
  readonly clash: BlockLog | undefined;
}

/** Each log once. A log's name is its block and its index in it. */
export function distinctLogs(given: readonly BlockLog[]): DistinctLogs {
  if (isRising(given)) return { logs: given, repeated: 0, clash: undefined };
  const byName = new Map<string, BlockLog>();
  let repeated = 0;
  let clash: BlockLog | undefined;
  for (const log of given) {
    const name = `${log.blockHash}/${log.logIndex}`;
    const known = byName.get(name);
    if (known === undefined) byName.set(name, log);
    else if (logText(known) === logText(log)) repeated++;
    else clash = log;
  }
  const logs = [...byName.values()].sort(
    (a, b) => (a.blockNumber < b.blockNumber ? -1 : a.blockNumber > b.blockNumber ? 1 : 0) || a.logIndex - b.logIndex,
  );
  return { logs, repeated, clash };
}

/** In the order of the chain, as nearly all nodes give them, which has none twice. */
function isRising(given: readonly BlockLog[]): boolean {
  return given.every((log, place) => {
    const before = given[place - 1];
    if (before === undefined || before.blockNumber < log.blockNumber) return true;
    return before.blockNumber === log.blockNumber && before.logIndex < log.logIndex;
  });
}

/** Equal for equal logs. */
export function logText(log: BlockLog): string {
  const { blockHash, logIndex, transactionHash, transactionIndex, address, topics, data } = log;
  return [blockHash, logIndex, transactionHash, transactionIndex, address, topics.join(','), data].join(' ');
}
