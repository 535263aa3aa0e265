import { type Hex, keccak256, encodeAbiParameters, encodePacked } from 'viem';
import type { V4Range } from './v4Positions.js';

/** Where the pool manager keeps what the fees of a position are reckoned from: ten slots of its storage. */
export interface FeeSlots {
  /** Price, tick and fees of the pool, packed. */
  readonly price: Hex;
  readonly global: readonly [Hex, Hex];
  readonly outsideLower: readonly [Hex, Hex];
  readonly outsideUpper: readonly [Hex, Hex];
  readonly liquidity: Hex;
  readonly insideLast: readonly [Hex, Hex];
}

/** Of @uniswap/v4-core 1.0.2 (StateLibrary): the mapping of pools, and where in a pool's state the others begin. */
const POOLS_SLOT = 6n;
const GLOBAL_GROWTH = 1n;
const TICKS = 4n;
const POSITIONS = 6n;
/** The first word of a tick is its liquidity, and so is that of a position. */
const GROWTH = 1n;

/** Slots of the pool manager for a position that `owner`, the position manager, holds there under its number as salt. */
export function feeSlots({ pool, lowerTick, upperTick }: V4Range, owner: string, tokenId: bigint): FeeSlots {
  const state = BigInt(slotInMapping('bytes32', pool, POOLS_SLOT));
  const tick = (at: number): bigint => BigInt(slotInMapping('int256', BigInt(at), state + TICKS)) + GROWTH;
  const salt = wordText(tokenId);
  const key = keccak256(
    encodePacked(['address', 'int24', 'int24', 'bytes32'], [owner as Hex, lowerTick, upperTick, salt]),
  );
  const position = BigInt(slotInMapping('bytes32', key, state + POSITIONS));
  return {
    price: wordText(state),
    global: pair(state + GLOBAL_GROWTH),
    outsideLower: pair(tick(lowerTick)),
    outsideUpper: pair(tick(upperTick)),
    liquidity: wordText(position),
    insideLast: pair(position + GROWTH),
  };
}

export function listedFeeSlots(slots: FeeSlots): readonly Hex[] {
  const { price, global, outsideLower, outsideUpper, liquidity, insideLast } = slots;
  return [price, ...global, ...outsideLower, ...outsideUpper, liquidity, ...insideLast];
}

/** Where Solidity puts the value of a key: the hash of the key and the mapping's own slot. */
function slotInMapping(type: 'bytes32' | 'int256', key: string | bigint, slot: bigint): Hex {
  return keccak256(encodeAbiParameters([{ type }, { type: 'uint256' }], [key, slot] as never));
}

/** Two words side by side, one of each token. */
function pair(slot: bigint): readonly [Hex, Hex] {
  return [wordText(slot), wordText(slot + 1n)];
}

function wordText(word: bigint): Hex {
  return `0x${BigInt.asUintN(256, word).toString(16).padStart(64, '0')}`;
}
