import type { AaveVersion } from '../aave/aaveVersion.ts';
import type { Market, MarketReserve } from '../aave/market.ts';
import { deployFeed } from '../aave/movePrices.ts';
import type { Listing } from '../aave30/listings.ts';
import type { ArtifactShelf } from '../artifacts.ts';
import { type Contract, deploy, read, write } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import { newPerson } from '../people.ts';
import type { SeededRandom } from '../seededRandom.ts';
import { type DeployedPool, deployPool } from './deployPool.ts';
import { CATEGORIES, LISTINGS, RATES_BPS } from './listings.ts';

const NOBODY: Hex = '0x0000000000000000000000000000000000000000';
const BASE_UNIT = 100_000_000n;

/** Deploys Aave v3.6 with its reserves, feeds and e-mode categories, as `listings.ts` describes them. */
export async function deployMarket(
  version: AaveVersion,
  chain: LocalChain,
  shelf: ArtifactShelf,
  random: SeededRandom,
): Promise<Market> {
  const admin = await newPerson(chain, random);
  const treasury = await newPerson(chain, random);
  const deployed = await deployPool(chain, shelf, admin, treasury);
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

  const parts = { chain, shelf, admin, deployed };
  await initReserves(parts, tokens);
  const reserves: MarketReserve[] = [];
  for (const listing of LISTINGS) reserves.push(await configureReserve(parts, listing, tokens.get(listing.symbol)!));
  const { pool, configurator } = deployed;
  const market: Market = {
    version,
    shelf,
    admin,
    treasury,
    pool,
    configurator,
    oracle,
    reserves,
    categories: CATEGORIES,
  };
  await configureCategories(chain, market);
  return market;
}

interface Parts {
  readonly chain: LocalChain;
  readonly shelf: ArtifactShelf;
  readonly admin: Hex;
  readonly deployed: DeployedPool;
}

async function initReserves({ chain, admin, deployed }: Parts, tokens: ReadonlyMap<string, Contract>): Promise<void> {
  const inputs = LISTINGS.map(({ symbol }) => ({
    aTokenImpl: deployed.aTokenImplementation,
    variableDebtTokenImpl: deployed.variableDebtImplementation,
    underlyingAsset: tokens.get(symbol)!.address,
    aTokenName: `a${symbol}`,
    aTokenSymbol: `a${symbol}`,
    variableDebtTokenName: `v${symbol}`,
    variableDebtTokenSymbol: `v${symbol}`,
    params: '0x',
    // A tuple of small integers is encoded as one word each.
    interestRateData: `0x${RATES_BPS.map((bps) => bps.toString(16).padStart(64, '0')).join('')}`,
  }));
  await write(chain, admin, { contract: deployed.configurator, name: 'initReserves', args: [inputs] });
}

async function configureReserve(parts: Parts, listing: Listing, token: Contract): Promise<MarketReserve> {
  const { chain, shelf, admin, deployed } = parts;
  const configure = (name: string, ...args: readonly unknown[]) =>
    write(chain, admin, { contract: deployed.configurator, name, args: [token.address, ...args] });
  // A reserve is listed as no collateral; saying so again would ask a data provider that nobody else needs.
  if (listing.thresholdBps !== 0) {
    await configure('configureReserveAsCollateral', listing.ltvBps, listing.thresholdBps, listing.bonusBps);
  }
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
    aToken: { abi: shelf('ATokenInstance').abi, address: data.aTokenAddress },
    variableDebtToken: { abi: shelf('VariableDebtTokenInstance').abi, address: data.variableDebtTokenAddress },
  };
}

async function configureCategories(chain: LocalChain, market: Market): Promise<void> {
  const configure = (name: string, ...args: readonly unknown[]) =>
    write(chain, market.admin, { contract: market.configurator, name, args });
  for (const { id, ltvBps, thresholdBps, bonusBps, members, borrowable } of CATEGORIES) {
    await configure('setEModeCategory', id, ltvBps, thresholdBps, bonusBps, `category ${id}`);
    for (const { symbol, token } of market.reserves) {
      if (members.includes(symbol)) await configure('setAssetCollateralInEMode', token.address, id, true);
      if (borrowable.includes(symbol)) await configure('setAssetBorrowableInEMode', token.address, id, true);
    }
  }
}
