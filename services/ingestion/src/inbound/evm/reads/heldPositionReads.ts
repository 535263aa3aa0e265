import { type Hex, pad } from 'viem';
import type { Reply } from '../endpoints/question.js';
import type { ReadTerms } from './fetchReads.js';
import { type AnsweredRead, fetchHeldPositions, type HeldPositions } from './heldPositions.js';
import type { TouchingLog } from './readsOfBlock.js';

/** A block whose accounts' positions may have to be read. */
export interface ReadBlock {
  readonly hash: Hex;
  readonly logs: readonly TouchingLog[];
  /** Everything is read in it. */
  readonly whole: boolean;
}

/**
 * When positions are read: in blocks that are read whole, and in those with a log of the manager about an account, or a position
 * that one had when it was read last. A run begins with a whole block, so nothing has to be remembered from another.
 */
export class HeldPositionReads {
  private readonly known = new Set<string>();

  constructor(private readonly held: readonly HeldPositions[]) {}

  async ofBlock(terms: ReadTerms, block: ReadBlock, signal: AbortSignal): Promise<Reply<readonly AnsweredRead[]>> {
    const reads: AnsweredRead[] = [];
    for (const held of this.held) {
      if (!block.whole && !block.logs.some((log) => this.isAbout(held, log))) continue;
      const reply = await fetchHeldPositions(terms, held, block.hash, signal);
      if (reply.kind !== 'value') return reply;
      for (const tokenId of reply.value.tokenIds) this.known.add(`${held.manager} ${tokenId}`);
      reads.push(...reply.value.reads);
    }
    return { kind: 'value', value: reads };
  }

  private isAbout({ manager, accounts }: HeldPositions, { address, topics }: TouchingLog): boolean {
    if (address !== manager) return false;
    const isNamed = accounts.some((account) => topics.includes(pad(account.address as Hex)));
    return isNamed || topics.some((topic) => this.known.has(`${manager} ${topic}`));
  }
}
