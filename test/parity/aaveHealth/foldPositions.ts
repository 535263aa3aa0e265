import {
  baseCurrencyOf,
  emptyLendingBook,
  type LendingBook,
  RAY,
  type ReserveConfiguredFact,
  withLendingPositionObserved,
  withOracleRoundObserved,
  withReserveConfigured,
  withReserveStateObserved,
} from '@gimbal/margin';
import { type ChosenRow, type ChosenWays } from './chooseWays.ts';
import type { PositionFile } from './readPositions.ts';

const ETHER_DECIMALS = 18;
/** 21 June 2023, the day of the files; they say no time, and nothing here depends on it. */
const OBSERVED_AT_US = 1_687_305_600_000_000n;

const STAKED_ETHER = '(w)stETH';
const WETH = 'WETH';
/** Of a total: one base unit is worth one base unit. */
const BASE_FEED = 'base';

/**
 * A file's accounts as the facts that the log would hold of them, folded into a lending book. Balances are as read, so
 * every index is 1. The book has no e-modes: accounts in one are in a deployment with that category's terms.
 */
export function foldPositions(file: PositionFile, { terms, rows }: ChosenWays): LendingBook {
  const book = emptyLendingBook();
  const { decimals } = baseCurrencyOf(file.ruleset);
  foldPrice(book, BASE_FEED, 10n ** BigInt(decimals), decimals);
  if (terms.stakedEtherBase !== undefined) foldPrice(book, STAKED_ETHER, terms.stakedEtherBase, decimals);
  if (terms.etherBase !== undefined) foldPrice(book, WETH, terms.etherBase, decimals);
  for (const chosen of rows) foldRow(book, file, terms, chosen);
  return book;
}

/** The deployment that an account of a file is in. */
export function deploymentOf(file: PositionFile, { row }: ChosenRow): string {
  return row.eMode === 0 ? file.file : `${file.file}/e-mode ${row.eMode}`;
}

function foldRow(book: LendingBook, file: PositionFile, terms: ChosenWays['terms'], chosen: ChosenRow): void {
  const { row } = chosen;
  const deployment = deploymentOf(file, chosen);
  const { decimals } = baseCurrencyOf(file.ruleset);
  const configure = (fact: Omit<ReserveConfiguredFact, keyof typeof noLiquidation | 'deployment' | 'ruleset'>) => {
    foldReserve(book, { ...noLiquidation, ...fact, deployment, ruleset: file.ruleset });
  };
  const observe = (asset: string, supply: bigint, debt: bigint): void => {
    withLendingPositionObserved(book, {
      accountId: row.user,
      deployment,
      asset,
      scaledSupply: supply.toString(),
      scaledVariableDebt: debt.toString(),
      usedAsCollateral: supply > 0n,
    });
  };
  const noTerms = { ltvBps: 0, liquidationThresholdBps: 0 };
  if (chosen.collateral === 'reserve') {
    const { thresholdBps, ltvBps } = terms.collateralTerms.get(row.eMode)!;
    const own = { ltvBps, liquidationThresholdBps: thresholdBps };
    configure({ ...own, asset: STAKED_ETHER, decimals: ETHER_DECIMALS, oracleFeed: STAKED_ETHER });
    observe(STAKED_ETHER, row.stakedEther, 0n);
  } else {
    const asset = `collateral of ${row.user}`;
    const own = { ltvBps: row.ltvBps, liquidationThresholdBps: row.thresholdBps };
    configure({ ...own, asset, decimals, oracleFeed: BASE_FEED });
    observe(asset, row.collateralBase, 0n);
  }
  if (chosen.debt === 'reserve') {
    configure({ ...noTerms, asset: WETH, decimals: ETHER_DECIMALS, oracleFeed: WETH });
    observe(WETH, 0n, row.etherDebt);
  } else {
    const asset = `debt of ${row.user}`;
    configure({ ...noTerms, asset, decimals, oracleFeed: BASE_FEED });
    observe(asset, 0n, row.debtBase);
  }
}

/** The files say nothing of liquidations, and health doesn't read it. */
const noLiquidation = { liquidationBonusBps: 10_000, liquidationProtocolFeeBps: 0 };

function foldReserve(book: LendingBook, fact: ReserveConfiguredFact): void {
  withReserveConfigured(book, fact);
  withReserveStateObserved(book, {
    deployment: fact.deployment,
    asset: fact.asset,
    liquidityIndexRay: RAY.toString(),
    variableBorrowIndexRay: RAY.toString(),
    liquidityRateRay: '0',
    variableBorrowRateRay: '0',
    observedAtUs: OBSERVED_AT_US,
  });
}

function foldPrice(book: LendingBook, feed: string, answer: bigint, decimals: number): void {
  const fact = { feed, answer: answer.toString(), decimals, updatedAtUs: OBSERVED_AT_US, assumed: false };
  withOracleRoundObserved(book, fact);
}
