import type { ChainFinality } from '../feedDescription.js';
import type { ChainFrame } from './chainFrame.js';
import { type AdoptedBlock, blockKey, chainRowOf, type ChainRows } from './chainRows.js';

/** The block that has become final with a frame that was just adopted; undefined when none has. */
export function finalBlock(rows: ChainRows, frame: ChainFrame, finality: ChainFinality): AdoptedBlock | undefined {
  const { finalized, lowestNumber, head } = chainRowOf(rows, frame.chain);
  if (head === undefined) return undefined;
  const number = finality.by === 'depth' ? head.number - BigInt(finality.blocks) : frame.finalized?.number;
  if (number === undefined) return undefined;
  // While old blocks are fetched, the node's final block lies above them: they are final as they come.
  const reached = number > head.number ? head.number : number;
  if (reached < lowestNumber || (finalized !== undefined && reached <= finalized.number)) return undefined;
  return rows.blocks.get(blockKey(frame.chain, reached));
}
