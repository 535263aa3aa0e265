import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { croppedRecording } from '../system/croppedRecording.ts';

/** What somebody who is watched may be called: it has to be shown, and must do nothing. */
export const HOSTILE_ACCOUNT = '<img src=x onerror="document.title=\'owned\'">\u202E';
export const HOSTILE_ASSET = '"><script>document.title="owned"<\u200B script>';

const TOKEN = `0x${'a0'.repeat(20)}`;
const BRIDGE = `0x${'bb'.repeat(20)}`;
const ALICE = `0x${'11'.repeat(20)}`;
const MALLORY = `0x${'22'.repeat(20)}`;
const STRANGER = `0x${'33'.repeat(20)}`;
/** keccak256 of Transfer(address,address,uint256), and the selector of balanceOf(address): EIP-20. */
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
const BALANCE_OF = '0x70a08231';
/** keccak256 of Sent(bytes32,address,address,uint256,uint256,address). */
const SENT = '0xbecd06231bfe97c3242690837152a8bb1d0780c09286d903833e338df113c1d8';
const POOL = 'uniswap-v3:polygon:usdc-weth-005';

/** Seconds of 2023-08-17T21:41:00Z. */
const BEGIN_S = Date.parse('2023-08-17T21:41:00Z') / 1000;

interface Block {
  readonly number: number;
  readonly name: string;
  readonly parent: string;
  readonly logs?: readonly object[];
  readonly reads?: readonly object[];
  readonly finalized?: { readonly number: number; readonly name: string };
}

/**
 * The evening of the recorded day, with two chains beside it: one is reorganised, a balance on it isn't what the transfers
 * say, a dozen lines are no blocks, and what leaves it doesn't arrive on the other. A reserve and a pool of the day are watched.
 */
export function watchedRecording(): string {
  const folder = croppedRecording({ from: '21:40', to: '21:56' });
  const path = join(folder, 'recording.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as { feeds: object[] };
  const feeds = [...manifest.feeds, chainFeed('ethereum', '1'), chainFeed('base', '8453')];
  writeFileSync(path, JSON.stringify({ ...manifest, feeds, watched: WATCHED }));
  const ethereum = [
    block('ethereum', { number: 1, name: 'a1', parent: 'a0', logs: [transfer(STRANGER, ALICE, 5_000_000n)] }),
    block('ethereum', { number: 2, name: 'a2', parent: 'a1', logs: [transfer(ALICE, MALLORY, 4_000_000n)] }),
    block('ethereum', { number: 2, name: 'b2', parent: 'a1', logs: [transfer(ALICE, MALLORY, 1_250_000n)] }),
    block('ethereum', { number: 3, name: 'b3', parent: 'b2', reads: [balanceRead(ALICE, 3_750_001n)] }),
    ...Array.from({ length: 12 }, () => 'no block at all'),
    block('ethereum', {
      number: 4,
      name: 'b4',
      parent: 'b3',
      logs: [transfer(ALICE, BRIDGE, 1_500_000n), sent(1_500_000n)],
      finalized: { number: 2, name: 'b2' },
    }),
  ];
  writeFileSync(join(folder, 'ethereum.ndjson.gz'), gzipSync(ethereum.join('\n')));
  writeFileSync(join(folder, 'base.ndjson.gz'), gzipSync(block('base', { number: 1, name: 'c1', parent: 'c0' })));
  return folder;
}

const WATCHED = {
  orderFlow: [
    {
      feed: POOL,
      instrumentId: 'spot:WETH',
      source: 'pool-intervals',
      intervalSeconds: 60,
      bucketUnits: '1',
      buckets: 3,
      markoutSeconds: [60, 120],
      baseToken: 1,
      token0Decimals: 6,
      token1Decimals: 18,
      feePips: 500,
    },
  ],
  protocolHealth: [
    {
      deployment: 'aave-v3:polygon',
      reserves: [{ asset: 'WETH', slippageBps: 200, pools: [{ feed: POOL, assetIsToken: 1, feePips: 500 }] }],
      stepBps: 50,
      everySeconds: 3600,
    },
  ],
};

function chainFeed(chain: string, localId: string): object {
  const tokens = [`${TOKEN}=${HOSTILE_ASSET}/6`];
  const bridge = { role: 'plain', bridge: 'own', localId, chains: ['1=ethereum', '8453=base'], tokens };
  const account = (accountId: string, address: string): object => ({ accountId, chain, address, opening: 'zero' });
  return {
    id: `chain:${chain}`,
    decoder: 'evm-block-json',
    chain,
    contracts: [
      { name: 'usdc', chain, address: TOKEN, protocol: 'erc20', parameters: { instrument: 'spot:USDC', decimals: 6 } },
      { name: 'bridge', chain, address: BRIDGE, protocol: 'bridge', parameters: bridge },
    ],
    accounts: [account('alice', ALICE), account(HOSTILE_ACCOUNT, MALLORY)],
    finality: { by: 'tag' },
    staleAfterSeconds: null,
    assumed: null,
    files: [`${chain}.ndjson.gz`],
  };
}

function block(chain: string, { number, name, parent, logs = [], reads = [], finalized }: Block): string {
  return JSON.stringify({
    chain,
    number,
    hash: hashOf(name),
    parentHash: hashOf(parent),
    timestamp: BEGIN_S + number * 12,
    ...(finalized === undefined ? {} : { finalized: { number: finalized.number, hash: hashOf(finalized.name) } }),
    logs,
    reads,
  });
}

function transfer(from: string, to: string, units: bigint): object {
  const topics = [TRANSFER, word(from), word(to)];
  return { address: TOKEN, topics, data: wordOf(units), logIndex: 0, transactionHash: hashOf('tx') };
}

/** Sent(id, sender, token; amount, to which chain, recipient) of a bridge that is nobody's but ours. */
function sent(units: bigint): object {
  const topics = [SENT, hashOf('transfer'), word(ALICE), word(TOKEN)];
  const data = `${wordOf(units)}${wordOf(8453n).slice(2)}${word(ALICE).slice(2)}`;
  return { address: BRIDGE, topics, data, logIndex: 1, transactionHash: hashOf('tx') };
}

function balanceRead(holder: string, units: bigint): object {
  const callData = `${BALANCE_OF}${word(holder).slice(2)}`;
  const answer = { callData, returnData: wordOf(units), reverted: false, accountId: 'alice' };
  return { address: TOKEN, function: `balanceOf(${holder})`, ...answer };
}

/** 32 bytes that a name stands for. */
function hashOf(name: string): string {
  return `0x${Buffer.from(name, 'utf8').toString('hex').padStart(64, '0')}`;
}

function word(address: string): string {
  return `0x${address.slice(2).padStart(64, '0')}`;
}

function wordOf(value: bigint): string {
  return `0x${value.toString(16).padStart(64, '0')}`;
}
