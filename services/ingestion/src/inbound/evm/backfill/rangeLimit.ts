import type { RpcAnswer } from '../rpc/rpcClient.js';

/**
 * How providers say that a range of eth_getLogs is too wide, or holds too much: geth and Infura ("query returned more than
 * 10000 results"), Alchemy ("Log response size exceeded"), QuickNode ("limited to a 10,000 range"), Ankr ("block range is
 * too wide"), Erigon, Reth ("query exceeds max results 20000"), dRPC ("ranges over 10000 blocks are not supported"),
 * Chainstack ("Block range limit exceeded"), public gateways ("exceed maximum block range: 50000").
 */
const TOO_WIDE = [
  /query returned more than/i,
  /response size (is |was )?(exceeded|too large|should not)/i,
  /(block )?range (is |was )?(too (wide|large)|limit|exceed)/i,
  /limited to (a )?(0|[\d,]+)[\w -]*(range|blocks)/i,
  /(exceed|over)\w* (the )?(max|limit|allowed)\w*/i,
  /ranges over [\d,]+ blocks/i,
  /max(imum)? (block )?range/i,
  /too many (results|logs|blocks)/i,
  /query timeout|timed? ?out|took too long|deadline exceeded/i,
];

/** JSON-RPC's "limit exceeded" (EIP-1474); also said for rate limits, which are sorted out before. */
const LIMIT_EXCEEDED = -32005;

/** The range that a provider proposes instead (Alchemy, Infura): `[0x..., 0x...]`. */
const PROPOSED = /\[\s*(0x[0-9a-f]{1,16})\s*,\s*(0x[0-9a-f]{1,16})\s*\]/i;

/** Undefined when the answer is no refusal of a range; otherwise the number of blocks that would pass, where it says so. */
export function rangeLimitOf(answer: RpcAnswer): { readonly blocks: number | undefined } | undefined {
  if (answer.ok) return undefined;
  if (answer.code !== LIMIT_EXCEEDED && !TOO_WIDE.some((pattern) => pattern.test(answer.message))) return undefined;
  const proposed = PROPOSED.exec(answer.message);
  if (proposed === null) return { blocks: undefined };
  const blocks = BigInt(proposed[2]!) - BigInt(proposed[1]!) + 1n;
  return { blocks: blocks >= 1n && blocks <= 1_000_000n ? Number(blocks) : undefined };
}
