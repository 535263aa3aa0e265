import type { Chain } from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { moment } from './moments.js';
import { table } from './table.js';

const HEAD = ['chain', 'head', 'final', 'behind', 'undone', 'deepest', 'head of'] as const;
const TEXT = [0, 6];

/** One line a chain; `behind` is how many blocks of it aren't final. */
export function chainsText(chains: readonly Chain[]): string {
  if (chains.length === 0) return 'No block of a chain has come yet.';
  return table([HEAD, ...chains.map(rowOf)], TEXT);
}

function rowOf(chain: Chain): readonly string[] {
  const { headNumber, finalizedNumber, finalizedHash, reverted, reorgDepthMax, headTimeUs } = chain;
  const isFinal = finalizedHash !== '';
  return [
    chain.chain,
    String(headNumber),
    isFinal ? String(finalizedNumber) : '–',
    isFinal ? String(headNumber - finalizedNumber) : '–',
    String(reverted),
    String(reorgDepthMax),
    moment(headTimeUs),
  ];
}
