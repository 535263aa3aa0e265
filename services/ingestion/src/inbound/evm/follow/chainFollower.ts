import type { WholeBlock } from '../blockFrame.js';
import { afterPassed, afterTooLarge, FIRST_RANGE, type RangeSize } from '../backfill/rangeSize.js';
import { fetchRange, type FetchedBlock } from '../backfill/fetchRange.js';
import type { BlockHeader } from '../blocks/blockHeader.js';
import { fetchHeaderRange } from '../blocks/fetchHeaders.js';
import { fetchLogs, type LogTerms } from '../blocks/fetchLogs.js';
import { fetchPriorityFee } from '../blocks/fetchPriorityFee.js';
import type { BlockLog } from '../blocks/blockLog.js';
import type { Reply } from '../endpoints/question.js';
import { FOLLOW_BLOCKS_MAX, FRAMES_AHEAD_MAX } from '../limits.js';
import { fetchReads, type ReadTerms } from '../reads/fetchReads.js';
import { fittingReads } from '../reads/fittingReads.js';
import type { ReadPlan } from '../reads/plannedRead.js';
import { GmxPositionReads } from '../reads/gmxPositionReads.js';
import { HeldPositionReads } from '../reads/heldPositionReads.js';
import { HeldV4PositionReads } from '../reads/heldV4PositionReads.js';
import { isReadWhole, readsOfBlock } from '../reads/readsOfBlock.js';
import { branchTo } from './branchTo.js';
import { type BlockRef, type ChainCursor, delivered, tipOf } from './chainCursor.js';
import { isBehind } from './isBehind.js';
import { inOrder } from './inOrder.js';

/** How a chain's blocks are fetched whole. */
export interface FollowTerms extends LogTerms, ReadTerms {
  readonly plan: ReadPlan;
  readonly reconcileEveryBlocks: number;
  /** Numbered positions that accounts own by what was delivered before. */
  readonly tokenIds: readonly bigint[];
  /** Somebody wants to know what gas costs: of blocks near the head the tip is asked for too. */
  readonly wantsTips: boolean;
  /** Takes a block, and gives back the final block that was said along with it; the next one comes when it has. */
  deliver(block: WholeBlock): Promise<bigint | undefined>;
  /** The reads of a block can't be had from any node; undefined: they can again. */
  onReadsMissing(detail: string | undefined): void;
}

/** What came of an attempt to get to a head. */
export type Advance =
  | { readonly kind: 'reached' }
  /** The chain changed underneath: start over from the head as it is now. */
  | { readonly kind: 'vanished'; readonly hash: string | undefined }
  | { readonly kind: 'too_deep'; readonly detail: string }
  | { readonly kind: 'unavailable'; readonly detail: string };

const REACHED: Advance = { kind: 'reached' };

/** Delivers whole blocks in the order of their parents, from what was delivered to whatever head it is told. */
export class ChainFollower {
  private size: RangeSize = FIRST_RANGE;
  /**
   * The number of the first block that it delivered. That is read whole, however much an earlier run has delivered, and so is any that
   * takes its place: what accounts began with is undone along with it.
   */
  private firstNumber: bigint | undefined;
  private readonly held: HeldPositionReads;
  private readonly heldV4: HeldV4PositionReads;
  private readonly stores: GmxPositionReads;
  /** Settles when the logs of every block that was begun have been heard: blocks are begun in order, and their logs come in any. */
  private heard: Promise<void> = Promise.resolve();

  constructor(
    private readonly terms: FollowTerms,
    private cursor: ChainCursor,
  ) {
    this.held = new HeldPositionReads(terms.plan.held ?? []);
    this.heldV4 = new HeldV4PositionReads(terms.plan.heldV4 ?? [], terms.tokenIds);
    this.stores = new GmxPositionReads(terms.plan.stores ?? []);
  }

  /** Numbered positions that accounts may own by what was delivered. */
  get tokenIds(): readonly bigint[] {
    return this.heldV4.tokenIds;
  }

  get position(): ChainCursor {
    return this.cursor;
  }

