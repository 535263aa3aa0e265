import type { WatchedAccount, WatchedContract } from '@gimbal/ingestion-service';
import type { World } from './world.ts';

const ASSET_NAMES: Readonly<Record<string, string>> = { WETH: 'WETH', USDC: 'USDC', DAI: 'DAI' };

/** The world as a catalogue describes it: contracts whose logs are followed, and one account for each person. */
export function watchOf(
  world: World,
  chain: string,
): { readonly contracts: readonly WatchedContract[]; readonly accounts: readonly WatchedAccount[] } {
  const { market, people } = world;
  const deployment = `aave-v3:${chain}`;
  const ruleset = market.version.rulesetId;
  const contract = (
    name: string,
    address: string,
    protocol: WatchedContract['protocol'],
    parameters: WatchedContract['parameters'],
  ): WatchedContract => ({ name, chain, address: address.toLowerCase(), protocol, parameters });
  const reserves = market.reserves.map(
    ({ symbol, decimals, token }) => `${token.address.toLowerCase()}=${ASSET_NAMES[symbol]}/${decimals}/feed:${symbol}`,
  );
  const pool = `${deployment}/pool`;
  return {
    contracts: [
      ...market.reserves.flatMap(({ symbol, decimals, token, aToken, variableDebtToken }) => {
        const parameters = { deployment, asset: ASSET_NAMES[symbol]!, decimals, ruleset };
        return [
          contract(`erc20:${symbol}`, token.address, 'erc20', { instrument: `spot:${ASSET_NAMES[symbol]}`, decimals }),
          contract(`${deployment}/aToken/${symbol}`, aToken.address, 'aave-v3-atoken', parameters),
          contract(`${deployment}/debt/${symbol}`, variableDebtToken.address, 'aave-v3-variable-debt', parameters),
        ];
      }),
      contract(pool, market.pool.address, 'aave-v3', { role: 'pool', deployment, ruleset, reserves }),
      contract(`${deployment}/configurator`, market.configurator.address, 'aave-v3', {
        role: 'configurator',
        deployment,
        pool,
      }),
    ],
    accounts: people.map((address) => ({ accountId: address, chain, address, opening: 'zero' as const })),
  };
}
