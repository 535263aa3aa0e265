import type { FeedDescription, RawFrame } from '@gimbal/ingestion-service';
import { drawer } from '../venues/frameDraw.ts';

export const LOGS_A_BLOCK = 100;
const CHAIN = 'ethereum';
const GENESIS_S = 1_692_230_400;
const BLOCK_S = 12;
/** keccak256 of Transfer(address,address,uint256), EIP-20, and of the Swap of a Uniswap v3 pool. */
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const SWAP = '0xc42079f94a6350d7e6235f29174924f928cc2ac818eb64fed8004e115fbcca67';
const USDC = `0x${'a0'.repeat(20)}`;
const WETH = `0x${'b0'.repeat(20)}`;
const POOL = `0x${'c0'.repeat(20)}`;
/** Of ten logs seven are transfers of two tokens and three are swaps of a pool; one transfer of fifty is a desk's. */
const DESK = `0x${'11'.repeat(20)}`;

const watched = (name: string, address: string, protocol: 'erc20' | 'uniswap-v3-pool', parameters: object): object => ({
  name,
  chain: CHAIN,
  address,
  protocol,
  parameters,
});

export const chainFeed = {
  id: `chain:${CHAIN}`,
  decoder: 'evm-block-json',
  chain: CHAIN,
  contracts: [
    watched('usdc', USDC, 'erc20', { instrument: 'spot:USDC', decimals: 6 }),
    watched('weth', WETH, 'erc20', { instrument: 'spot:WETH', decimals: 18 }),
    watched('pool', POOL, 'uniswap-v3-pool', { feed: 'uniswap-v3:ethereum:usdc-weth-005' }),
  ],
  accounts: [{ accountId: 'desk', chain: CHAIN, address: DESK, opening: 'zero' }],
  finality: { by: 'tag' },
  staleAfterSeconds: null,
  assumed: null,
} as unknown as FeedDescription;

export interface BenchLog {
  readonly address: string;
  readonly topics: readonly string[];
  readonly data: string;
  readonly logIndex: number;
  readonly transactionHash: string;
}

export function word(value: bigint): string {
  return `0x${BigInt.asUintN(256, value).toString(16).padStart(64, '0')}`;
}

export function hashOfBlock(number: number): string {
  return word(BigInt(number) + (1n << 200n));
}

export function timeOfBlock(number: number): number {
  return GENESIS_S + number * BLOCK_S;
}

export function logsOfBlock(number: number): readonly BenchLog[] {
  const draw = drawer(number + 1);
  return Array.from({ length: LOGS_A_BLOCK }, (_, logIndex): BenchLog => {
    const transactionHash = word((BigInt(number) << 64n) + BigInt(logIndex >> 2));
    if (logIndex % 10 >= 7) return { ...swap(draw), logIndex, transactionHash };
    const address = logIndex % 2 === 0 ? USDC : WETH;
    const from = draw(50) === 0 ? BigInt(DESK) : BigInt(draw(1_000_000)) << 80n;
    const topics = [TRANSFER, word(from), word(BigInt(draw(1_000_000)) << 72n)];
    return { address, topics, data: word(BigInt(draw(2_000_000_000)) * 1_000n), logIndex, transactionHash };
  });
}

function swap(draw: (below: number) => number): Pick<BenchLog, 'address' | 'topics' | 'data'> {
  const amount0 = BigInt(draw(1_000_000_000)) * 1_000n;
  const values = [
    amount0,
    -amount0 * 500_000_000n,
    1_506_673_274_302_120_988_651_364_689_808_458n + BigInt(draw(1_000_000)),
    22_402_462_192_838_616_433n,
    202_573n,
  ];
  const data = `0x${values.map((value) => word(value).slice(2)).join('')}`;
  return { address: POOL, topics: [SWAP, word(BigInt(draw(1_000)) << 90n), word(BigInt(draw(1_000)) << 90n)], data };
}

export function blockFrames(blocks: number): readonly RawFrame[] {
  return Array.from({ length: blocks }, (_, place) => {
    const number = place + 1;
    const finalized = Math.max(0, number - 64);
    const json = {
      chain: CHAIN,
      number,
      hash: hashOfBlock(number),
      parentHash: hashOfBlock(number - 1),
      timestamp: timeOfBlock(number),
      ...(finalized === 0 ? {} : { finalized: { number: finalized, hash: hashOfBlock(finalized) } }),
      logs: logsOfBlock(number),
      reads: [],
    };
    return { feed: chainFeed.id, raw: Buffer.from(JSON.stringify(json)), receivedAtUs: 0n };
  });
}
