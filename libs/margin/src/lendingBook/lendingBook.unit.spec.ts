import { describe, expect, it } from 'vitest';
import { userAccountData } from '../aave-v3-0/userAccountData.js';
import { aaveV36 } from '../aave-v3-6/ruleset.js';
import { marginRulesets } from '../marginRulesets.js';
import { accountInputs, describeAccountInputsFailure, lendingAccounts } from './accountInputs.js';
import {
  type EModeConfiguredFact,
  withEModeConfigured,
  withLendingPositionObserved,
  withOracleRoundObserved,
  withReserveConfigured,
  withReserveStateObserved,
  withUserEModeObserved,
} from './foldLendingFacts.js';
import { emptyLendingBook, type LendingBook } from './lendingBook.js';
import { overlayLendingBook } from './overlayRows.js';

const DEPLOYMENT = 'aave-v3:polygon';
const ACCOUNT = 'aave:main';
/** 17 August 2023, 21:42:47 UTC: round 110680464442257314259 of the ETH/USD feed. */
const ROUND_TIME_US = 1_692_308_567_000_000n;

/** Indexes of Aave v3 Polygon at 21:42 that day; 1,000 WETH supplied and 1.3 million USDC borrowed at 00:00. */
function recordedBook(): LendingBook {
  const book = emptyLendingBook();
  const common = { deployment: DEPLOYMENT, liquidationProtocolFeeBps: 1000, ruleset: 'aave-v3.0' };
  withReserveConfigured(book, {
    ...common,
    asset: 'WETH',
    decimals: 18,
    ltvBps: 8000,
    liquidationThresholdBps: 8250,
    liquidationBonusBps: 10500,
    oracleFeed: 'chainlink:ethereum:ETH-USD',
  });
  withReserveConfigured(book, {
    ...common,
    asset: 'USDC',
    decimals: 6,
    ltvBps: 8250,
    liquidationThresholdBps: 8500,
    liquidationBonusBps: 10400,
    oracleFeed: 'chainlink:assumed:USDC-USD',
  });
  const rates = { liquidityRateRay: '0', variableBorrowRateRay: '0', observedAtUs: ROUND_TIME_US };
  withReserveStateObserved(book, {
    ...rates,
    deployment: DEPLOYMENT,
    asset: 'WETH',
    liquidityIndexRay: '1005692568053938416537565715',
    variableBorrowIndexRay: '1025689467227111675117687031',
  });
  withReserveStateObserved(book, {
    ...rates,
    deployment: DEPLOYMENT,
    asset: 'USDC',
    liquidityIndexRay: '1024471343841244847113396381',
    variableBorrowIndexRay: '1038217752361167997387018296',
  });
  price(book, 'chainlink:ethereum:ETH-USD', '165316000000', ROUND_TIME_US);
  price(book, 'chainlink:assumed:USDC-USD', '100000000', ROUND_TIME_US);
  position(book, 'WETH', '994351335751775974506', '0');
  position(book, 'USDC', '0', '1252304838704');
  return book;
}

function price(book: LendingBook, feed: string, answer: string, updatedAtUs: bigint): void {
  withOracleRoundObserved(book, { feed, answer, decimals: 8, updatedAtUs, assumed: false });
}

function position(book: LendingBook, asset: string, scaledSupply: string, scaledVariableDebt: string): void {
  const usedAsCollateral = scaledSupply !== '0';
  const fact = { accountId: ACCOUNT, deployment: DEPLOYMENT, asset, scaledSupply, scaledVariableDebt };
  withLendingPositionObserved(book, { ...fact, usedAsCollateral });
}

function healthOf(book: LendingBook): bigint | string {
  const inputs = accountInputs(book, DEPLOYMENT, ACCOUNT);
  if (!inputs.ok) return inputs.failure.code;
  const data = userAccountData(inputs.value.account);
  return data.ok ? data.value.healthFactorWad : data.failure.code;
}

