import type { ChainPlace } from './chainFact.js';
import { blockKey, type ChainRows, rowKey, type RowVersion, versionKey } from './chainRows.js';

/** The newest version of a row, and so its value at the head; undefined where there is none. */
export function newestVersion(rows: ChainRows, chain: string, key: string): RowVersion | undefined {
  const head = rows.heads.get(rowKey(chain, key));
  return head === undefined ? undefined : rows.versions.get(versionKey(chain, key, head.newest));
}

/** The version of a row that no reorganisation can undo. */
export function finalVersion(rows: ChainRows, chain: string, key: string): RowVersion | undefined {
  const adoption = rows.heads.get(rowKey(chain, key))?.finalized;
  return adoption === undefined ? undefined : rows.versions.get(versionKey(chain, key, adoption));
}

/**
 * The version that held at the end of an adoption. Undefined also where the versions that old are final and gone: ask only
 * for adoptions that are not below the last final one.
 */
export function versionAt(rows: ChainRows, chain: string, key: string, adoption: bigint): RowVersion | undefined {
  let version = newestVersion(rows, chain, key);
  while (version !== undefined && version.place.adoption > adoption) {
    const { previous } = version;
    version = previous === undefined ? undefined : rows.versions.get(versionKey(chain, key, previous));
  }
  return version;
}

/** Gives a row a new value at a place, which is never below that of its newest version. */
export function withVersion(rows: ChainRows, key: string, value: object | undefined, place: ChainPlace): void {
  const { chain, adoption, number } = place;
  const [ofRow, ofVersion] = [rowKey(chain, key), versionKey(chain, key, adoption)];
  const head = rows.heads.get(ofRow);
  if (head?.newest === adoption) {
    const { previous } = rows.versions.get(ofVersion) ?? { previous: undefined };
    rows.versions.set(ofVersion, { value, previous, place });
    return;
  }
  rows.versions.set(ofVersion, { value, previous: head?.newest, place });
  rows.heads.set(ofRow, { newest: adoption, finalized: head?.finalized });
  const ofBlock = blockKey(chain, number);
  const block = rows.blocks.get(ofBlock);
  if (block?.adoption === adoption) rows.blocks.set(ofBlock, { ...block, touched: [...block.touched, key] });
}

/** Takes away the version that an adoption gave: what was beneath it stands again. */
export function withoutVersion(rows: ChainRows, chain: string, key: string, adoption: bigint): void {
  const head = rows.heads.get(rowKey(chain, key));
  const version = rows.versions.get(versionKey(chain, key, adoption));
  if (head?.newest !== adoption || version === undefined) return;
  rows.versions.delete(versionKey(chain, key, adoption));
  const { previous } = version;
  if (previous === undefined) rows.heads.delete(rowKey(chain, key));
  else {
    rows.heads.set(rowKey(chain, key), { newest: previous, finalized: head.finalized });
    forgetEnded(rows, chain, key);
  }
}

/** Makes the version of an adoption the final one: what is beneath it will never stand again. */
export function withFinalVersion(rows: ChainRows, chain: string, key: string, adoption: bigint): void {
  const head = rows.heads.get(rowKey(chain, key));
  const version = rows.versions.get(versionKey(chain, key, adoption));
  if (head === undefined || version === undefined) return;
  if (version.previous !== undefined) {
    rows.versions.delete(versionKey(chain, key, version.previous));
    rows.versions.set(versionKey(chain, key, adoption), { ...version, previous: undefined });
  }
  rows.heads.set(rowKey(chain, key), { newest: head.newest, finalized: adoption });
  forgetEnded(rows, chain, key);
}

/** A row whose end is final is no row any more. */
function forgetEnded(rows: ChainRows, chain: string, key: string): void {
  const head = rows.heads.get(rowKey(chain, key));
  if (head === undefined || head.newest !== head.finalized) return;
  if (rows.versions.get(versionKey(chain, key, head.newest))?.value !== undefined) return;
  rows.versions.delete(versionKey(chain, key, head.newest));
  rows.heads.delete(rowKey(chain, key));
}
