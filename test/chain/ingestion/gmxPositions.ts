import { accountPositions, feedCatalogue } from '@gimbal/ingestion-service';
import { type Contract, deploy, readAll, toHex, write } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import { startFaultyNode } from '../node/faultyNode.ts';
import { newPerson } from '../people.ts';
import { type SeededRandom, seededRandom } from '../seededRandom.ts';
import { compare, newTally, type Tally } from '../tally.ts';
import { caughtUp, type ChainFeed, followChain, RECONCILE_EVERY_BLOCKS } from './followChain.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { ownContracts } from './worldArtifacts.ts';

export interface GmxPositionsSize {
  readonly changes: number;
  readonly seed: number;
}

/** Everything that a position could be, and how the contract names it. */
interface Possible {
  readonly person: Hex;
  readonly market: Hex;
  readonly collateral: Hex;
  readonly isLong: boolean;
}

interface Desk {
  readonly chain: LocalChain;
  readonly store: Contract;
  readonly events: Contract;
  readonly possible: readonly Possible[];
}

const CHAIN = 'stand';
const CHAIN_ID = 31_337;
const PEOPLE = 3;
const REORG_BLOCKS_MAX = 8;
/** Fewer than a whole block is away, so that the hidden change and its undoing lie on either side of one. */
const HIDDEN_BLOCKS = 5;
const HIDDEN_UNITS = 12_345n;

/**
 * Positions that change at random on stand-ins for GMX v2's DataStore and EventEmitter (contracts of our own: GMX publishes none as a
 * package), while a connector follows and blocks are undone. What logs come to has to be what the contract says of every position; then
 * one changes without a log, which has to be a break of that amount, and is undone, which has to close it.
 */
export async function gmxPositions(
  chain: LocalChain,
  { changes, seed }: GmxPositionsSize,
  print: (line: string) => void,
): Promise<Tally> {
  const random = seededRandom(seed);
  const tally = newTally();
  const desk = await openDesk(chain, random);
  // Each has some before anybody follows.
  for (let change = 0; change < PEOPLE * 2; change++) await changeSome(desk, random);
  await chain.rpc('anvil_mine', [toHex(REORG_BLOCKS_MAX)]);
  const feed = feedOf(desk);
  const ledger = openLedger(feedCatalogue([feed]));
  const node = await startFaultyNode({ upstream: chain.url, seed });
  const follower = followChain(feed, CHAIN_ID, [node], ledger, await headOf(chain));
  try {
    await caughtUp(chain, ledger);
    await comparePositions(desk, ledger, tally, 'before the first block');
    let undone = 0;
    for (let change = 0; change < changes; change++) {
      await changeSome(desk, random);
      if (!random.chance(0.05)) continue;
      await caughtUp(chain, ledger);
      await comparePositions(desk, ledger, tally, `after change ${change}`);
      const depth = random.whole(1, REORG_BLOCKS_MAX);
      await chain.rpc('anvil_reorg', [depth, []]);
      undone += depth;
    }
    await mineTo(chain, 0);
    await caughtUp(chain, ledger);
    await comparePositions(desk, ledger, tally, 'at last');
    compare(tally, 'breaks while every change was logged', 0, countOf(ledger, 'PositionBreakFound'));
    compare(tally, 'refused logs and answers', 0, countOf(ledger, 'RecordQuarantined'));
    await hideAndUndo(desk, ledger, tally);
    print(
      `positions of a stand-in for GMX v2: ${changes} changes, ${undone} blocks undone, ` +
        `${countOf(ledger, 'ChainReadObserved')} answers, ${tally.matched} of ${tally.total} figures equal`,
    );
  } finally {
    await follower.stop();
    await node.kill();
  }
  const again = openLedger(feedCatalogue([feed]));
  for (const frame of ledger.frames) again.take(frame);
  compare(tally, 'facts of a replay over positions', ledger.hash(), again.hash());
  return tally;
}

async function openDesk(chain: LocalChain, random: SeededRandom): Promise<Desk> {
  const people: Hex[] = [];
  for (let person = 0; person < PEOPLE; person++) people.push(await newPerson(chain, random));
  const artifacts = ownContracts('positions', 'PositionStand', 'EventStand');
  const store = await deploy(chain, people[0]!, artifacts('PositionStand'), []);
  const events = await deploy(chain, people[0]!, artifacts('EventStand'), []);
  const address = (): Hex => `0x${random.bits(160).toString(16).padStart(40, '0')}`;
  const [usdc, weth, arb] = [address(), address(), address()];
  const markets = [
    { market: address(), tokens: [weth, usdc] },
    // Both tokens are one.
    { market: address(), tokens: [arb, arb] },
  ];
  for (const { market, tokens } of markets) {
    await write(chain, people[0]!, { contract: store, name: 'addMarket', args: [market, ...tokens] });
  }
  const possible = people.flatMap((person) =>
    markets.flatMap(({ market, tokens }) =>
      [...new Set(tokens)].flatMap((collateral) =>
        [true, false].map((isLong) => ({ person, market, collateral, isLong })),
      ),
    ),
  );
  return { chain, store, events, possible };
}

