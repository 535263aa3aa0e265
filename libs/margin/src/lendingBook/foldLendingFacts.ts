import { eModeKey, type LendingBook, lendingAccountKey, reserveKey } from './lendingBook.js';

/** The fields of the event of the same name that a health factor needs; the message itself can be passed. */
export interface ReserveConfiguredFact {
  readonly deployment: string;
  readonly asset: string;
  readonly decimals: number;
  readonly ltvBps: number;
  readonly liquidationThresholdBps: number;
  readonly liquidationBonusBps: number;
  readonly liquidationProtocolFeeBps: number;
  readonly ruleset: string;
  readonly oracleFeed: string;
}

export interface ReserveStateObservedFact {
  readonly deployment: string;
  readonly asset: string;
  readonly liquidityIndexRay: string;
  readonly variableBorrowIndexRay: string;
  readonly liquidityRateRay: string;
  readonly variableBorrowRateRay: string;
  readonly observedAtUs: bigint;
}

export interface OracleRoundObservedFact {
  readonly feed: string;
  readonly answer: string;
  readonly decimals: number;
  readonly updatedAtUs: bigint;
  readonly assumed: boolean;
}

export interface LendingPositionObservedFact {
  readonly accountId: string;
  readonly deployment: string;
  readonly asset: string;
  readonly scaledSupply: string;
  readonly scaledVariableDebt: string;
  readonly usedAsCollateral: boolean;
}

export interface EModeConfiguredFact {
  readonly deployment: string;
  readonly category: number;
  readonly ltvBps: number;
  readonly liquidationThresholdBps: number;
  readonly liquidationBonusBps: number;
  readonly collateralAssets: readonly string[];
  readonly borrowableAssets: readonly string[];
  readonly oracleFeed: string;
  readonly ltvZeroAssets: readonly string[];
  readonly isolated: boolean;
}

export interface UserEModeObservedFact {
  readonly accountId: string;
  readonly deployment: string;
  readonly category: number;
}

/** The parameters of a reserve from now on. */
export function withReserveConfigured(book: LendingBook, fact: ReserveConfiguredFact): void {
  book.reserves.set(reserveKey(fact.deployment, fact.asset), {
    deployment: fact.deployment,
    asset: fact.asset,
    decimals: fact.decimals,
    ltvBps: BigInt(fact.ltvBps),
    liquidationThresholdBps: BigInt(fact.liquidationThresholdBps),
    liquidationBonusBps: BigInt(fact.liquidationBonusBps),
    liquidationProtocolFeeBps: BigInt(fact.liquidationProtocolFeeBps),
    ruleset: fact.ruleset,
    oracleFeed: fact.oracleFeed,
  });
}

/** Indexes and rates of a reserve from now on. Throws for anything but whole numbers: the door let them through. */
export function withReserveStateObserved(book: LendingBook, fact: ReserveStateObservedFact): void {
  book.states.set(reserveKey(fact.deployment, fact.asset), {
    deployment: fact.deployment,
    asset: fact.asset,
    liquidityIndexRay: wholeNumber(fact.liquidityIndexRay, 'liquidityIndexRay'),
    variableBorrowIndexRay: wholeNumber(fact.variableBorrowIndexRay, 'variableBorrowIndexRay'),
    liquidityRateRay: wholeNumber(fact.liquidityRateRay, 'liquidityRateRay'),
    variableBorrowRateRay: wholeNumber(fact.variableBorrowRateRay, 'variableBorrowRateRay'),
    observedAtUs: fact.observedAtUs,
  });
}

/**
 * The price of a feed from now on, also where the round is older than the one held: a reorganisation undid that one, or another
 * aggregator took over. What comes late by mistake is no fact, so it never gets here.
 */
export function withOracleRoundObserved(book: LendingBook, fact: OracleRoundObservedFact): void {
  book.prices.set(fact.feed, {
    feed: fact.feed,
    answer: wholeNumber(fact.answer, 'answer'),
    decimals: fact.decimals,
    updatedAtUs: fact.updatedAtUs,
    assumed: fact.assumed,
  });
}

/** The balances of an account in one reserve from now on; its other reserves stay. */
export function withLendingPositionObserved(book: LendingBook, fact: LendingPositionObservedFact): void {
  const key = lendingAccountKey(fact.deployment, fact.accountId);
  const held = book.accounts.get(key)?.positions ?? [];
  const position = {
    asset: fact.asset,
    scaledSupply: wholeNumber(fact.scaledSupply, 'scaledSupply'),
    scaledVariableDebt: wholeNumber(fact.scaledVariableDebt, 'scaledVariableDebt'),
    usedAsCollateral: fact.usedAsCollateral,
  };
  const known = held.some((other) => other.asset === fact.asset);
  book.accounts.set(key, {
    deployment: fact.deployment,
    accountId: fact.accountId,
    positions: known ? held.map((other) => (other.asset === fact.asset ? position : other)) : [...held, position],
  });
}

/** The terms of a category from now on. */
export function withEModeConfigured(book: LendingBook, fact: EModeConfiguredFact): void {
  const { deployment, category, collateralAssets, borrowableAssets, oracleFeed, ltvZeroAssets, isolated } = fact;
  book.eModes.set(eModeKey(deployment, category), {
    deployment,
    category,
    ltvBps: BigInt(fact.ltvBps),
    liquidationThresholdBps: BigInt(fact.liquidationThresholdBps),
    liquidationBonusBps: BigInt(fact.liquidationBonusBps),
    collateralAssets: [...collateralAssets],
    borrowableAssets: [...borrowableAssets],
    oracleFeed,
    ltvZeroAssets: [...ltvZeroAssets],
    isolated,
  });
}

/** The category of an account from now on. */
export function withUserEModeObserved(book: LendingBook, fact: UserEModeObservedFact): void {
  const { deployment, accountId, category } = fact;
  book.userEModes.set(lendingAccountKey(deployment, accountId), { deployment, accountId, category });
}

function wholeNumber(text: string, field: string): bigint {
  if (!/^[0-9]+$/.test(text)) throw new Error(`Expected a whole number in ${field}, was "${text}".`);
  return BigInt(text);
}
