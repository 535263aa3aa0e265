import { type ArtifactShelf, artifactsOf } from '../artifacts.ts';
import { compiledContracts } from '../compileContracts.ts';

export interface WorldShelves {
  readonly core: ArtifactShelf;
  readonly periphery: ArtifactShelf;
  /** Our own: a feed with rounds, and one end of a bridge. */
  readonly own: ArtifactShelf;
}

export const worldShelves = (): WorldShelves => ({
  core: artifactsOf('@uniswap/v3-core/artifacts/contracts'),
  periphery: artifactsOf('@uniswap/v3-periphery/artifacts/contracts'),
  own: compiledContracts({
    label: 'world',
    entries: ['world/RoundFeed.sol', 'world/LockBridge.sol'],
    importPrefixes: { 'world/': '../ingestion/contracts/' },
    evmVersion: 'cancun',
    optimizerRuns: 200,
  }),
});
