/** Bytes of a message that is indexed: a snapshot of a book of a thousand levels a side has some 60 kB. Longer ones are rare, and read whole. */
export const INDEX_BYTES_MAX = 256 * 1024;

/** Values of a message that is indexed: a book of two thousand levels has 8,000. The arrays of an index take 350 kB with it. */
export const INDEX_NODES_MAX = 16_384;

/** Members of an object, since each may have to be compared with all before it. A ticker has 30. */
export const INDEX_MEMBERS_MAX = 64;

/** Names that are remembered, a power of two, at places that two may share: a busy connection has a few hundred. */
export const NAMES_PLACES = 1_024;

/** Characters of a name: a channel's with an instrument in it has some 40. */
export const NAME_CHARS_MAX = 80;
