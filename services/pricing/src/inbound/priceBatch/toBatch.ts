import type { PriceBatchRequest } from '@gimbal/contracts/pricing/v1/pricing_service';
import type { BatchBlock, PriceBatch } from '../../domain/priceBatch/priceBatch.js';
import { PRICE_BATCH_BLOCKS_MAX, PRICE_BATCH_ROWS_MAX } from '../../limits.js';
import type { Pause } from '../pauseOf.js';
import { type Refusal, refusal } from './refusal.js';
import { toBlock } from './toBlock.js';

/**
 * The batch of a request, or the field that is at fault, with a pause after each block. Numbers are not looked at: those
 * are failures of their rows.
 */
export async function toBatch(request: PriceBatchRequest, pause: Pause): Promise<PriceBatch | Refusal> {
  if (request.blocks.length === 0 || request.blocks.length > PRICE_BATCH_BLOCKS_MAX) {
    return refusal('blocks', `Expected 1 to ${PRICE_BATCH_BLOCKS_MAX} blocks, was ${request.blocks.length}.`);
  }
  const blocks: BatchBlock[] = [];
  let rowCount = 0;
  for (const [i, wire] of request.blocks.entries()) {
    const block = toBlock(wire, `blocks[${i}]`, rowCount);
    if ('kind' in block) return block;
    rowCount += block.rowCount;
    if (rowCount > PRICE_BATCH_ROWS_MAX) {
      return refusal('blocks', `Expected at most ${PRICE_BATCH_ROWS_MAX} rows, was at least ${rowCount}.`);
    }
    blocks.push(block);
    await pause();
  }
  return misplacedRow(blocks, rowCount) ?? { rowCount, blocks };
}

/** As many rows as the answer has, each in it and none twice: then every row of the answer is given. */
function misplacedRow(blocks: readonly BatchBlock[], rowCount: number): Refusal | undefined {
  const given = new Uint8Array(rowCount);
  for (const [i, { rows }] of blocks.entries()) {
    for (let at = 0; at < rows.length; at++) {
      const row = rows[at]!;
      if (row >= rowCount) return refusal(`blocks[${i}].rows`, `Expected rows below ${rowCount}, was ${row}.`);
      if (given[row] === 1) return refusal(`blocks[${i}].rows`, `Expected each row once, row ${row} is there twice.`);
      given[row] = 1;
    }
  }
  return undefined;
}