describe('the lending book', () => {
  it('joins facts into the inputs of a health factor', () => {
    // By hand, in whole numbers (Python), rounding halves up as the contract does: collateral
    // 165317942198505 (994351335751775974506 scaled, times the index, at 1,653.16), of it 82.5 %, over the debt
    // 130016511491000 (1252304838704 scaled, times the index, at 1.00).
    expect(healthOf(recordedBook())).toBe(1_048_999_859_707_880_247n);
  });

  it('replaces a position of the same asset and keeps the others', () => {
    const book = recordedBook();
    position(book, 'USDC', '0', '0');
    expect(lendingAccounts(book)).toHaveLength(1);
    expect(lendingAccounts(book)[0]?.positions.map((held) => held.asset)).toEqual(['WETH', 'USDC']);
    expect(healthOf(book)).toBe(2n ** 256n - 1n);
  });

  it('goes back to an older round when it is said again, since the newer one was undone', () => {
    const book = recordedBook();
    const { answer } = book.prices.get('chainlink:ethereum:ETH-USD')!;
    price(book, 'chainlink:ethereum:ETH-USD', (answer / 2n).toString(), ROUND_TIME_US + 1n);
    expect(healthOf(book)).not.toBe(healthOf(recordedBook()));
    price(book, 'chainlink:ethereum:ETH-USD', answer.toString(), ROUND_TIME_US);
    expect(healthOf(book)).toBe(healthOf(recordedBook()));
  });

  it('says what is missing', () => {
    const book = emptyLendingBook();
    expect(healthOf(book)).toBe('UnknownAccount');
    position(book, 'WETH', '1', '0');
    expect(healthOf(book)).toBe('ReserveNotConfigured');
    const inputs = accountInputs(book, DEPLOYMENT, ACCOUNT);
    expect(inputs.ok ? '' : describeAccountInputsFailure(inputs.failure)).toBe(
      'Expected the parameters of WETH in aave-v3:polygon, found none.',
    );
  });

  it('fails the account by name when a price is missing', () => {
    const book = recordedBook();
    const reserve = book.reserves.get(`${DEPLOYMENT}/WETH`)!;
    book.reserves.set(`${DEPLOYMENT}/WETH`, { ...reserve, oracleFeed: 'none' });
    expect(healthOf(book)).toBe('MissingPrice');
  });

  const category = {
    deployment: DEPLOYMENT,
    category: 2,
    ltvBps: 9000,
    liquidationThresholdBps: 9300,
    liquidationBonusBps: 10100,
    collateralAssets: ['WETH'],
    borrowableAssets: ['WETH'],
    oracleFeed: '',
    ltvZeroAssets: [],
    isolated: false,
  };

  it('takes the threshold of the e-mode that an account has entered, for the assets of it', () => {
    const book = recordedBook();
    withEModeConfigured(book, category);
    expect(healthOf(book)).toBe(healthOf(recordedBook()));
    withUserEModeObserved(book, { deployment: DEPLOYMENT, accountId: ACCOUNT, category: 2 });
    // By hand, as above with 93 % in the place of 82.5 %: 165317942198505 * 9300 / 10000 over 130016511491000, wadDiv and
    // percentMul rounding halves up.
    const weighed = (165_317_942_198_505n * 9_300n + 5_000n) / 10_000n;
    expect(healthOf(book)).toBe((weighed * 10n ** 18n + 130_016_511_491_000n / 2n) / 130_016_511_491_000n);
    withUserEModeObserved(book, { deployment: DEPLOYMENT, accountId: ACCOUNT, category: 0 });
    expect(healthOf(book)).toBe(healthOf(recordedBook()));
  });

  it('leaves the assets outside the e-mode as they are', () => {
    const book = recordedBook();
    withEModeConfigured(book, { ...category, collateralAssets: ['DAI'], borrowableAssets: ['DAI', 'USDC'] });
    withUserEModeObserved(book, { deployment: DEPLOYMENT, accountId: ACCOUNT, category: 2 });
    expect(healthOf(book)).toBe(healthOf(recordedBook()));
  });

  it('takes the price of the e-mode where it has one', () => {
    const book = recordedBook();
    withEModeConfigured(book, { ...category, liquidationThresholdBps: 8250, oracleFeed: 'half' });
    withUserEModeObserved(book, { deployment: DEPLOYMENT, accountId: ACCOUNT, category: 2 });
    expect(healthOf(book)).toBe('EModePriceMissing');
    price(book, 'half', '82658000000', ROUND_TIME_US);
    // Half of 1,653.16: half the health, but for a unit of rounding in 10^15.
    expect(Number(healthOf(book)) / 1e18).toBeCloseTo(1.04899985970788 / 2, 13);
  });

  it('lends nothing on a member that the category says lends nothing, and outside an isolated one', () => {
    const ltvOf = (ruleset: 'aave-v3.6' | 'aave-v3.7', terms: Partial<EModeConfiguredFact>) => {
      const book = recordedBook();
      for (const [key, reserve] of book.reserves.entries()) book.reserves.set(key, { ...reserve, ruleset });
      withEModeConfigured(book, { ...category, ...terms });
      withUserEModeObserved(book, { deployment: DEPLOYMENT, accountId: ACCOUNT, category: 2 });
      const inputs = accountInputs(book, DEPLOYMENT, ACCOUNT);
      if (!inputs.ok) throw new Error(describeAccountInputsFailure(inputs.failure));
      const data = marginRulesets[ruleset].userAccountData(inputs.value.account);
      return data.ok ? data.value.ltvBps : data.failure;
    };
    // WETH is all of the collateral: the average is its own, 90 % inside, 80 % outside.
    expect(ltvOf('aave-v3.6', {})).toBe(9_000n);
    expect(ltvOf('aave-v3.6', { ltvZeroAssets: ['WETH'] })).toBe(0n);
    expect(ltvOf('aave-v3.7', { collateralAssets: ['DAI'] })).toBe(8_000n);
    expect(ltvOf('aave-v3.7', { collateralAssets: ['DAI'], isolated: true })).toBe(0n);
    // v3.6 knows no isolation.
    expect(ltvOf('aave-v3.6', { collateralAssets: ['DAI'], isolated: true })).toBe(8_000n);
  });

  it('hands a later version the lists as they are: collateral takes the terms, and no price of the category', () => {
    const book = recordedBook();
    for (const [key, reserve] of book.reserves.entries()) book.reserves.set(key, { ...reserve, ruleset: 'aave-v3.6' });
    const lists = { collateralAssets: ['WETH'], borrowableAssets: ['USDC'] };
    withEModeConfigured(book, { ...category, ...lists, oracleFeed: 'nobody' });
    withUserEModeObserved(book, { deployment: DEPLOYMENT, accountId: ACCOUNT, category: 2 });
    const inputs = accountInputs(book, DEPLOYMENT, ACCOUNT);
    if (!inputs.ok) throw new Error(describeAccountInputsFailure(inputs.failure));
    expect(inputs.value.account.eMode).toMatchObject({ category: 2, ...lists });
    const data = aaveV36.userAccountData(inputs.value.account);
    // As above at 93 %, but for the roundings of that version: parts of a cent.
    expect(data.ok ? Number(data.value.healthFactorWad) / 1e18 : data.failure).toBeCloseTo(
      (1_653_179.42198505 * 0.93) / 1_300_165.11491,
      9,
    );
  });

  it('names an e-mode whose terms nobody observed', () => {
    const book = recordedBook();
    withUserEModeObserved(book, { deployment: DEPLOYMENT, accountId: ACCOUNT, category: 7 });
    const inputs = accountInputs(book, DEPLOYMENT, ACCOUNT);
    expect(inputs.ok ? '' : describeAccountInputsFailure(inputs.failure)).toBe(
      'Expected the terms of e-mode 7 in aave-v3:polygon, found none.',
    );
  });

  it('reads through an overlay and writes above it', () => {
    const book = recordedBook();
    const whatIf = overlayLendingBook(book);
    price(whatIf, 'chainlink:ethereum:ETH-USD', '155799625094', ROUND_TIME_US + 1n);
    expect(healthOf(whatIf)).not.toBe(healthOf(book));
    expect(book.prices.get('chainlink:ethereum:ETH-USD')?.answer).toBe(165_316_000_000n);
    expect([...whatIf.prices.values()].map((row) => row.feed)).toEqual([
      'chainlink:ethereum:ETH-USD',
      'chainlink:assumed:USDC-USD',
    ]);
  });
});
