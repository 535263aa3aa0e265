import type { ArtifactShelf } from '../artifacts.ts';
import { compiledContracts } from '../compileContracts.ts';

const ORIGIN = '@aave-dao/aave-v3-origin/src/contracts';

/** Aave v3.6 as its package holds it, in Solidity; compiled as its own build does it, with 200 runs of the optimizer. */
export const aave36Artifacts = (): ArtifactShelf =>
  compiledContracts({
    label: 'aave-v3-6',
    entries: [
      'instances/PoolInstance.sol',
      'instances/PoolConfiguratorInstance.sol',
      'instances/ATokenInstance.sol',
      'instances/VariableDebtTokenInstance.sol',
      'misc/AaveOracle.sol',
      'misc/DefaultReserveInterestRateStrategyV2.sol',
      'protocol/configuration/PoolAddressesProvider.sol',
      'protocol/configuration/ACLManager.sol',
      'mocks/tokens/MintableERC20.sol',
      'mocks/oracle/CLAggregators/MockAggregator.sol',
    ].map((path) => `${ORIGIN}/${path}`),
    importPrefixes: {
      'openzeppelin-contracts/contracts/': 'openzeppelin-contracts-5.1/',
      'solidity-utils/contracts/': '@bgd-labs/solidity-utils/src/contracts/',
      '@openzeppelin/contracts/': 'openzeppelin-contracts-5.1/',
    },
    evmVersion: 'cancun',
    optimizerRuns: 200,
  });
