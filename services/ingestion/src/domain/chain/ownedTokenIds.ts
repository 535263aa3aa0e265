import { type ChainRows, rowKey, versionKey } from './chainRows.js';
import { v4PositionKeyBegin, type UniswapV4PositionRow } from './protocols/uniswapV4/v4Positions.js';
import { newestVersion } from './rowVersions.js';

/**
 * Numbers of the v4 positions that watched accounts own at the head, or owned in a block that may yet be undone, or before it: their
 * contract lists nobody's, so a connector has to be told, and no log says it when a giving away is undone.
 */
export function ownedTokenIds(rows: ChainRows, chain: string): readonly bigint[] {
  const begin = rowKey(chain, '');
  return [...rows.heads.entries()].flatMap(([key]) => {
    if (!key.startsWith(begin + v4PositionKeyBegin)) return [];
    return lastOwned(rows, chain, key.slice(begin.length))?.tokenId ?? [];
  });
}

/** The newest version in which an account owned the position, down to the one that is final. */
function lastOwned(rows: ChainRows, chain: string, key: string): UniswapV4PositionRow | undefined {
  let version = newestVersion(rows, chain, key);
  while (version !== undefined) {
    const row = version.value as UniswapV4PositionRow | undefined;
    if (row?.owned === true) return row;
    const { previous } = version;
    version = previous === undefined ? undefined : rows.versions.get(versionKey(chain, key, previous));
  }
  return undefined;
}
