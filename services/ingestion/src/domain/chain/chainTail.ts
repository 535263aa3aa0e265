import type { BlockName } from './chainFrame.js';
import { blockKey, chainRowOf, type ChainRows } from './chainRows.js';

/** The newest blocks of a chain as it is followed. */
export interface ChainTail {
  /** Oldest first, each the parent of the next. */
  readonly tail: readonly BlockName[];
  /** The number of the last final block. */
  readonly final: bigint | undefined;
}

/** Where a connector goes on after a start, or after a block of its was not taken: at most so many blocks, the head last. */
export function chainTail(rows: ChainRows, chain: string, blocksMax: number): ChainTail {
  const { head, finalized, lowestNumber } = chainRowOf(rows, chain);
  if (head === undefined) return { tail: [], final: undefined };
  const wanted = head.number - BigInt(blocksMax) + 1n;
  const tail: BlockName[] = [];
  for (let number = wanted > lowestNumber ? wanted : lowestNumber; number <= head.number; number++) {
    const block = rows.blocks.get(blockKey(chain, number));
    if (block !== undefined) tail.push({ number, hash: block.blockHash });
  }
  return { tail, final: finalized?.number };
}
