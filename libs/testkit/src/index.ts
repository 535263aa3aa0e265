export { businessLine, hashLines, type ParityHash, parityHash } from './parityHash.js';
