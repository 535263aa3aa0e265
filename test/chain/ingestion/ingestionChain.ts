import {
  type AccountPosition,
  accountPositions,
  type FeedCatalogue,
  feedCatalogue,
  type Watched,
} from '@gimbal/ingestion-service';
import type { AaveVersion } from '../aave/aaveVersion.ts';
import { toHex } from '../contracts.ts';
import type { LocalChain } from '../localChain.ts';
import { type FaultyNode, startFaultyNode } from '../node/faultyNode.ts';
import { type SeededRandom, seededRandom } from '../seededRandom.ts';
import { compare, newTally, type Tally } from '../tally.ts';
import { type ActionKind, ACTIONS, act } from './actions.ts';
import { compareGas } from './compareGas.ts';
import { compareOwed } from './compareOwed.ts';
import { compareReserves } from './compareReserves.ts';
import { caughtUp, type ChainFeed, followChain, RECONCILE_EVERY_BLOCKS } from './followChain.ts';
import { earnFees } from './earnFees.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { type PersonTruth, readTruth } from './truth.ts';
import { watchOf } from './watchOf.ts';
import { buildWorld, type World } from './world.ts';

export interface IngestionChainSize {
  readonly actions: number;
  readonly people: number;
  readonly reorgs: number;
  readonly nodeKills: number;
  readonly seed: number;
  readonly version: AaveVersion;
}

const CHAIN = 'local';
const CHAIN_ID = 31_337;
const REORG_BLOCKS_MAX = 30;

type Print = (line: string) => void;

/**
 * People act at random on real contracts while a connector follows the chain through two faulty nodes and blocks are
 * reorganised away. Afterwards what ingestion says that each account holds must be what the contracts say, at the head and
 * at the last final block, and the same frames must give the same facts again.
 */
export async function ingestionChain(chain: LocalChain, size: IngestionChainSize, print: Print): Promise<Tally> {
  const random = seededRandom(size.seed);
  const tally = newTally();
  const world = await buildWorld(chain, size.people, random, size.version);
  // What the contracts were deployed by stays, however deep the first reorganisation is.
  await chain.rpc('anvil_mine', [toHex(REORG_BLOCKS_MAX)]);
  const feed = feedOf(world);
  const watched = watchedOf(world);
  const ledger = openLedger(feedCatalogue([feed], watched));
  const nodes = [0, 1].map((place) => startFaultyNode({ upstream: chain.url, seed: size.seed + place, rates: RATES }));
  const follower = followChain(feed, CHAIN_ID, await Promise.all(nodes), ledger);
  try {
    const done = await live(world, await Promise.all(nodes), ledger, size, random);
    await caughtUp(chain, ledger);
    print(
      `${done.accepted} actions accepted, ${done.refused} refused; ${done.reorgs} reorganisations undid ` +
        `${done.reorgedBlocks} blocks, the deepest ${done.deepest}; nodes were killed ${done.kills} times`,
    );
    print(ACTIONS.map((kind) => `${kind} ${done.kinds.get(kind) ?? 0}`).join(', '));
    await compareWith(world, ledger, tally, 'latest');
    await compareWith(world, ledger, tally, 'finalized');
    print(`${await compareOwed(world, ledger, tally)} amounts are owed by pools`);
    await compareReserves(world, ledger, tally, CHAIN);
    print(`${await compareGas(chain, ledger, tally)} blocks have the tip of their transactions`);
  } finally {
    await follower.stop();
    for (const node of await Promise.all(nodes)) await node.kill();
  }
  replayed(feedCatalogue([feed], watched), ledger, tally);
  print(
    `${ledger.frames.length} frames gave ${ledger.facts} facts: ` +
      [
        'BlockAdopted',
        'BlockReverted',
        'ChainLogObserved',
        'AccountPositionObserved',
        'PositionBreakFound',
        'RecordQuarantined',
      ]
        .map((name) => `${name} ${countOf(ledger, name)}`)
        .join(', '),
  );
  compare(tally, 'breaks between facts and observed balances', 0, countOf(ledger, 'PositionBreakFound'));
  return tally;
}

/** Of a million requests, so many have the fault. */
const RATES = {
  delay: 10_000,
  drop: 5_000,
  status429: 2_000,
  status500: 5_000,
  truncated: 5_000,
  duplicateLogs: 20_000,
} as const;

function feedOf(world: World): ChainFeed {
  return {
    id: `chain:${CHAIN}`,
    staleAfterSeconds: null,
    assumed: null,
    decoder: 'evm-block-json',
    chain: CHAIN,
    ...watchOf(world, CHAIN),
    finality: { by: 'tag' },
    gas: { feed: `gas:${CHAIN}`, assumedCoinPriceUsd: '3000' },
  };
}

