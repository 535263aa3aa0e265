import { accountPositions, feedCatalogue } from '@gimbal/ingestion-service';
import { BridgeTransferState } from '@gimbal/contracts/ingestion/v1/chain_events';
import { eventsNamed, read, readAll, write } from '../contracts.ts';
import { type Hex, type LocalChain, RpcError } from '../localChain.ts';
import { type FaultyNode, startFaultyNode } from '../node/faultyNode.ts';
import { type SeededRandom, seededRandom } from '../seededRandom.ts';
import { compare, type Tally } from '../tally.ts';
import { caughtUp, type ChainFeed, followChain } from './followChain.ts';
import { type Ledger, openLedger } from './ledger.ts';
import { watchOf } from './watchOf.ts';
import { buildWorld, unitsOf, type World } from './world.ts';

export interface TwoChainsSize {
  readonly people: number;
  readonly transfers: number;
  readonly seed: number;
}

interface Side {
  readonly name: string;
  readonly chainId: number;
  readonly chain: LocalChain;
  readonly world: World;
  readonly feed: ChainFeed;
}

/** A transfer as its sender saw it; blocks that are undone may take it back. */
interface Sent {
  readonly from: Side;
  readonly to: Side;
  readonly id: Hex;
  readonly person: Hex;
  readonly symbol: string;
  readonly units: bigint;
}

const IDS = { one: 1, ten: 10 } as const;
const REORG_BLOCKS_MAX = 8;
const ROUNDS_PER_TRANSFER = 3;

/**
 * One book on two chains with a bridge between them, each end of which may be undone: at every moment of looking, what an
 * account has on both chains and on the way between is what the contracts of both say, each token once.
 */
export async function twoChains(
  chains: readonly [LocalChain, LocalChain],
  size: TwoChainsSize,
  tally: Tally,
  print: (line: string) => void,
): Promise<Tally> {
  const random = seededRandom(size.seed);
  const sides = await openSides(chains, size);
  const ledger = openLedger(feedCatalogue(sides.map(({ feed }) => feed)));
  const nodes: FaultyNode[] = [];
  const followers = [];
  for (const side of sides) {
    const node = await startFaultyNode({ upstream: side.chain.url, seed: size.seed });
    nodes.push(node);
    followers.push(followChain(side.feed, side.chainId, [node], ledger));
  }
  const seen = { transit: 0, unsent: 0, looks: 0, reorgs: 0 };
  try {
    const sent: Sent[] = [];
    for (let round = 0; round < size.transfers * ROUNDS_PER_TRANSFER; round++) {
      await bridgeSomething(sides, sent, round < size.transfers * (ROUNDS_PER_TRANSFER - 1), random);
      if (random.chance(0.12)) {
        const side = random.pick(sides);
        for (const each of sides) await caughtUp(each.chain, ledger);
        await side.chain.rpc('anvil_reorg', [random.whole(1, REORG_BLOCKS_MAX), []]);
        seen.reorgs++;
      }
      if (random.chance(0.2)) await look(sides, ledger, sent, tally, seen);
    }
    await look(sides, ledger, sent, tally, seen);
  } finally {
    for (const follower of followers) await follower.stop();
    for (const node of nodes) await node.kill();
  }
  const again = openLedger(feedCatalogue(sides.map(({ feed }) => feed)));
  for (const frame of ledger.frames) again.take(frame);
  compare(tally, 'facts of a replay over two chains', ledger.hash(), again.hash());
  print(
    `two chains: ${seen.looks} looks during ${seen.reorgs} reorganisations saw ${seen.transit} transfers on their way and ` +
      `${seen.unsent} that arrived although their sending was undone`,
  );
  return tally;
}

async function openSides(
  [one, ten]: readonly [LocalChain, LocalChain],
  { people, seed }: TwoChainsSize,
): Promise<readonly Side[]> {
  // The same seed on both: people and contracts have the same addresses, as a desk's wallets do.
  const worlds = [
    await buildWorld(one, people, seededRandom(seed)),
    await buildWorld(ten, people, seededRandom(seed)),
  ] as const;
  const tokens = new Set(
    worlds.flatMap(({ market }) =>
      market.reserves.map(({ token, symbol, decimals }) => `${token.address.toLowerCase()}=${symbol}/${decimals}`),
    ),
  );
  return [one, ten].map((chain, place) => {
    const [name, chainId] = Object.entries(IDS)[place]!;
    const world = worlds[place]!;
    const feed: ChainFeed = {
      id: `chain:${name}`,
      staleAfterSeconds: null,
      assumed: null,
      decoder: 'evm-block-json',
      chain: name,
      ...watchOf(world, name, { chainIds: IDS, tokens: [...tokens] }),
      finality: { by: 'tag' },
    };
    return { name, chainId, chain, world, feed };
  });
}

