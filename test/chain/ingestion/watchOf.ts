import type { WatchedAccount, WatchedContract } from '@gimbal/ingestion-service';
import type { World } from './world.ts';

/** The two chains that a bridge joins, by their names, and the one on which this end stands. */
export interface BridgeEnds {
  readonly chainIds: Readonly<Record<string, number>>;
  /** Tokens of both chains, `ADDRESS=ASSET/DECIMALS`. */
  readonly tokens: readonly string[];
}

/** The world as a catalogue describes it: contracts whose logs are followed, and one account for each person. */
export function watchOf(
  world: World,
  chain: string,
  bridge?: BridgeEnds,
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
    ({ symbol, decimals, token }) => `${token.address.toLowerCase()}=${symbol}/${decimals}/feed:${symbol}`,
  );
  const pool = `${deployment}/pool`;
  return {
    contracts: [
      ...market.reserves.flatMap(({ symbol, decimals, token, aToken, variableDebtToken }) => {
        const parameters = { deployment, asset: symbol, decimals, ruleset };
        return [
          contract(`erc20:${symbol}`, token.address, 'erc20', { instrument: `spot:${symbol}`, decimals }),
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
      contract('uniswap-v3:positions', world.positionManager.address, 'uniswap-v3-positions', {
        factory: world.factory.address,
        tokens: market.reserves.map(
          ({ symbol, decimals, token }) => `${token.address.toLowerCase()}=${symbol}/${decimals}`,
        ),
      }),
      ...world.pools.map(({ contract: pool, token0, token1, fee }) =>
        contract(`uniswap-v3:${token0.symbol}-${token1.symbol}-${fee}`, pool.address, 'uniswap-v3-pool', {
          feed: `univ3:${chain}:${token0.symbol}-${token1.symbol}`,
        }),
      ),
      ...[...world.feeds].map(([symbol, feed]) =>
        contract(`chainlink:${symbol}`, feed.address, 'chainlink', {
          feed: `feed:${symbol}`,
          asset: symbol,
          decimals: 8,
          heartbeatSeconds: 86_400,
        }),
      ),
      ...(bridge === undefined
        ? []
        : [
            contract('bridge', world.bridge.address, 'bridge', {
              role: 'plain',
              bridge: 'lock',
              localId: String(bridge.chainIds[chain]),
              chains: Object.entries(bridge.chainIds).map(([name, id]) => `${id}=${name}`),
              tokens: bridge.tokens,
            }),
          ]),
    ],
    accounts: people.map((address) => ({ accountId: address, chain, address, opening: 'zero' as const })),
  };
}
