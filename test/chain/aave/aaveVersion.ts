import type { LiquidatableEMode, MarginRulesetId } from '@gimbal/margin';
import type { ArtifactShelf } from '../artifacts.ts';
import type { RevertedCall } from '../contracts.ts';
import type { LocalChain } from '../localChain.ts';
import type { SeededRandom } from '../seededRandom.ts';
import type { Tally } from '../tally.ts';
import type { Market } from './market.ts';

/** What the comparison has to know of a version besides what all of them share. */
export interface AaveVersion {
  readonly rulesetId: MarginRulesetId;
  artifacts(): ArtifactShelf;
  deployMarket(chain: LocalChain, shelf: ArtifactShelf, random: SeededRandom): Promise<Market>;
  /** The terms of every category, by its id. */
  readCategories(chain: LocalChain, market: Market): Promise<ReadonlyMap<number, LiquidatableEMode>>;
  /** Seconds until which each reserve is in a grace period, in the order of the reserves; empty where there is none. */
  readGracePeriods(chain: LocalChain, market: Market): Promise<readonly bigint[]>;
  /** How the contract names each of our refusals when it reverts. */
  readonly revertNames: Readonly<Record<string, string>>;
  /** The name of a revert, as `revertNames` has it. */
  revertName(market: Market, reverted: RevertedCall): string;
  /** What governance changes once accounts are open, and what only this version can refuse. */
  changeParameters?(chain: LocalChain, market: Market): Promise<void>;
  compareOwnRefusals?(scene: OwnRefusalScene): Promise<void>;
}

export interface OwnRefusalScene {
  readonly chain: LocalChain;
  readonly market: Market;
  readonly addresses: readonly `0x${string}`[];
  readonly random: SeededRandom;
  readonly tally: Tally;
}