/** Sends from one side to the other, or pays out what was sent: at once, later, or never. */
async function bridgeSomething(
  sides: readonly Side[],
  sent: Sent[],
  maySend: boolean,
  random: SeededRandom,
): Promise<void> {
  if (maySend && random.chance(0.5)) {
    const [from, to] = random.chance(0.5) ? [sides[0]!, sides[1]!] : [sides[1]!, sides[0]!];
    const person = random.pick(from.world.people);
    const reserve = random.pick(from.world.market.reserves);
    const units = unitsOf(reserve, random.logUniform(10, 10_000));
    const args = [person, reserve.token.address, units, to.chainId];
    const logs = await write(from.chain, person, { contract: from.world.bridge, name: 'send', args });
    const [event] = eventsNamed(logs, from.world.bridge, 'Sent');
    sent.push({ from, to, id: event!.args['transferId'] as Hex, person, symbol: reserve.symbol, units });
    return;
  }
  if (sent.length === 0) return;
  const { to, from, id, person, symbol, units } = random.pick(sent);
  const token = to.world.market.reserves.find((reserve) => reserve.symbol === symbol)!.token.address;
  const args = [id, person, token, units, from.chainId];
  try {
    await write(to.chain, person, { contract: to.world.bridge, name: 'deliver', args });
  } catch (error) {
    // Delivered already.
    if (!(error instanceof RpcError)) throw error;
  }
}

/** Compares, per account and token, both chains and the way between with what the contracts of both chains say. */
async function look(
  sides: readonly Side[],
  ledger: Ledger,
  sent: readonly Sent[],
  tally: Tally,
  seen: { transit: number; unsent: number; looks: number },
): Promise<void> {
  for (const side of sides) await caughtUp(side.chain, ledger);
  seen.looks++;
  const expected = new Map<string, bigint>();
  const add = (map: Map<string, bigint>, key: string, units: bigint): void =>
    void map.set(key, (map.get(key) ?? 0n) + units);
  for (const { world } of sides) {
    const calls = world.people.flatMap((person) =>
      world.market.reserves.map(({ token }) => ({ contract: token, name: 'balanceOf', args: [person] })),
    );
    const balances = (await readAll(world.chain, calls)) as readonly bigint[];
    world.people.forEach((person, i) =>
      world.market.reserves.forEach(({ symbol }, j) =>
        add(expected, `${person} ${symbol}`, balances[i * world.market.reserves.length + j]!),
      ),
    );
  }
  // On its way: the sending stands on its chain, and the payment doesn't stand on the other one.
  let onTheWay = 0;
  for (const { from, to, id, person, symbol, units } of sent) {
    const stands = await isSent(from, id);
    const paid = (await read(to.chain, to.world.bridge, 'isReceived', [id])) as boolean;
    if (stands && !paid) {
      onTheWay++;
      add(expected, `${person} ${symbol}`, units);
    }
    if (!stands && paid) seen.unsent++;
  }
  seen.transit += onTheWay;

  const ours = new Map<string, bigint>();
  for (const { accountId, instrumentId, units } of accountPositions(ledger.state, '', false)) {
    const symbol = /^spot:(.+)$/.exec(instrumentId)?.[1];
    if (symbol !== undefined) add(ours, `${accountId} ${symbol}`, BigInt(units));
  }
  const decimals = new Map(sides[0]!.world.market.reserves.map((reserve) => [reserve.symbol, reserve.decimals]));
  let inTransit = 0;
  for (const [, transfer] of ledger.state.accounts.transfers.entries()) {
    if (transfer.state !== BridgeTransferState.BRIDGE_TRANSFER_STATE_IN_TRANSIT) continue;
    inTransit++;
    const units = unitsOfDecimal(transfer.amountSent, decimals.get(transfer.asset)!);
    add(ours, `${transfer.accountId} ${transfer.asset}`, units);
  }
  compare(tally, 'transfers in transit', onTheWay, inTransit);
  for (const key of new Set([...expected.keys(), ...ours.keys()])) {
    compare(tally, `both chains and between: ${key}`, expected.get(key) ?? 0n, ours.get(key) ?? 0n);
  }
}

async function isSent({ chain, world }: Side, id: Hex): Promise<boolean> {
  const filter = { address: world.bridge.address, fromBlock: '0x0', toBlock: 'latest', topics: [null, id] };
  const logs = (await chain.rpc('eth_getLogs', [filter])) as readonly { readonly topics: readonly Hex[] }[];
  return logs.length > 0;
}

function unitsOfDecimal(text: string, decimals: number): bigint {
  const [whole = '0', part = ''] = text.split('.');
  return BigInt(whole) * 10n ** BigInt(decimals) + BigInt(part.padEnd(decimals, '0') || '0');
}
