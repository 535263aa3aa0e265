import type { ArtifactShelf } from '../artifacts.ts';
import { type Contract, deploy, read, write } from '../contracts.ts';
import type { Hex, LocalChain } from '../localChain.ts';

/** The empty pool of Aave v3.6 behind its proxies, and the token implementations that reserves are made of. */
export interface DeployedPool {
  readonly provider: Contract;
  readonly pool: Contract;
  readonly configurator: Contract;
  readonly aTokenImplementation: Hex;
  readonly variableDebtImplementation: Hex;
}

/** In an order where each library exists before the one that is linked to it. */
const LIBRARIES = [
  'SupplyLogic',
  'BorrowLogic',
  'LiquidationLogic',
  'PoolLogic',
  'ConfiguratorLogic',
  'FlashLoanLogic',
];
const NOBODY: Hex = '0x0000000000000000000000000000000000000000';
/** What the bytecode must say of itself, or another version would be compared under this name. */
const POOL_REVISION = 10n;

export async function deployPool(
  chain: LocalChain,
  shelf: ArtifactShelf,
  admin: Hex,
  treasury: Hex,
): Promise<DeployedPool> {
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

  const rates = await deploy(chain, admin, shelf('DefaultReserveInterestRateStrategyV2'), [provider.address]);
  const poolArguments = [provider.address, rates.address];
  const poolCode = await deploy(chain, admin, shelf('PoolInstance'), poolArguments, libraries);
  await tell(provider, 'setPoolImpl', poolCode.address);
  const pool = await behindProxy('PoolInstance', 'getPool');
  const revision = await read(chain, pool, 'POOL_REVISION');
  if (revision !== POOL_REVISION) throw new Error(`Expected POOL_REVISION ${POOL_REVISION}, was ${String(revision)}`);
  const configuratorCode = await deploy(chain, admin, shelf('PoolConfiguratorInstance'), [], libraries);
  await tell(provider, 'setPoolConfiguratorImpl', configuratorCode.address);

  const aToken = await deploy(chain, admin, shelf('ATokenInstance'), [pool.address, NOBODY, treasury]);
  const variableDebt = await deploy(chain, admin, shelf('VariableDebtTokenInstance'), [pool.address, NOBODY]);
  return {
    provider,
    pool,
    configurator: await behindProxy('PoolConfiguratorInstance', 'getPoolConfigurator'),
    aTokenImplementation: aToken.address,
    variableDebtImplementation: variableDebt.address,
  };
}
