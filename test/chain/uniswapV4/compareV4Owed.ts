import type { AccountPositionObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import { formatDecimal, fromUnits } from '@gimbal/money';
import { pad } from 'viem';
import { transactionOf } from '../contracts.ts';
import type { Ledger } from '../ingestion/ledger.ts';
import type { Hex } from '../localChain.ts';
import { compare, type Tally } from '../tally.ts';
import { type LivePosition, livePositions } from './livePositions.ts';
import { v4Decrease } from './v4Calls.ts';
import { NATIVE, type V4World } from './v4World.ts';

/** Nobody's, and nothing else is ever paid to it. */
const RECIPIENT: Hex = '0x00000000000000000000000000000000feedfeed';
const TRANSFER = '0xddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef';
/** Under which a node that simulates lists what moves of the chain's coin (eth_simulateV1, traceTransfers). */
const COIN = '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee';

/**
 * What was last said of every position at the head beside the contracts: its liquidity, and what a decrease of nothing pays out to its
 * owner there, simulated and not sent. Nothing may be said of any other. Gives back how many amounts above zero were compared.
 */
export async function compareV4Owed(world: V4World, ledger: Ledger, tally: Tally, where: string): Promise<number> {
  const said = new Map(
    ledger.said('AccountPositionObserved').map(({ value }) => {
      const position = value as AccountPositionObserved;
      const tokenId = position.source.slice(position.source.lastIndexOf('/') + 1);
      return [`${position.accountId} ${tokenId}`, position];
    }),
  );
  let owed = 0;
  for (const position of await livePositions(world)) {
    if (!world.people.includes(position.owner)) continue;
    const name = `${position.owner} ${position.tokenId}`;
    const ours = said.get(name);
    said.delete(name);
    compare(tally, `${where}: liquidity of ${name}`, decimal(position.liquidity, 12), ours?.quantity ?? '0');
    const paid = await paidBy(world, position);
    for (const currency of [position.key.currency0, position.key.currency1]) {
      const { asset, decimals } = world.currencies.find(({ address }) => address === currency)!;
      const units = paid.get(currency.toLowerCase()) ?? 0n;
      const found = ours?.owed.find((due) => due.asset === asset)?.amount ?? '0';
      compare(tally, `${where}: owed ${asset} to ${name}`, decimal(units, decimals), found);
      if (units > 0n) owed++;
    }
  }
  // Burnt, given away, or of a block that was undone.
  for (const [name, { quantity, owed: left }] of said) {
    compare(tally, `${where}: what is left of ${name}`, '0 and 0', `${quantity} and ${left.length}`);
  }
  return owed;
}

/** What collecting pays of each currency, by its address. A position without liquidity can't be touched, and is owed nothing. */
async function paidBy(world: V4World, { tokenId, owner, key, liquidity }: LivePosition): Promise<Map<string, bigint>> {
  const paid = new Map<string, bigint>();
  if (liquidity === 0n) return paid;
  const call = transactionOf(owner, v4Decrease(world, key, tokenId, 0n, RECIPIENT));
  const simulation = { blockStateCalls: [{ calls: [call] }], traceTransfers: true };
  const [block] = (await world.chain.rpc('eth_simulateV1', [simulation, 'latest'])) as readonly Simulated[];
  const { status, logs } = block!.calls[0]!;
  if (status !== '0x1') throw new Error(`Expected ${tokenId} to be collected, was ${JSON.stringify(block)}`);
  for (const { address, topics, data } of logs) {
    if (topics[0] !== TRANSFER || topics[2] !== pad(RECIPIENT)) continue;
    const currency = address.toLowerCase() === COIN ? NATIVE : address.toLowerCase();
    paid.set(currency, (paid.get(currency) ?? 0n) + BigInt(data));
  }
  return paid;
}

interface Simulated {
  readonly calls: readonly {
    readonly status: Hex;
    readonly logs: readonly { readonly address: Hex; readonly topics: readonly Hex[]; readonly data: Hex }[];
  }[];
}

function decimal(units: bigint, decimals: number): string {
  return formatDecimal(fromUnits(units, decimals));
}
