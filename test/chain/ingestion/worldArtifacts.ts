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
  own: ownContracts('world', 'RoundFeed', 'LockBridge'),
});

/** Contracts of our own in `contracts/`, by their names. */
export function ownContracts(label: string, ...names: readonly string[]): ArtifactShelf {
  return compiledContracts({
    label,
    entries: names.map((name) => `world/${name}.sol`),
    importPrefixes: { 'world/': '../ingestion/contracts/' },
    evmVersion: 'cancun',
    optimizerRuns: 200,
  });
}
