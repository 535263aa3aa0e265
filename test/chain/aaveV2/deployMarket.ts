import { type ArtifactShelf, artifactsOf } from '../artifacts.ts';
import { deploy, read, write } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';
import { newPerson } from '../people.ts';
import type { SeededRandom } from '../seededRandom.ts';
import { type DeployedPool, deployPool } from './deployPool.ts';
import { type Listing, LISTINGS, RATE_STRATEGY, rayOf } from './listings.ts';
import type { Market, MarketReserve } from './market.ts';
import { movePrices } from './movePrices.ts';

const NOBODY: Hex = '0x0000000000000000000000000000000000000000';

export const aaveV2Artifacts = (): ArtifactShelf => artifactsOf('@aave/protocol-v2/artifacts/contracts');

/** Deploys Aave v2 with its reserves, as `listings.ts` describes them. */
export async function deployMarket(chain: LocalChain, shelf: ArtifactShelf, random: SeededRandom): Promise<Market> {
  const admin = await newPerson(chain, random);
  const treasury = await newPerson(chain, random);
  const deployed = await deployPool(chain, shelf, admin);
  const strategyArguments = [deployed.provider.address, ...RATE_STRATEGY];
  const strategy = await deploy(chain, admin, shelf('DefaultReserveInterestRateStrategy'), strategyArguments);
  const parts: Parts = { chain, shelf, admin, treasury, deployed, strategy: strategy.address };
  const reserves: MarketReserve[] = [];
  for (const listing of LISTINGS) reserves.push(await listReserve(parts, listing));
  const market: Market = { admin, pool: deployed.pool, oracle: deployed.oracle, reserves };
  await movePrices(chain, market, Object.fromEntries(LISTINGS.map(({ symbol, priceEth }) => [symbol, priceEth])));
  return market;
}

interface Parts {
  readonly chain: LocalChain;
  readonly shelf: ArtifactShelf;
  readonly admin: Hex;
  readonly treasury: Hex;
  readonly deployed: DeployedPool;
  readonly strategy: Hex;
}

async function listReserve(parts: Parts, listing: Listing): Promise<MarketReserve> {
  const { chain, shelf, admin, treasury, deployed, strategy } = parts;
  const { symbol, decimals } = listing;
  const token = await deploy(chain, admin, shelf('MintableERC20'), [symbol, symbol, decimals]);
  const code = async (name: string, letter: string, ...between: readonly Hex[]): Promise<Hex> => {
    const names = [`${letter}${symbol}`, `${letter}${symbol}`];
    const args = [deployed.pool.address, token.address, ...between, ...names, NOBODY];
    return (await deploy(chain, admin, shelf(name), args)).address;
  };
  const aToken = await code('AToken', 'a', treasury);
  const debts = [await code('StableDebtToken', 's'), await code('VariableDebtToken', 'v')];
  const configure = (name: string, ...args: readonly unknown[]) =>
    write(chain, admin, { contract: deployed.configurator, name, args });
  await configure('initReserve', aToken, ...debts, decimals, strategy);
  const { ltvBps, thresholdBps, bonusBps } = listing;
  await configure('configureReserveAsCollateral', token.address, ltvBps, thresholdBps, bonusBps);
  await configure('enableBorrowingOnReserve', token.address, true);
  await configure('setReserveFactor', token.address, listing.reserveFactorBps);
  const marketRate = [token.address, rayOf(listing.marketStablePercent)];
  await write(chain, admin, { contract: deployed.rateOracle, name: 'setMarketBorrowRate', args: marketRate });
  const data = (await read(chain, deployed.pool, 'getReserveData', [token.address])) as {
    readonly aTokenAddress: Hex;
    readonly stableDebtTokenAddress: Hex;
    readonly variableDebtTokenAddress: Hex;
  };
  return {
    symbol,
    decimals,
    token,
    aToken: { abi: shelf('AToken').abi, address: data.aTokenAddress },
    stableDebtToken: { abi: shelf('StableDebtToken').abi, address: data.stableDebtTokenAddress },
    variableDebtToken: { abi: shelf('VariableDebtToken').abi, address: data.variableDebtTokenAddress },
  };
}
