import type { ArtifactShelf } from '../artifacts.ts';
import { type Contract, deploy, read, write } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';

/** The empty pool of Aave v2 behind its proxies. */
export interface DeployedPool {
  readonly provider: Contract;
  readonly pool: Contract;
  readonly configurator: Contract;
  /** Prices in wei for one token, set by hand. */
  readonly oracle: Contract;
  /** What a stable loan costs elsewhere, set by hand. */
  readonly rateOracle: Contract;
}

/** In an order where each library exists before the one that is linked to it. */
const LIBRARIES = ['ReserveLogic', 'GenericLogic', 'ValidationLogic'];

export async function deployPool(chain: LocalChain, shelf: ArtifactShelf, admin: Hex): Promise<DeployedPool> {
  const libraries: Record<string, Hex> = {};
  for (const name of LIBRARIES) libraries[name] = (await deploy(chain, admin, shelf(name), [], libraries)).address;

  const provider = await deploy(chain, admin, shelf('LendingPoolAddressesProvider'), ['local']);
  const tell = (name: string, ...args: readonly unknown[]) => write(chain, admin, { contract: provider, name, args });
  const behindProxy = async (contractName: string, getter: string): Promise<Contract> => ({
    abi: shelf(contractName).abi,
    address: (await read(chain, provider, getter)) as Hex,
  });

  await tell('setPoolAdmin', admin);
  await tell('setEmergencyAdmin', admin);
  const poolCode = await deploy(chain, admin, shelf('LendingPool'), [], libraries);
  await tell('setLendingPoolImpl', poolCode.address);
  const pool = await behindProxy('LendingPool', 'getLendingPool');
  const configuratorCode = await deploy(chain, admin, shelf('LendingPoolConfigurator'), []);
  await tell('setLendingPoolConfiguratorImpl', configuratorCode.address);
  const manager = await deploy(chain, admin, shelf('LendingPoolCollateralManager'), []);
  await tell('setLendingPoolCollateralManager', manager.address);
  const oracle = await deploy(chain, admin, shelf('PriceOracle'), []);
  await tell('setPriceOracle', oracle.address);
  const rateOracle = await deploy(chain, admin, shelf('LendingRateOracle'), []);
  await tell('setLendingRateOracle', rateOracle.address);
  const configurator = await behindProxy('LendingPoolConfigurator', 'getLendingPoolConfigurator');
  return { provider, pool, configurator, oracle, rateOracle };
}