/** The health of every reserve, said at its every change. */
function watchedOf({ market }: World): Watched {
  const reserves = market.reserves.map(({ symbol }) => ({ asset: symbol, slippageBps: 100, pools: [] }));
  const health = { deployment: `aave-v3:${CHAIN}`, reserves, stepBps: 0, everySeconds: 1_000_000_000 };
  return { orderFlow: [], protocolHealth: [health] };
}

function countOf(ledger: Ledger, name: string): number {
  return [...ledger.counts].find(([type]) => type.endsWith(`.${name}`))?.[1] ?? 0;
}

interface Done {
  accepted: number;
  refused: number;
  reorgs: number;
  reorgedBlocks: number;
  deepest: number;
  kills: number;
  readonly kinds: Map<ActionKind, number>;
}

async function live(
  world: World,
  nodes: readonly FaultyNode[],
  ledger: Ledger,
  size: IngestionChainSize,
  random: SeededRandom,
): Promise<Done> {
  const done: Done = {
    accepted: 0,
    refused: 0,
    reorgs: 0,
    reorgedBlocks: 0,
    deepest: 0,
    kills: 0,
    kinds: new Map(),
  };
  let down: FaultyNode | undefined;
  while (done.accepted < size.actions) {
    const { kind, refused } = await act(world, random);
    if (refused) done.refused++;
    else {
      done.accepted++;
      done.kinds.set(kind, (done.kinds.get(kind) ?? 0) + 1);
    }
    if (random.chance(size.reorgs / size.actions / 1.6)) {
      const depth = random.whole(1, REORG_BLOCKS_MAX);
      // Most blocks are undone after they were adopted, some before anybody saw them.
      if (random.chance(0.8)) await caughtUp(world.chain, ledger);
      await world.chain.rpc('anvil_reorg', [depth, []]);
      done.reorgs++;
      done.reorgedBlocks += depth;
      done.deepest = Math.max(done.deepest, depth);
    }
    if (random.chance(size.nodeKills / size.actions / 1.6)) {
      await down?.restart();
      down = random.pick(nodes);
      await down.kill();
      done.kills++;
    }
  }
  await down?.restart();
  await earnFees(world, random);
  // Up to a block in which everything is read, so that what is owed is known as of the head.
  const head = BigInt((await world.chain.rpc('eth_blockNumber', [])) as string);
  const every = BigInt(RECONCILE_EVERY_BLOCKS);
  await world.chain.rpc('anvil_mine', [toHex(every - (head % every))]);
  return done;
}

async function compareWith(world: World, ledger: Ledger, tally: Tally, block: 'latest' | 'finalized'): Promise<void> {
  const atFinalized = block === 'finalized';
  const number = atFinalized ? toHex(finalNumber(ledger)) : block;
  const held = Map.groupBy(accountPositions(ledger.state, '', atFinalized), ({ accountId }) => accountId);
  for (const truth of await readTruth(world, number)) {
    comparePerson(truth, held.get(truth.person) ?? [], tally, block);
  }
}

function finalNumber(ledger: Ledger): bigint {
  const chain = ledger.state.chain.chains.get(CHAIN);
  const final = chain?.finalized?.number;
  if (final === undefined) throw new Error('Expected a final block, there was none');
  return final;
}

/** Each thing that the contracts say must be held, and nothing else may be. */
function comparePerson(truth: PersonTruth, held: readonly AccountPosition[], tally: Tally, where: string): void {
  const ours = new Map<string, bigint>();
  for (const { instrumentId, units } of held) ours.set(instrumentId, (ours.get(instrumentId) ?? 0n) + BigInt(units));
  const expected = new Map<string, bigint>();
  const expect = (id: string, units: bigint): void => void (units === 0n || expected.set(id, units));
  for (const [symbol, units] of Object.entries(truth.balances)) expect(`spot:${symbol}`, units);
  for (const [symbol, units] of Object.entries(truth.scaledSupplies)) expect(lending(symbol, 'supply'), units);
  for (const [symbol, units] of Object.entries(truth.scaledDebts)) expect(lending(symbol, 'debt'), -units);
  for (const [range, units] of Object.entries(truth.ranges)) expect(`univ3:${CHAIN}:${range}`, units);
  for (const id of new Set([...expected.keys(), ...ours.keys()])) {
    compare(tally, `${where} ${truth.person} ${id}`, expected.get(id) ?? 0n, ours.get(id) ?? 0n);
  }
}

function lending(symbol: string, side: 'supply' | 'debt'): string {
  return `lending:aave-v3:${CHAIN}:${symbol}:${side}`;
}

/** The recorded frames again, from nothing. */
function replayed(catalogue: FeedCatalogue, ledger: Ledger, tally: Tally): void {
  const again = openLedger(catalogue);
  for (const frame of ledger.frames) again.take(frame);
  compare(tally, 'facts of a replay', ledger.hash(), again.hash());
}
