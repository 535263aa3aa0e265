import type { FeedOf } from './domain/feedDescription.js';
import type { RawFrame } from './domain/rawFrame.js';

/** Test support: blocks of a chain with transfers of one token, as a connector hands them over. */

export const CHAIN = 'ethereum';
export const FEED = `chain:${CHAIN}`;
/** When block 0 was stamped: 2023-08-17T00:00:00Z. */
export const GENESIS_S = 1_692_230_400;
export const BLOCK_S = 12;
export const TOKEN = `0x${'a0'.repeat(20)}`;
export const OTHER_TOKEN = `0x${'b0'.repeat(20)}`;
export const ALICE = `0x${'11'.repeat(20)}`;
export const BOB = `0x${'22'.repeat(20)}`;
export const STRANGER = `0x${'33'.repeat(20)}`;
const ZERO_WORD = `0x${'0'.repeat(64)}`;

/** keccak256 of Transfer(address,address,uint256), and the selector of balanceOf(address): EIP-20. */
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const BALANCE_OF = '0x70a08231';

export function chainFeedOf(part: Partial<FeedOf<'evm-block-json'>> = {}): FeedOf<'evm-block-json'> {
  return {
    id: FEED,
    decoder: 'evm-block-json',
    chain: CHAIN,
    contracts: [token('usdc', TOKEN, 'spot:USDC', 6), token('weth', OTHER_TOKEN, 'spot:WETH', 18)],
    accounts: [
      { accountId: 'alice', chain: CHAIN, address: ALICE, opening: 'zero' },
      { accountId: 'bob', chain: CHAIN, address: BOB, opening: 'zero' },
    ],
    finality: { by: 'tag' },
    staleAfterSeconds: null,
    assumed: null,
    ...part,
  };
}

export function token(
  name: string,
  address: string,
  instrument: string,
  decimals: number,
): FeedOf<'evm-block-json'>['contracts'][number] {
  return { name, chain: CHAIN, address, protocol: 'erc20', parameters: { instrument, decimals } };
}

export interface ScenarioBlock {
  readonly number: number;
  /** A name that is unique among blocks; the hash is made of it. */
  readonly name: string;
  readonly parent: string;
  readonly logs?: readonly object[];
  readonly reads?: readonly object[];
  readonly finalized?: { readonly number: number; readonly name: string } | undefined;
  readonly timestamp?: number;
  readonly baseFeePerGas?: string;
  readonly priorityFeePerGas?: string;
}

/** 32 bytes that a name stands for. */
export function hashOf(name: string): string {
  return `0x${Buffer.from(name, 'utf8').toString('hex').padStart(64, '0')}`;
}

export function block(described: ScenarioBlock): RawFrame {
  const { number, name, parent, logs = [], reads = [], finalized, baseFeePerGas, priorityFeePerGas } = described;
  const json = {
    chain: CHAIN,
    number,
    hash: hashOf(name),
    parentHash: hashOf(parent),
    timestamp: described.timestamp ?? GENESIS_S + number * BLOCK_S,
    ...(baseFeePerGas === undefined ? {} : { baseFeePerGas }),
    ...(priorityFeePerGas === undefined ? {} : { priorityFeePerGas }),
    ...(finalized === undefined ? {} : { finalized: { number: finalized.number, hash: hashOf(finalized.name) } }),
    logs,
    reads,
  };
  return { feed: FEED, raw: new TextEncoder().encode(JSON.stringify(json)), receivedAtUs: 0n };
}

/** The time of a block, and so the earliest step that may see it. */
export function timeOf(number: number): bigint {
  return BigInt(GENESIS_S + number * BLOCK_S) * 1_000_000n;
}

export function transfer(from: string, to: string, units: bigint, logIndex = 0, address = TOKEN): object {
  const topics = [TRANSFER, word(from), word(to)];
  return { address, topics, data: number(units), logIndex, transactionHash: ZERO_WORD };
}

export function balanceRead(holder: string, units: bigint, accountId: string, address = TOKEN): object {
  const callData = `${BALANCE_OF}${word(holder).slice(2)}`;
  return { address, function: `balanceOf(${holder})`, callData, returnData: number(units), reverted: false, accountId };
}

function word(address: string): string {
  return `0x${address.slice(2).padStart(64, '0')}`;
}

function number(units: bigint): string {
  return `0x${units.toString(16).padStart(64, '0')}`;
}
