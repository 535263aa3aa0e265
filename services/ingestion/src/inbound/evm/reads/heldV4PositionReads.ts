import { type Hex, hexToBigInt, pad, toEventSelector } from 'viem';
import type { Reply } from '../endpoints/question.js';
import { POSITIONS_READ_MAX } from '../limits.js';
import type { ReadTerms } from './fetchReads.js';
import type { ReadBlock } from './heldPositionReads.js';
import type { AnsweredRead } from './heldPositions.js';
import { fetchHeldV4Positions, type HeldV4Positions } from './heldV4Positions.js';

/** A token of a position comes to an account: ERC-721, Transfer(from, to, id). */
const TRANSFER = toEventSelector('Transfer(address,address,uint256)');
/** Liquidity of a position changes: id and sender are topics, the salt is the last of four words. */
const MODIFIED = toEventSelector('ModifyLiquidity(bytes32,address,int24,int24,int256,bytes32)');
const MODIFIED_DATA_CHARS = 2 + 4 * 64;

/** What a log has to say about positions. */
export type PositionLog = ReadBlock['logs'][number] & { readonly data?: Hex | undefined };

/** The numbers of one position manager that may belong to accounts. */
interface Known {
  readonly held: HeldV4Positions;
  readonly tokenIds: Set<bigint>;
  /** Those that no account owned when they were read last, and that no log gave to one since. */
  readonly gone: Set<bigint>;
}

/**
 * When v4 positions are read: in blocks that are read whole, and in those with a log about one of them. Nobody lists what an account
 * owns, so the numbers are those that the catalogue names, that the fold had when the run began, and that logs gave to an account since.
 */
export class HeldV4PositionReads {
  private readonly known: readonly Known[];

  /** `tokenIds`: what accounts own by the facts so far. */
  constructor(held: readonly HeldV4Positions[], tokenIds: readonly bigint[]) {
    this.known = held.map((one) => {
      const begun = [...new Set([...one.tokenIds, ...tokenIds])].slice(0, POSITIONS_READ_MAX);
      return { held: one, tokenIds: new Set(begun), gone: new Set<bigint>() };
    });
  }

  /** What accounts may own by now: what the next run goes on with. */
  get tokenIds(): readonly bigint[] {
    return this.known.flatMap(({ tokenIds }) => [...tokenIds]);
  }

  /** Hears which positions come to accounts: block after block, in the order of the chain. */
  hear(logs: readonly PositionLog[]): void {
    for (const known of this.known) {
      for (const { address, topics } of logs) {
        const tokenId = topics[3];
        if (address !== known.held.positions || topics[0] !== TRANSFER || tokenId === undefined) continue;
        if (known.held.accounts.some((account) => topics[2] === pad(account.address as Hex))) {
          remember(known, hexToBigInt(tokenId));
        }
      }
    }
  }

  async ofBlock(
    terms: ReadTerms,
    block: Omit<ReadBlock, 'logs'> & { readonly logs: readonly PositionLog[] },
    signal: AbortSignal,
  ): Promise<Reply<readonly AnsweredRead[]>> {
    const reads: AnsweredRead[] = [];
    for (const known of this.known) {
      if (known.tokenIds.size === 0) continue;
      if (!block.whole && !block.logs.some((log) => isAbout(known, log))) continue;
      const asked = [...known.tokenIds];
      const reply = await fetchHeldV4Positions(terms, known.held, asked, block.hash, signal);
      if (reply.kind !== 'value') return reply;
      learn(known, asked, new Set(reply.value.owned));
      reads.push(...reply.value.reads);
    }
    return { kind: 'value', value: reads };
  }
}

/**
 * Anybody may give positions to an account: one that it no longer owns makes room. Where it owns them all, or they haven't been read yet,
 * the new one isn't read: what comes in masses must not push out what came before it.
 */
function remember({ tokenIds, gone }: Known, tokenId: bigint): void {
  gone.delete(tokenId);
  if (tokenIds.has(tokenId)) return;
  if (tokenIds.size >= POSITIONS_READ_MAX) {
    const [first] = gone;
    if (first === undefined) return;
    gone.delete(first);
    tokenIds.delete(first);
  }
  tokenIds.add(tokenId);
}

function learn({ tokenIds, gone }: Known, asked: readonly bigint[], owned: ReadonlySet<bigint>): void {
  for (const tokenId of asked) {
    if (owned.has(tokenId)) gone.delete(tokenId);
    else if (tokenIds.has(tokenId)) gone.add(tokenId);
  }
}

function isAbout({ held, tokenIds }: Known, { address, topics, data = '0x' }: PositionLog): boolean {
  if (address === held.positions) {
    return topics[0] === TRANSFER && topics[3] !== undefined && tokenIds.has(hexToBigInt(topics[3]));
  }
  if (address !== held.poolManager || topics[0] !== MODIFIED || topics[2] !== pad(held.positions)) return false;
  return data.length === MODIFIED_DATA_CHARS && tokenIds.has(hexToBigInt(`0x${data.slice(-64)}`));
}
