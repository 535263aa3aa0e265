import type { ArtifactShelf } from '../artifacts.ts';
import { type Contract, deploy, read, write } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';

/** The empty pool of Aave v3.0 behind its proxies, and the token implementations that reserves are made of. */
export interface DeployedPool {
  readonly provider: Contract;
  readonly pool: Contract;
  readonly configurator: Contract;
  readonly aTokenImplementation: Hex;
  readonly stableDebtImplementation: Hex;
  readonly variableDebtImplementation: Hex;
}

/** In an order where each library exists before the one that is linked to it. */
const LIBRARIES = [
  'SupplyLogic',
  'BorrowLogic',
  'LiquidationLogic',
  'EModeLogic',
  'BridgeLogic',
  'ConfiguratorLogic',
  'PoolLogic',
  'FlashLoanLogic',
];

export async function deployPool(chain: LocalChain, shelf: ArtifactShelf, admin: Hex): Promise<DeployedPool> {
  const libraries: Record<string, Hex> = {};
  for (const name of LIBRARIES) libraries[name] = (await deploy(chain, admin, shelf(name), [], libraries)).address;

  const provider = await deploy(chain, admin, shelf('PoolAddressesProvider'), ['local', admin]);
  const tell = (contract: Contract, name: string, ...args: readonly unknown[]) =>
    write(chain, admin, { contract, name, args });
  const behindProxy = async (contractName: string, getter: string): Promise<Contract> => ({
    abi: shelf(contractName).abi,
    address: (await read(chain, provider, getter)) as Hex,
  });

  await tell(provider, 'setACLAdmin', admin);
  const acl = await deploy(chain, admin, shelf('ACLManager'), [provider.address]);
  await tell(provider, 'setACLManager', acl.address);
  await tell(acl, 'addPoolAdmin', admin);

  const poolCode = await deploy(chain, admin, shelf('Pool'), [provider.address], libraries);
  await tell(provider, 'setPoolImpl', poolCode.address);
  const pool = await behindProxy('Pool', 'getPool');
  const configuratorCode = await deploy(chain, admin, shelf('PoolConfigurator'), [], libraries);
  await tell(provider, 'setPoolConfiguratorImpl', configuratorCode.address);

  const implementation = async (contractName: string): Promise<Hex> =>
    (await deploy(chain, admin, shelf(contractName), [pool.address])).address;
  return {
    provider,
    pool,
    configurator: await behindProxy('PoolConfigurator', 'getPoolConfigurator'),
    aTokenImplementation: await implementation('AToken'),
    stableDebtImplementation: await implementation('StableDebtToken'),
    variableDebtImplementation: await implementation('VariableDebtToken'),
  };
}