  /** Goes on to the head: block by block when it is near, in ranges when it is far. */
  async advanceTo(head: BlockRef, signal: AbortSignal): Promise<Advance> {
    const tip = tipOf(this.cursor);
    if (tip?.hash === head.hash) return REACHED;
    // Nodes that lag show blocks that were delivered; that is no reorganisation.
    if (this.cursor.tail.some(({ hash }) => hash === head.hash)) return REACHED;
    // A chain that isn't there yet, or a node that lags behind the beginning: nothing below it is wanted, or undone by it.
    const { start } = this.cursor;
    if (start !== undefined && head.number < start) return REACHED;
    // Below all that is known of what was delivered: nothing tells yet whether it is of the same branch.
    const lowest = this.cursor.tail[0];
    if (tip !== undefined && lowest !== undefined && head.number < lowest.number) {
      if (await isBehind(this.terms, tip, signal)) return REACHED;
    }
    const next = tip === undefined ? (start ?? head.number) : tip.number + 1n;
    if (head.number - next < BigInt(FOLLOW_BLOCKS_MAX)) return this.followTo(head, signal);
    return this.backfillTo(next, head, signal);
  }

  private async followTo(head: BlockRef, signal: AbortSignal): Promise<Advance> {
    const branch = await branchTo(this.terms, this.cursor, head, signal);
    if (branch.kind !== 'branch') return branch;
    return this.deliverAll(branch.headers, (header, first) => this.blockNearHead(header, first, signal), signal);
  }

  /** Range after range; the next one is under way while the one before it is delivered. */
  private async backfillTo(from: bigint, head: BlockRef, signal: AbortSignal): Promise<Advance> {
    let next = from;
    let fetching = this.rangeFrom(next, head, signal);
    while (!signal.aborted) {
      const { to, reply } = await fetching;
      if (reply.kind !== 'value') {
        if (!this.isTooLarge(reply)) return endOf(reply);
        const smaller = afterTooLarge(this.size, reply.kind === 'limit' ? reply.blocks : undefined);
        if (smaller === undefined) return this.followNext(next, signal);
        this.size = smaller;
        fetching = this.rangeFrom(next, head, signal);
        continue;
      }
      this.size = afterPassed(this.size);
      const tip = tipOf(this.cursor);
      if (tip !== undefined && reply.value[0]!.header.parentHash !== tip.hash) {
        return this.followNext(tip.number, signal);
      }
      next = to + 1n;
      if (next <= head.number) fetching = this.rangeFrom(next, head, signal);
      const deliveredAll = await this.deliverAll(
        reply.value,
        (block, first) => this.fetchedBlock(block, first, signal),
        signal,
      );
      if (deliveredAll.kind !== 'reached' || next > head.number) return deliveredAll;
    }
    return REACHED;
  }

  private async rangeFrom(
    from: bigint,
    head: BlockRef,
    signal: AbortSignal,
  ): Promise<{ readonly to: bigint; readonly reply: Reply<readonly FetchedBlock[]> }> {
    const last = from + BigInt(this.size.blocks) - 1n;
    const to = last < head.number ? last : head.number;
    return { to, reply: await fetchRange(this.terms, from, to, signal) };
  }

  private isTooLarge(reply: Reply<unknown>): boolean {
    return reply.kind === 'limit' || (reply.kind === 'unavailable' && reply.heavy && this.size.blocks > 1);
  }

  /** A single block by its hash: for a block that is too much for a range, and where the tip is off the chain. */
  private async followNext(number: bigint, signal: AbortSignal): Promise<Advance> {
    const reply = await fetchHeaderRange(this.terms, number, number, signal);
    return reply.kind === 'value' ? this.followTo(reply.value[0]!, signal) : endOf(reply);
  }

  private async deliverAll<Item>(
    items: readonly Item[],
    whole: (item: Item, first: boolean) => Promise<Reply<WholeBlock>>,
    signal: AbortSignal,
  ): Promise<Advance> {
    const fresh = this.firstNumber === undefined;
    const work = (item: Item, place: number): Promise<Reply<WholeBlock>> => whole(item, fresh && place === 0);
    for await (const reply of inOrder(items, FRAMES_AHEAD_MAX, work)) {
      if (signal.aborted) return REACHED;
      if (reply.kind !== 'value') return endOf(reply);
      this.firstNumber ??= reply.value.header.number;
      const finalized = await this.terms.deliver(reply.value);
      this.stores.noteDelivered(reply.value.reads);
      this.cursor = delivered(this.cursor, reply.value.header, finalized);
    }
    return REACHED;
  }

