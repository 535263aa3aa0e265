import { type Hex, hexToBytes, keccak256, toRlp } from 'viem';

/** A node of the trie on its way to RLP: bytes, or a list of nodes that are short enough to stand inside their parent. */
type Item = Hex | readonly Item[];

interface Leaf {
  /** Half bytes of the key. */
  readonly path: readonly number[];
  readonly value: Hex;
}

const EMPTY = '0x';

/** The root of the Merkle Patricia trie (Yellow Paper, appendix D) that holds `values` under the RLP of their places. */
export function trieRootOfList(values: readonly Hex[]): Hex {
  if (values.length === 0) return keccak256(toRlp(EMPTY));
  const leaves = values.map((value, place) => ({ path: nibbles(placeKey(place)), value }));
  return keccak256(toRlp(node(leaves, 0) as Hex[]));
}

function placeKey(place: number): Hex {
  const digits = place === 0 ? '' : place.toString(16);
  return toRlp(digits.length % 2 === 0 ? `0x${digits}` : `0x0${digits}`);
}

/** The node that holds all these leaves, whose paths agree up to `depth`. */
function node(leaves: readonly Leaf[], depth: number): Item {
  const first = leaves[0]!;
  if (leaves.length === 1) return [packed(first.path.slice(depth), true), first.value];
  const shared = sharedLength(leaves, depth);
  if (shared > depth) return [packed(first.path.slice(depth, shared), false), reference(node(leaves, shared))];
  const branches = Array.from({ length: 16 }, (_, nibble): Item => {
    const below = leaves.filter(({ path }) => path[depth] === nibble);
    return below.length === 0 ? EMPTY : reference(node(below, depth + 1));
  });
  // No key of a list is the beginning of another one, so a branch has no value of its own.
  return [...branches, EMPTY];
}

/** A node of less than 32 bytes stands in its parent itself, a longer one as its hash. */
function reference(item: Item): Item {
  const encoded = toRlp(item as Hex[]);
  return (encoded.length - 2) / 2 < 32 ? item : keccak256(encoded);
}

function sharedLength(leaves: readonly Leaf[], from: number): number {
  const { path } = leaves[0]!;
  let length = from;
  while (length < path.length && leaves.every((leaf) => leaf.path[length] === path[length])) length++;
  return length;
}

/** Appendix C of the Yellow Paper: a flag in the first half byte, and a zero to fill up an even path. */
function packed(path: readonly number[], isLeaf: boolean): Hex {
  const flag = isLeaf ? 2 : 0;
  const all = path.length % 2 === 0 ? [flag, 0, ...path] : [flag + 1, ...path];
  return `0x${all.map((nibble) => nibble.toString(16)).join('')}`;
}

function nibbles(key: Hex): number[] {
  return [...hexToBytes(key)].flatMap((byte) => [byte >> 4, byte & 15]);
}
