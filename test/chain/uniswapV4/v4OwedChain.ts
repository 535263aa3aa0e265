import { feedCatalogue, type WatchedAccount, type WatchedContract } from '@gimbal/ingestion-service';
import { toHex, write } from '../contracts.ts';
import { caughtUp, type ChainFeed, followChain, RECONCILE_EVERY_BLOCKS } from '../ingestion/followChain.ts';
import { type Ledger, openLedger } from '../ingestion/ledger.ts';
import type { LocalChain } from '../localChain.ts';
import { type FaultyNode, startFaultyNode } from '../node/faultyNode.ts';
import { type SeededRandom, seededRandom } from '../seededRandom.ts';
import { compare, newTally, type Tally } from '../tally.ts';
import { compareV4Owed } from './compareV4Owed.ts';
import { livePositions } from './livePositions.ts';
import { actV4, someRange, type V4Action } from './v4Actions.ts';
import { v4Mint } from './v4Calls.ts';
import { buildV4World, type V4World } from './v4World.ts';

export interface V4ChainSize {
  readonly actions: number;
  readonly people: number;
  readonly seed: number;
}

const CHAIN = 'local';
const CHAIN_ID = 31_337;
const REORG_BLOCKS_MAX = 20;
const ACTIONS_PER_LOOK = 12;

/**
 * People mint, change, pass on and burn positions of Uniswap v4 and swap through them, and blocks are undone. At every look, what is
 * said of each position is what the contracts say and pay at that block, and the same frames give the same facts again.
 */
export async function v4OwedChain(
  chain: LocalChain,
  { actions, people, seed }: V4ChainSize,
  print: (line: string) => void,
): Promise<Tally> {
  const random = seededRandom(seed);
  const tally = newTally();
  const world = await buildV4World(chain, people, random);
  await comeIn(world, random);
  // What the contracts were deployed by stays, however deep the first reorganisation is.
  await chain.rpc('anvil_mine', [toHex(REORG_BLOCKS_MAX)]);
  const catalogue = feedCatalogue([feedOf(world)]);
  const ledger = openLedger(catalogue);
  const node = await startFaultyNode({ upstream: chain.url, seed });
  let follower = followChain(feedOf(world), CHAIN_ID, [node], ledger);
  const done = new Map<V4Action, number>();
  let [looks, owed, reorgs, restarts] = [0, 0, 0, 0];
  const look = async (where: string): Promise<void> => {
    await mineToWhole(chain);
    await caughtUp(chain, ledger);
    owed += await compareV4Owed(world, ledger, tally, where);
    looks++;
  };
  try {
    for (let accepted = 0; accepted < actions; accepted += ACTIONS_PER_LOOK) {
      await actSome(world, random, done);
      await look('at the head');
      if (random.chance(0.5)) {
        await actSome(world, random, done);
        await caughtUp(chain, ledger);
        await chain.rpc('anvil_reorg', [random.whole(1, REORG_BLOCKS_MAX), []]);
        reorgs++;
        await look('after a reorganisation');
      }
      if (random.chance(0.5)) {
        await follower.stop();
        await actSome(world, random, done);
        follower = followChain(feedOf(world), CHAIN_ID, [node], ledger);
        restarts++;
        await look('after a restart');
      }
    }
    await follower.stop();
    owed += await joinLate(world, node, random, tally);
  } finally {
    await follower.stop();
    await node.kill();
  }
  replayed(ledger, openLedger(catalogue), tally);
  compare(tally, 'breaks between facts and observed liquidity', 0, countOf(ledger, 'PositionBreakFound'));
  compare(tally, 'records that were refused', 0, countOf(ledger, 'RecordQuarantined'));
  print(
    `v4: ${looks} looks, ${reorgs} of them after a reorganisation and ${restarts} after a restart, saw ${owed} amounts owed by pools; ` +
      [...done].map(([kind, count]) => `${kind} ${count}`).join(', '),
  );
  return tally;
}

