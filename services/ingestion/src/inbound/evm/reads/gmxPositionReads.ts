import { type Hex, pad } from 'viem';
import type { WatchedAccount } from '../../../domain/chain/chainFact.js';
import type { Reply } from '../endpoints/question.js';
import { GMX_STRANGE_TOLD_MAX } from '../limits.js';
import type { ReadTerms } from './fetchReads.js';
import { fetchGmxPositions } from './gmxPositions.js';
import type { GmxStore } from './gmxStores.js';
import type { ReadBlock } from './heldPositionReads.js';
import type { AnsweredRead } from './heldPositions.js';

/**
 * When positions of GMX v2 are read: those of all accounts in blocks that are read whole, and those of an account after a log of the
 * EventEmitter about it. What nothing can be held against is told once in a run.
 */
export class GmxPositionReads {
  private readonly told = new Set<string>();
  private readonly strange = new WeakSet<AnsweredRead>();

  constructor(private readonly stores: readonly GmxStore[]) {}

  async ofBlock(terms: ReadTerms, block: ReadBlock, signal: AbortSignal): Promise<Reply<readonly AnsweredRead[]>> {
    const reads: AnsweredRead[] = [];
    for (const store of this.stores) {
      const accounts = store.accounts.filter((account) => block.whole || isNamed(store, account, block));
      if (accounts.length === 0) continue;
      const reply = await fetchGmxPositions(terms, store, accounts, block.hash, signal);
      if (reply.kind !== 'value') return reply;
      reads.push(...reply.value.sizes, ...this.news(reply.value.strange));
    }
    return { kind: 'value', value: reads };
  }

  /** What of a block was delivered counts as told; a block that never was may have to be told again. */
  noteDelivered(reads: readonly AnsweredRead[]): void {
    for (const read of reads) if (this.strange.has(read)) this.told.add(nameOf(read));
  }

  private news(strange: readonly AnsweredRead[]): readonly AnsweredRead[] {
    const left = Math.max(0, GMX_STRANGE_TOLD_MAX - this.told.size);
    const news = strange.filter((read) => !this.told.has(nameOf(read))).slice(0, left);
    for (const read of news) this.strange.add(read);
    return news;
  }
}

function nameOf([{ address, callData }]: AnsweredRead): string {
  return `${address} ${callData}`;
}

/** PositionIncrease and PositionDecrease have the account as their topic (gmx-synthetics, PositionEventUtils). */
function isNamed({ emitters }: GmxStore, { address: account }: WatchedAccount, { logs }: ReadBlock): boolean {
  const word = pad(account as Hex);
  return logs.some(({ address, topics }) => emitters.includes(address) && topics.includes(word));
}
