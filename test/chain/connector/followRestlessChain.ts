import {
  createEvmConnector,
  type EvmConnectorOptions,
  evmConnectorSchema,
  type PlannedRead,
} from '@gimbal/ingestion-service';
import type { Hex, LocalChain } from '../localChain.ts';
import type { FaultRates } from '../node/fault.ts';
import { startFaultyNode } from '../node/faultyNode.ts';
import { newPerson } from '../people.ts';
import { seededRandom } from '../seededRandom.ts';
import { compare, newTally, type Tally } from '../tally.ts';
import { CanonicalFrames } from './canonicalFrames.ts';
import { compareChain } from './compareChain.ts';
import { placeEchoContract } from './echoContract.ts';
import { deployMulticall } from './multicall.ts';
import { restlessChain } from './restlessChain.ts';

export interface ConnectorCase {
  readonly name: string;
  readonly quorum: number;
  /** Of the first node, and of the second. */
  readonly rates: readonly [FaultRates, FaultRates];
  readonly seed: number;
  readonly blocks: number;
  /** Blocks that are there before the connector starts. */
  readonly history: number;
  /** The chain is restless only once the connector has caught up with that; otherwise its forks fall into the backfill. */
  readonly settled: boolean;
}

const CONTRACTS: readonly Hex[] = [`0x${'c1'.repeat(20)}`, `0x${'c2'.repeat(20)}`, `0x${'c3'.repeat(20)}`];
const FEED = {
  id: 'evm/test',
  decoder: 'evm-block-json',
  chain: 'test',
  // The plan below says what is read, so the protocol is of no consequence.
  contracts: CONTRACTS.map((address) => ({ name: address, chain: 'test', address, protocol: 'erc20', parameters: {} })),
  accounts: [],
  finality: { by: 'tag' },
  staleAfterSeconds: null,
  assumed: null,
} satisfies EvmConnectorOptions['feed'];
const REORG_DEPTH_MAX = 30;
const LAST_REORG_DEPTH = 5;
const CATCH_UP_MS_MAX = 60_000;

/** Follows a restless chain through two faulty nodes, one of which is killed in the middle, and compares what came of it. */
export async function followRestlessChain(
  chain: LocalChain,
  terms: ConnectorCase,
  print: (line: string) => void,
): Promise<Tally> {
  const random = seededRandom(terms.seed);
  const sender = await newPerson(chain, random);
  for (const address of CONTRACTS) await placeEchoContract(chain, address);
  const multicall = await deployMulticall(chain, sender);
  const from = BigInt((await chain.rpc('eth_blockNumber', [])) as Hex) + 1n;
  const restless = { contracts: CONTRACTS, sender, reorgDepthMax: REORG_DEPTH_MAX };
  await restlessChain(chain, random, { ...restless, blocks: terms.history, blockMs: 0 });

  const first = await startFaultyNode({ upstream: chain.url, seed: terms.seed, rates: terms.rates[0] });
  const second = await startFaultyNode({ upstream: chain.url, seed: terms.seed + 1, rates: terms.rates[1] });
  // The two rarest, so that each run has them.
  if (terms.rates[0].huge !== undefined) first.next('huge', 'hang');
  const seen = new CanonicalFrames();
  const connector = createEvmConnector({
    id: 'evm/test',
    feed: FEED,
    config: evmConnectorSchema.parse({
      chainId: 31337,
      endpoints: [
        { name: 'first', url: first.url, announcements: first.wsUrl, requestsPerSecond: 5_000 },
        { name: 'second', url: second.url, requestsPerSecond: 5_000 },
      ],
      quorum: terms.quorum,
      startBlock: Number(from),
      pollMs: 20,
      requestTimeoutMs: 1_500,
      reconcileEveryBlocks: 25,
      multicall,
    }),
    plan: { fixed: CONTRACTS.map(readOf), byLog: [] },
    io: {
      nowUs: () => BigInt(Date.now()) * 1000n,
      monotonicMs: () => performance.now(),
      random: seededRandom(terms.seed + 2).unit,
    },
  });
  const stop = new AbortController();
  const sink = { deliver: async (frame: Parameters<typeof seen.take>[0]): Promise<void> => seen.take(frame) };
  const startedMs = performance.now();
  const running = connector.run(sink, stop.signal);
  if (terms.settled) await catchUp(chain, seen);
  const unrest = await restlessChain(chain, random, {
    ...restless,
    blocks: terms.blocks,
    blockMs: 25,
    afterBlock: async (block) => {
      if (block === Math.floor(terms.blocks / 3)) await first.kill();
      if (block === Math.floor(terms.blocks / 2)) await first.restart();
      if (block === Math.floor((terms.blocks * 2) / 3) && terms.quorum === 1) await second.kill();
    },
  });
  // At the head it has delivered what is undone now, however slow the nodes were on the way there.
  const atHead = await catchUp(chain, seen);
  await chain.rpc('anvil_reorg', [LAST_REORG_DEPTH, []]);
  const caughtUp = (await catchUp(chain, seen)) && atHead;
  stop.abort();
  await running;
  await Promise.all([first.kill(), second.kill()]);

  const tally = newTally();
  await compareChain(chain, seen, from, CONTRACTS, tally);
  compare(tally, 'reached the head, and again after the last reorganisation', true, caughtUp);
  compare(tally, 'delivered blocks were undone', true, seen.undone >= LAST_REORG_DEPTH);
  const faults = [...first.injected, ...second.injected].map(([kind, times]) => `${kind} ${times}`).join(', ');
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1);
  print(
    `${terms.name}: ${terms.blocks} blocks and ${unrest.reorgs} reorganisations up to ${unrest.deepest} deep, ` +
      `${seen.frames} frames, ${seen.undone} undone, ${seconds} s${caughtUp ? '' : ', never caught up'}`,
  );
  print(`${terms.name}: faults ${faults}`);
  print(`${terms.name}: said ${summary(seen.controls)}`);
  return tally;
}

function readOf(address: Hex): PlannedRead {
  return { address, function: 'kept', callData: '0x', accountId: undefined, touchedBy: [{ address, word: undefined }] };
}

async function catchUp(chain: LocalChain, seen: CanonicalFrames): Promise<boolean> {
  const head = (await chain.rpc('eth_getBlockByNumber', ['latest', false])) as { readonly hash: string };
  for (const untilMs = performance.now() + CATCH_UP_MS_MAX; performance.now() < untilMs;) {
    if (seen.blocks.at(-1)?.hash === head.hash) return true;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return false;
}

function summary(controls: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const control of controls) counts.set(control, (counts.get(control) ?? 0) + 1);
  return [...counts].map(([control, times]) => `${control} ${times}`).join(', ');
}