  private async blockNearHead(header: BlockHeader, first: boolean, signal: AbortSignal): Promise<Reply<WholeBlock>> {
    const isPriced = this.terms.wantsTips && header.fields['baseFeePerGas'] !== undefined;
    const [block, priorityFeePerGas] = await Promise.all([
      this.blockOf(header, first, () => fetchLogs(this.terms, header, signal), signal),
      isPriced ? fetchPriorityFee(this.terms.pool, header, signal) : undefined,
    ]);
    return block.kind === 'value' ? { kind: 'value', value: { ...block.value, priorityFeePerGas } } : block;
  }

  private fetchedBlock(
    { header, logs }: FetchedBlock,
    first: boolean,
    signal: AbortSignal,
  ): Promise<Reply<WholeBlock>> {
    return this.blockOf(header, first, () => Promise.resolve({ kind: 'value', value: logs }), signal);
  }

  private async blockOf(
    header: BlockHeader,
    first: boolean,
    logsOf: () => Promise<Reply<readonly BlockLog[]>>,
    signal: AbortSignal,
  ): Promise<Reply<WholeBlock>> {
    const logs = await this.heardInOrder(logsOf);
    if (logs.kind !== 'value') return logs;
    const block = { number: header.number, first: first || header.number === this.firstNumber, logs: logs.value };
    const planned = readsOfBlock(this.terms.plan, block, this.terms.reconcileEveryBlocks);
    const whole = isReadWhole(block, this.terms.reconcileEveryBlocks);
    const readBlock = { hash: header.hash, logs: logs.value, whole };
    const [results, held, heldV4, stored] = await Promise.all([
      fetchReads(this.terms, header.hash, planned, signal),
      this.held.ofBlock(this.terms, readBlock, signal),
      this.heldV4.ofBlock(this.terms, readBlock, signal),
      this.stores.ofBlock(this.terms, readBlock, signal),
    ]);
    const unread = [results, held, heldV4, stored].find((reply) => reply.kind === 'unable');
    if (unread !== undefined) {
      // A node without the state of old blocks: the block's logs are whole all the same.
      this.terms.onReadsMissing(unread.detail);
      return { kind: 'value', value: { header, logs: logs.value, reads: [] } };
    }
    if (results.kind !== 'value') return results;
    if (held.kind !== 'value') return held;
    if (heldV4.kind !== 'value') return heldV4;
    if (stored.kind !== 'value') return stored;
    if (planned.length + heldV4.value.length + stored.value.length > 0) this.terms.onReadsMissing(undefined);
    const asked = planned.map((read, place) => [read, results.value[place]!] as const);
    const reads = fittingReads([...asked, ...held.value, ...heldV4.value, ...stored.value]);
    return { kind: 'value', value: { header, logs: logs.value, reads } };
  }

  /** The logs of a block, once those of the blocks before it were heard. */
  private async heardInOrder(logsOf: () => Promise<Reply<readonly BlockLog[]>>): Promise<Reply<readonly BlockLog[]>> {
    const before = this.heard;
    const logs = logsOf();
    const own = async (): Promise<void> => {
      const reply = await logs;
      await before;
      if (reply.kind === 'value') this.heldV4.hear(reply.value);
    };
    this.heard = own();
    await this.heard;
    return logs;
  }
}

function endOf(reply: Exclude<Reply<unknown>, { readonly kind: 'value' }>): Advance {
  switch (reply.kind) {
    case 'absent':
      return { kind: 'vanished', hash: undefined };
    case 'limit':
      return { kind: 'unavailable', detail: 'Expected a single block to be within the limits of the nodes, was not.' };
    case 'unable':
    case 'unavailable':
      return { kind: 'unavailable', detail: reply.detail };
  }
}
