import { type Artifact, foundryArtifact } from '../artifacts.ts';

const FOLDER = '@uniswap/v4-periphery/foundry-out';

/** The package of the periphery also holds the core that it was built with, by the profile that is deployed (`default`). */
export const v4Artifacts = (): Readonly<Record<V4ContractName, Artifact>> => ({
  poolManager: foundryArtifact(FOLDER, 'PoolManager.sol/PoolManager.default.json'),
  positionManager: foundryArtifact(FOLDER, 'PositionManager.sol/PositionManager.json'),
  stateView: foundryArtifact(FOLDER, 'StateView.sol/StateView.json'),
  swapper: foundryArtifact(FOLDER, 'PoolSwapTest.sol/PoolSwapTest.default.json'),
  donor: foundryArtifact(FOLDER, 'PoolDonateTest.sol/PoolDonateTest.json'),
  token: foundryArtifact(FOLDER, 'MockERC20.sol/MockERC20.json'),
});

export type V4ContractName = 'poolManager' | 'positionManager' | 'stateView' | 'swapper' | 'donor' | 'token';
