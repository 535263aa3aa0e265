import type { AaveVersion } from '../aave/aaveVersion.ts';
import type { ArtifactShelf } from '../artifacts.ts';
import { type Contract, deploy, read, write } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import { newPerson } from '../people.ts';
import type { SeededRandom } from '../seededRandom.ts';
import { type DeployedPool, deployPool } from './deployPool.ts';
import { CATEGORIES, LISTINGS, type Listing, RATE_STRATEGY } from './listings.ts';
import type { Market, MarketReserve } from '../aave/market.ts';
import { deployFeed } from '../aave/movePrices.ts';

const NOBODY: Hex = '0x0000000000000000000000000000000000000000';
const BASE_UNIT = 100_000_000n;

/** Deploys Aave v3.0 with its reserves, feeds and e-mode categories, as `listings.ts` describes them. */
export async function deployMarket(
  version: AaveVersion,
  chain: LocalChain,
  shelf: ArtifactShelf,
  random: SeededRandom,
): Promise<Market> {
  const admin = await newPerson(chain, random);
  const treasury = await newPerson(chain, random);
  const deployed = await deployPool(chain, shelf, admin);
  const tokens = new Map<string, Contract>();
  const feeds: Hex[] = [];
  for (const { symbol, decimals, priceUsd } of LISTINGS) {
    tokens.set(symbol, await deploy(chain, admin, shelf('MintableERC20'), [symbol, symbol, decimals]));
    feeds.push(await deployFeed(chain, shelf, admin, priceUsd));
  }
  const addresses = LISTINGS.map(({ symbol }) => tokens.get(symbol)!.address);
  const oracleArguments = [deployed.provider.address, addresses, feeds, NOBODY, NOBODY, BASE_UNIT];
  const oracle = await deploy(chain, admin, shelf('AaveOracle'), oracleArguments);
  await write(chain, admin, { contract: deployed.provider, name: 'setPriceOracle', args: [oracle.address] });

  const parts = { chain, shelf, admin, treasury, deployed };
  await initReserves(parts, tokens);
  const reserves: MarketReserve[] = [];
  for (const listing of LISTINGS) reserves.push(await configureReserve(parts, listing, tokens.get(listing.symbol)!));
  const market: Market = {
    version,
    shelf,
    admin,
    treasury,
    pool: deployed.pool,
    configurator: deployed.configurator,
    oracle,
    reserves,
    categories: CATEGORIES,
  };
  await configureCategories(parts, market);
  return market;
}

interface Parts {
  readonly chain: LocalChain;
  readonly shelf: ArtifactShelf;
  readonly admin: Hex;
  readonly treasury: Hex;
  readonly deployed: DeployedPool;
}

async function initReserves(parts: Parts, tokens: ReadonlyMap<string, Contract>): Promise<void> {
  const { chain, shelf, admin, treasury, deployed } = parts;
  const strategy = await deploy(chain, admin, shelf('DefaultReserveInterestRateStrategy'), [
    deployed.provider.address,
    ...RATE_STRATEGY,
  ]);
  const inputs = LISTINGS.map(({ symbol, decimals }) => ({
    aTokenImpl: deployed.aTokenImplementation,
    stableDebtTokenImpl: deployed.stableDebtImplementation,
    variableDebtTokenImpl: deployed.variableDebtImplementation,
    underlyingAssetDecimals: decimals,
    interestRateStrategyAddress: strategy.address,
    underlyingAsset: tokens.get(symbol)!.address,
    treasury,
    incentivesController: NOBODY,
    aTokenName: `a${symbol}`,
    aTokenSymbol: `a${symbol}`,
    variableDebtTokenName: `v${symbol}`,
    variableDebtTokenSymbol: `v${symbol}`,
    stableDebtTokenName: `s${symbol}`,
    stableDebtTokenSymbol: `s${symbol}`,
    params: '0x10',
  }));
  await write(chain, admin, { contract: deployed.configurator, name: 'initReserves', args: [inputs] });
}

async function configureReserve(parts: Parts, listing: Listing, token: Contract): Promise<MarketReserve> {
  const { chain, shelf, admin, deployed } = parts;
  const configure = (name: string, ...args: readonly unknown[]) =>
    write(chain, admin, { contract: deployed.configurator, name, args: [token.address, ...args] });
  await configure('configureReserveAsCollateral', listing.ltvBps, listing.thresholdBps, listing.bonusBps);
  await configure('setReserveBorrowing', true);
  await configure('setReserveFactor', listing.reserveFactorBps);
  await configure('setLiquidationProtocolFee', listing.protocolFeeBps);
  const data = (await read(chain, deployed.pool, 'getReserveData', [token.address])) as {
    readonly aTokenAddress: Hex;
    readonly variableDebtTokenAddress: Hex;
  };
  return {
    symbol: listing.symbol,
    decimals: listing.decimals,
    listedPriceUsd: listing.priceUsd,
    token,
    aToken: { abi: shelf('AToken').abi, address: data.aTokenAddress },
    variableDebtToken: { abi: shelf('VariableDebtToken').abi, address: data.variableDebtTokenAddress },
  };
}

async function configureCategories({ chain, shelf, admin }: Parts, market: Market): Promise<void> {
  for (const category of CATEGORIES) {
    const { id, ltvBps, thresholdBps, bonusBps, members, priceUsd, priceSource } = category;
    if (priceUsd !== undefined) {
      const feed = await deployFeed(chain, shelf, admin, priceUsd);
      await write(chain, admin, {
        contract: market.oracle,
        name: 'setAssetSources',
        args: [[priceSource], [feed]],
      });
    }
    const terms = [id, ltvBps, thresholdBps, bonusBps, priceSource ?? NOBODY, `category ${id}`];
    await write(chain, admin, { contract: market.configurator, name: 'setEModeCategory', args: terms });
    for (const { symbol, token } of market.reserves) {
      if (!members.includes(symbol)) continue;
      await write(chain, admin, {
        contract: market.configurator,
        name: 'setAssetEModeCategory',
        args: [token.address, id],
      });
    }
  }
}
