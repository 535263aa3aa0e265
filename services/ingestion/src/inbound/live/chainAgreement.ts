import { type BlockName, parseChainFrame } from '../../domain/chain/chainFrame.js';
import { blockKey, chainRowOf, type ChainRows } from '../../domain/chain/chainRows.js';
import type { FeedCatalogue } from '../../domain/feedCatalogue.js';
import type { FrameControl, RawFrame } from '../../domain/rawFrame.js';
import { AGREEMENT_ATTEMPTS_MAX } from './limits.js';

export interface ChainAgreementPorts {
  readonly catalogue: FeedCatalogue;
  /** The chains as they are folded; undefined while nobody folds them. */
  rows(): ChainRows | undefined;
  /** Starts the feed's connector again from what was adopted; the frame says why. */
  restart(feed: string, said: RawFrame): void;
  say(frame: RawFrame): void;
  nowUs(): bigint;
}

/**
 * Holds the last block that a chain's connector had taken into a step against the chain as it was folded after that step. A
 * connector that went on from a block that was refused would be beside the chain for ever: it begins again from the blocks
 * that were adopted, a bounded number of times in a row, and each is said.
 */
export class ChainAgreement {
  private readonly last = new Map<string, BlockName>();
  private readonly attempts = new Map<string, number>();

  constructor(private readonly ports: ChainAgreementPorts) {}

  /** What a step took. */
  note(frames: readonly RawFrame[]): void {
    const newest = new Map<string, Uint8Array>();
    for (const { feed, raw, control } of frames) {
      if (control === undefined && this.chainOf(feed) !== undefined) newest.set(feed, raw);
    }
    for (const [feed, raw] of newest) {
      const block = parseChainFrame(raw);
      if (block.ok) this.last.set(feed, block.value);
    }
  }

  /** Compares, once the step was folded. */
  check(): void {
    const rows = this.ports.rows();
    if (rows === undefined) return;
    for (const [feed, block] of this.last) {
      const chain = this.chainOf(feed)!;
      if (isFollowed(rows, chain, block)) this.agreed(feed);
      else
        this.disagreed(feed, `Expected block ${block.number} (${block.hash}) to be taken, ${headText(rows, chain)}.`);
    }
    this.last.clear();
  }

  private agreed(feed: string): void {
    if (!this.attempts.delete(feed)) return;
    this.ports.say(this.frame(feed, 'restored', 'Blocks are taken again.'));
  }

  private disagreed(feed: string, detail: string): void {
    const attempt = (this.attempts.get(feed) ?? 0) + 1;
    this.attempts.set(feed, attempt);
    // The nodes go on saying what can't be taken: that is for a person to look at.
    if (attempt > AGREEMENT_ATTEMPTS_MAX) return;
    const end = attempt === AGREEMENT_ATTEMPTS_MAX ? ' for the last time' : '';
    this.ports.restart(feed, this.frame(feed, 'degraded', `${detail} Begun again from there${end}.`));
  }

  private chainOf(feed: string): string | undefined {
    const described = this.ports.catalogue.feeds.get(feed);
    return described?.decoder === 'evm-block-json' ? described.chain : undefined;
  }

  private frame(feed: string, kind: 'degraded' | 'restored', detail: string): RawFrame {
    const control: FrameControl = { kind, connector: feed, reason: 'refused_block', detail };
    return { feed, raw: new Uint8Array(0), receivedAtUs: this.ports.nowUs(), control };
  }
}

/** Whoever looks for the end of a branch may hand over blocks from below everything that is kept. */
function isFollowed(rows: ChainRows, chain: string, { number, hash }: BlockName): boolean {
  const { head, lowestNumber } = chainRowOf(rows, chain);
  if (head !== undefined && number < lowestNumber) return true;
  return rows.blocks.get(blockKey(chain, number))?.blockHash === hash;
}

function headText(rows: ChainRows, chain: string): string {
  const { head } = chainRowOf(rows, chain);
  return head === undefined ? 'no block was' : `the chain stands at ${head.number} (${head.blockHash})`;
}