function feedOf({ store, events, possible }: Desk): ChainFeed {
  const markets = [...new Set(possible.map(({ market }) => market))];
  const parameters = {
    feed: `gmx-v2:${CHAIN}`,
    markets: markets.map((market, place) => `${market}=perp:gmx:INDEX${place}-USD/${possible[0]!.collateral}/18`),
  };
  const contract = { chain: CHAIN, protocol: 'gmx-v2' } as const;
  return {
    id: `chain:${CHAIN}`,
    staleAfterSeconds: null,
    assumed: null,
    decoder: 'evm-block-json',
    chain: CHAIN,
    contracts: [
      { ...contract, name: 'events', address: events.address, parameters: { ...parameters, role: 'events' } },
      { ...contract, name: 'store', address: store.address, parameters: { ...parameters, role: 'store' } },
    ],
    accounts: [...new Set(possible.map(({ person }) => person))].map((address) => ({
      accountId: address,
      chain: CHAIN,
      address,
      opening: 'read',
    })),
    finality: { by: 'tag' },
  };
}

/** Some position is as large as chance has it, or closed. */
async function changeSome({ chain, store, events, possible }: Desk, random: SeededRandom): Promise<void> {
  const { person, market, collateral, isLong } = random.pick(possible);
  const size = random.chance(0.25) ? 0n : 1n + random.bits(64);
  const args = [store.address, person, market, collateral, isLong, size];
  await write(chain, person, { contract: events, name: 'change', args });
}

/** A change that no log tells is a break at the next whole block, and none once it is undone. */
async function hideAndUndo(desk: Desk, ledger: Ledger, tally: Tally): Promise<void> {
  const { chain, store, possible } = desk;
  const { person, market, collateral, isLong } = possible[0]!;
  const [size] = await sizesOf(desk, [possible[0]!]);
  await mineTo(chain, RECONCILE_EVERY_BLOCKS - HIDDEN_BLOCKS);
  const args = [person, market, collateral, isLong, size! + HIDDEN_UNITS];
  await write(chain, person, { contract: store, name: 'setSize', args });
  await mineTo(chain, 0);
  await caughtUp(chain, ledger);
  compare(tally, 'breaks after a change without a log', `${HIDDEN_UNITS}`, openBreaks(ledger).join());
  await chain.rpc('anvil_reorg', [HIDDEN_BLOCKS + 1, []]);
  await caughtUp(chain, ledger);
  compare(tally, 'breaks after it was undone', '', openBreaks(ledger).join());
  await comparePositions(desk, ledger, tally, 'after the hidden change was undone');
}

function openBreaks(ledger: Ledger): readonly string[] {
  return [...ledger.state.accounts.breaks.entries()].flatMap(([, { found, closed }]) =>
    closed === undefined ? [found.difference] : [],
  );
}

/** Every position that could be: what is held by logs, under the key that the contract makes of it, beside what the contract keeps. */
async function comparePositions(desk: Desk, ledger: Ledger, tally: Tally, when: string): Promise<void> {
  const held = new Map(accountPositions(ledger.state, '', false).map(({ source, units }) => [source, BigInt(units)]));
  const keys = await keysOf(desk);
  const sizes = await sizesOf(desk, desk.possible);
  for (const [place, { isLong }] of desk.possible.entries()) {
    const units = held.get(`gmx-v2:${CHAIN}/${keys[place]!}`) ?? 0n;
    compare(tally, `${when}, ${keys[place]!}`, isLong ? sizes[place]! : -sizes[place]!, units);
  }
  compare(tally, `${when}, positions`, sizes.filter((size) => size > 0n).length, held.size);
}

async function keysOf({ chain, store, possible }: Desk): Promise<readonly Hex[]> {
  const calls = possible.map(({ person, market, collateral, isLong }) => ({
    contract: store,
    name: 'keyOf',
    args: [person, market, collateral, isLong],
  }));
  return (await readAll(chain, calls)) as readonly Hex[];
}

async function sizesOf(desk: Desk, possible: readonly Possible[]): Promise<readonly bigint[]> {
  const { chain, store } = desk;
  const keys = await keysOf({ ...desk, possible });
  return (await readAll(
    chain,
    keys.map((key) => ({ contract: store, name: 'sizeOf', args: [key] })),
  )) as readonly bigint[];
}

/** On to the next block whose number leaves that rest when it is divided by the whole blocks' distance. */
async function mineTo(chain: LocalChain, rest: number): Promise<void> {
  const blocks =
    (rest - ((await headOf(chain)) % RECONCILE_EVERY_BLOCKS) + RECONCILE_EVERY_BLOCKS) % RECONCILE_EVERY_BLOCKS;
  if (blocks > 0) await chain.rpc('anvil_mine', [toHex(blocks)]);
}

async function headOf(chain: LocalChain): Promise<number> {
  return Number((await chain.rpc('eth_blockNumber', [])) as string);
}

function countOf(ledger: Ledger, name: string): number {
  return [...ledger.counts].find(([type]) => type.endsWith(`.${name}`))?.[1] ?? 0;
}