/** Somebody who begins at the head, with positions that the catalogue names and facts that begin with what is read of them. */
async function joinLate(world: V4World, node: FaultyNode, random: SeededRandom, tally: Tally): Promise<number> {
  const { chain } = world;
  const tokenIds = (await livePositions(world)).map(({ tokenId }) => String(tokenId));
  const feed = feedOf(world, 'read', tokenIds);
  const ledger = openLedger(feedCatalogue([feed]));
  const head = Number(await chain.rpc('eth_blockNumber', []));
  const follower = followChain(feed, CHAIN_ID, [node], ledger, head);
  try {
    await caughtUp(chain, ledger);
    const owed = await compareV4Owed(world, ledger, tally, 'begun late');
    await actSome(world, random, new Map());
    await mineToWhole(chain);
    await caughtUp(chain, ledger);
    compare(tally, 'breaks of one that began late', 0, countOf(ledger, 'PositionBreakFound'));
    return owed + (await compareV4Owed(world, ledger, tally, 'after a late beginning'));
  } finally {
    await follower.stop();
  }
}

/** Everybody has a position in each pool to begin with, or there would be little to act on. */
async function comeIn(world: V4World, random: SeededRandom): Promise<void> {
  for (const pool of world.pools) {
    for (const person of world.people) {
      const range = await someRange(world, pool, random);
      await write(world.chain, person, v4Mint(world, pool.key, range, person));
    }
  }
}

async function actSome(world: V4World, random: SeededRandom, done: Map<V4Action, number>): Promise<void> {
  for (let accepted = 0; accepted < ACTIONS_PER_LOOK;) {
    const kind = await actV4(world, random);
    if (kind === undefined) continue;
    accepted++;
    done.set(kind, (done.get(kind) ?? 0) + 1);
  }
}

/** Up to a block in which everything is read, so that what is owed is known as of the head. */
async function mineToWhole(chain: LocalChain): Promise<void> {
  const every = BigInt(RECONCILE_EVERY_BLOCKS);
  const head = BigInt((await chain.rpc('eth_blockNumber', [])) as string);
  await chain.rpc('anvil_mine', [toHex(every - (head % every))]);
}

function replayed(ledger: Ledger, again: Ledger, tally: Tally): void {
  for (const frame of ledger.frames) again.take(frame);
  compare(tally, 'facts of a replay', ledger.hash(), again.hash());
}

function countOf(ledger: Ledger, name: string): number {
  return [...ledger.counts].find(([type]) => type.endsWith(`.${name}`))?.[1] ?? 0;
}

function feedOf(
  world: V4World,
  opening: WatchedAccount['opening'] = 'zero',
  tokenIds: readonly string[] = [],
): ChainFeed {
  const { poolManager, positionManager, stateView, pools, people, currencies } = world;
  const watched = pools.filter(({ isWatched }) => isWatched);
  const listed = watched.map(({ id, key }, place) => `${id}=pool-${place}/${key.hooks}`);
  const contract = (
    name: string,
    address: string,
    protocol: WatchedContract['protocol'],
    parameters: WatchedContract['parameters'],
  ): WatchedContract => ({ name, chain: CHAIN, address: address.toLowerCase(), protocol, parameters });
  return {
    id: `chain:${CHAIN}`,
    staleAfterSeconds: null,
    assumed: null,
    decoder: 'evm-block-json',
    chain: CHAIN,
    contracts: [
      contract('v4:manager', poolManager.address, 'uniswap-v4-manager', { pools: listed }),
      contract('v4:view', stateView.address, 'uniswap-v4-manager', { role: 'view', pools: listed }),
      contract('v4:positions', positionManager.address, 'uniswap-v4-positions', {
        tokens: currencies.map(({ address, asset, decimals }) => `${address}=${asset}/${decimals}`),
        tokenIds,
      }),
    ],
    accounts: people.map((address) => ({ accountId: address, chain: CHAIN, address, opening })),
    finality: { by: 'tag' },
  };
}
