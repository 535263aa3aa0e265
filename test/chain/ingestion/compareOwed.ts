import type { AccountPositionObserved } from '@gimbal/contracts/ingestion/v1/chain_events';
import { formatDecimal, fromUnits } from '@gimbal/money';
import { decodeFunctionResult, encodeFunctionData } from 'viem';
import { readAll } from '../contracts.ts';
import type { Hex } from '../localChain.ts';
import { compare, type Tally } from '../tally.ts';
import type { Ledger } from './ledger.ts';
import type { World } from './world.ts';

const MAX_UINT128 = 2n ** 128n - 1n;

/**
 * What was last said to be owed to each position at the head beside what `collect` of the manager gives to its owner there, asked
 * and not sent. Gives back how many amounts above zero were compared.
 */
export async function compareOwed(world: World, ledger: Ledger, tally: Tally): Promise<number> {
  const { chain, positionManager, people } = world;
  const said = new Map(
    ledger.said('AccountPositionObserved').map(({ value }) => {
      const position = value as AccountPositionObserved;
      return [`${position.accountId} ${position.source.slice(position.source.lastIndexOf('/') + 1)}`, position];
    }),
  );
  let owed = 0;
  for (const person of people) {
    const [count] = await readAll(chain, [{ contract: positionManager, name: 'balanceOf', args: [person] }]);
    for (let index = 0n; index < (count as bigint); index++) {
      const [tokenId] = await readAll(chain, [
        { contract: positionManager, name: 'tokenOfOwnerByIndex', args: [person, index] },
      ]);
      const amounts = await collect(world, person, tokenId as bigint);
      const position = await readAll(chain, [{ contract: positionManager, name: 'positions', args: [tokenId] }]);
      const symbols = symbolsOf(world, position[0] as readonly unknown[]);
      const ours = said.get(`${person} ${String(tokenId)}`)?.owed ?? [];
      for (const [place, reserve] of symbols.entries()) {
        const units = amounts[place]!;
        const amount = formatDecimal(fromUnits(units, reserve.decimals));
        const found = ours.find(({ asset }) => asset === reserve.symbol)?.amount ?? '0';
        compare(tally, `owed ${reserve.symbol} of position ${String(tokenId)}`, amount, found);
        if (units > 0n) owed++;
      }
    }
  }
  return owed;
}

async function collect({ chain, positionManager }: World, person: Hex, tokenId: bigint): Promise<readonly bigint[]> {
  const args = [{ tokenId, recipient: person, amount0Max: MAX_UINT128, amount1Max: MAX_UINT128 }];
  const data = encodeFunctionData({ abi: positionManager.abi, functionName: 'collect', args });
  const answer = await chain.rpc('eth_call', [{ from: person, to: positionManager.address, data }, 'latest']);
  return decodeFunctionResult({
    abi: positionManager.abi,
    functionName: 'collect',
    data: answer as Hex,
  }) as readonly bigint[];
}

function symbolsOf(world: World, [, , token0, token1]: readonly unknown[]): World['market']['reserves'] {
  return [token0, token1].map((token) =>
    world.market.reserves.find((reserve) => reserve.token.address.toLowerCase() === (token as string).toLowerCase())!,
  );
}
