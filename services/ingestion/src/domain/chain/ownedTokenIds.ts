import { type ChainRows, rowKey } from './chainRows.js';
import { v4PositionKeyBegin, type UniswapV4PositionRow } from './protocols/uniswapV4/v4Positions.js';
import { newestVersion } from './rowVersions.js';

/** Numbers of the v4 positions that watched accounts own at the head: their contract lists nobody's, so a connector has to be told. */
export function ownedTokenIds(rows: ChainRows, chain: string): readonly bigint[] {
  const begin = rowKey(chain, '');
  return [...rows.heads.entries()].flatMap(([key]) => {
    if (!key.startsWith(begin + v4PositionKeyBegin)) return [];
    const row = newestVersion(rows, chain, key.slice(begin.length))?.value as UniswapV4PositionRow | undefined;
    return row?.owned === true ? [row.tokenId] : [];
  });
}
