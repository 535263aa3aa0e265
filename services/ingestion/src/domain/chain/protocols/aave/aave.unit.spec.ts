import fc from 'fast-check';
import {
  type AbiEvent,
  encodeAbiParameters,
  type Hex,
  hexToBytes,
  pad,
  parseAbiParameters,
  toEventSelector,
} from 'viem';
import { describe, expect, it } from 'vitest';
import { contractOf, DESK, FoldedRows, logOf, readOf, STRANGER } from '../protocol.sample.js';
import { AAVE_CONFIGURATOR_ABI, AAVE_POOL_ABI, AAVE_TOKEN_ABI } from './aaveAbi.js';
import { aaveFold } from './aaveFold.js';
import { aaveDebtTokenFold, aaveSupplyTokenFold } from './aaveTokenFold.js';
import { reserveConfigurationOf } from './reserveConfigurationOf.js';
import { decodeAaveTokenLog } from './decodeAaveTokenLog.js';
import { scaledAccountingOf } from './scaledAfter.js';

const RAY = 10n ** 27n;
const WETH = `0x${'ee'.repeat(20)}` as const;
const USDC = `0x${'55'.repeat(20)}` as const;
const POOL = contractOf(
  'aave-v3',
  {
    role: 'pool',
    deployment: 'aave-v3:ethereum',
    ruleset: 'aave-v3.6',
    reserves: [`${WETH}=WETH/18/chainlink-eth-usd`, `${USDC}=USDC/6/chainlink-usdc-usd`],
  },
  `0x${'a0'.repeat(20)}`,
  'pool',
);
const CONFIGURATOR = contractOf(
  'aave-v3',
  { role: 'configurator', deployment: 'aave-v3:ethereum', pool: 'pool' },
  `0x${'a1'.repeat(20)}`,
  'configurator',
);
const token = (ruleset: string, side: 'supply' | 'debt') =>
  contractOf(
    side === 'supply' ? 'aave-v3-atoken' : 'aave-v3-variable-debt',
    { deployment: 'aave-v3:ethereum', asset: 'WETH', decimals: 18, ruleset },
    `0x${(side === 'supply' ? 'a2' : 'a3').repeat(20)}`,
    side,
  );
const index = (hundredths: bigint): bigint => (hundredths * RAY) / 100n;
const mint = (value: bigint, balanceIncrease: bigint, at: bigint) =>
  logOf(AAVE_TOKEN_ABI, 'Mint', { caller: STRANGER, onBehalfOf: DESK, value, balanceIncrease, index: at });
const burn = (value: bigint, balanceIncrease: bigint, at: bigint) =>
  logOf(AAVE_TOKEN_ABI, 'Burn', { from: DESK, target: DESK, value, balanceIncrease, index: at });

describe('scaled balances, reckoned by hand', () => {
  it('v3.0 divides the amount by the index, halves up', () => {
    const aToken = token('aave-v3.0', 'supply');
    const rows = new FoldedRows(aToken);
    // 1000 at 1.05: 952.38, so 952.
    rows.log(aaveSupplyTokenFold, aToken, mint(1000n, 0n, index(105n)));
    expect(rows.positions(aaveFold)[0]).toEqual(['desk-a', 'lending:aave-v3:ethereum:WETH:supply', 952n]);
    // 500 more at 1.10. 952 were worth 999.6, so 1000, and are worth 1047.2, so 1047: 47 of interest; 500 / 1.1 = 454.55.
    rows.log(aaveSupplyTokenFold, aToken, mint(547n, 47n, index(110n)));
    expect(rows.positions(aaveFold)[0]?.[2]).toBe(952n + 455n);
    // 20 leave at 1.20. 1407 were worth 1547.7, so 1548, are worth 1688.4, so 1688: 140 of interest, so the log is a Mint of
    // 120; 20 / 1.2 = 16.67.
    rows.log(aaveSupplyTokenFold, aToken, mint(120n, 140n, index(120n)));
    expect(rows.positions(aaveFold)[0]?.[2]).toBe(1407n - 17n);
  });

  it('v3.6 floors what is supplied', () => {
    const aToken = token('aave-v3.6', 'supply');
    const rows = new FoldedRows(aToken);
    // 1000 at 1.05: 952.38, so 952, worth 999.6, so 999: the log has 999.
    rows.log(aaveSupplyTokenFold, aToken, mint(999n, 0n, index(105n)));
    expect(rows.positions(aaveFold)[0]?.[2]).toBe(952n);
    // 500 at 1.10: 454.55, so 454. 1406 are worth 1546.6, so 1546; before 999, with interest 1047.2, so 1047: 48 of it.
    rows.log(aaveSupplyTokenFold, aToken, mint(1546n - 999n, 48n, index(110n)));
    expect(rows.positions(aaveFold)[0]?.[2]).toBe(1406n);
    // 20 leave at 1.20: 16.67, so 17. 1389 are worth 1666.8, so 1666; before 1546, with interest 1687.2, so 1687: 141.
    rows.log(aaveSupplyTokenFold, aToken, mint(1666n - 1546n, 141n, index(120n)));
    expect(rows.positions(aaveFold)[0]?.[2]).toBe(1389n);
    // The rest leaves at 1.20: no interest since; 1666 are burnt.
    rows.log(aaveSupplyTokenFold, aToken, burn(1666n, 0n, index(120n)));
    expect(rows.positions(aaveFold)[0]?.[2]).toBe(0n);
  });

  it('v3.6 raises what is owed', () => {
    const debtToken = token('aave-v3.6', 'debt');
    const rows = new FoldedRows(debtToken);
    // 1000 at 1.05: 952.38, so 953, worth 1000.65, so 1001: the log has 1001.
    rows.log(aaveDebtTokenFold, debtToken, mint(1001n, 0n, index(105n)));
    expect(rows.positions(aaveFold)[1]).toEqual(['desk-a', 'lending:aave-v3:ethereum:WETH:debt', -953n]);
    // 300 are repaid at 1.10: 272.73, so 272. 681 are worth 749.1, so 750; before 1001, with interest 1048.3, so 1049: 48.
    rows.log(aaveDebtTokenFold, debtToken, burn(1001n - 750n, 48n, index(110n)));
    expect(rows.positions(aaveFold)[1]?.[2]).toBe(-681n);
  });

  it('a token that moves is said in scaled units, and interest alone changes nothing', () => {
    const aToken = token('aave-v3.6', 'supply');
    const rows = new FoldedRows(aToken);
    rows.log(aaveSupplyTokenFold, aToken, mint(999n, 0n, index(105n)));
    rows.log(aaveSupplyTokenFold, aToken, mint(48n, 48n, index(110n)));
    const moved = { from: DESK, to: STRANGER, value: 52n, index: index(110n) };
    rows.log(aaveSupplyTokenFold, aToken, logOf(AAVE_TOKEN_ABI, 'BalanceTransfer', moved));
    expect(rows.positions(aaveFold)[0]?.[2]).toBe(900n);
  });

  it('a log that fits no scaled balance changes nothing, and says so', () => {
    const accounting = scaledAccountingOf('aave-v3.6');
    // At an index of 2, balances are even: none is 7.
    expect(accounting?.after('supply', 0n, 7n, 2n * RAY)).toEqual({ kind: 'impossible', balanceUnits: 7n });
    expect(accounting?.after('supply', 3n, -7n, 2n * RAY)).toEqual({ kind: 'impossible', balanceUnits: -1n });
    expect(scaledAccountingOf('aave-v2')).toBeUndefined();
  });

  it('finds from its log whatever v3.6 mints and burns', () => {
    const accounting = scaledAccountingOf('aave-v3.6');
    const units = fc.bigInt({ min: 0n, max: 2n ** 100n });
    const ray = fc.bigInt({ min: RAY, max: 50n * RAY });
    fc.assert(
      fc.property(units, units, ray, fc.constantFrom('supply', 'debt'), (before, after, at, side) => {
        // The contract's own formulas, floored for aTokens and raised for debt (TokenMath).
        const balance = (scaled: bigint) => (scaled * at + (side === 'debt' ? RAY - 1n : 0n)) / RAY;
        const found = accounting?.after(side as 'supply' | 'debt', before, balance(after) - balance(before), at);
        expect(found).toEqual({ kind: 'exact', scaled: after });
      }),
    );
  });

  it('holds the facts against scaledBalanceOf of the right side', () => {
    const debtToken = token('aave-v3.6', 'debt');
    const read = readOf(AAVE_TOKEN_ABI, 'scaledBalanceOf', [DESK], [953n], 'desk-a');
    expect(aaveDebtTokenFold.decodeRead(debtToken, read)).toEqual({
      kind: 'facts',
      facts: [],
      states: [
        {
          accountId: 'desk-a',
          instrumentId: 'lending:aave-v3:ethereum:WETH:debt',
          source: `aave-v3:ethereum/aave-v3:ethereum/WETH/${DESK}`,
          units: -953n,
        },
      ],
    });
  });
});

describe('the pool', () => {
  it('says a supply as LendingPositionObserved, with flag, action and balance', () => {
    const aToken = token('aave-v3.6', 'supply');
    const rows = new FoldedRows(POOL, aToken);
    rows.log(aaveSupplyTokenFold, aToken, mint(999n, 0n, index(105n)));
    rows.log(aaveFold, POOL, logOf(AAVE_POOL_ABI, 'ReserveUsedAsCollateralEnabled', { reserve: WETH, user: DESK }));
    const supply = { reserve: WETH, user: STRANGER, onBehalfOf: DESK, amount: 1000n, referralCode: 0 };
    rows.log(aaveFold, POOL, logOf(AAVE_POOL_ABI, 'Supply', supply));
    expect(rows.observations(aaveFold)).toMatchObject([
      {
        accountId: 'desk-a',
        deployment: 'aave-v3:ethereum',
        asset: 'WETH',
        scaledSupply: '952',
        scaledVariableDebt: '0',
        usedAsCollateral: true,
        action: 1,
        amount: '1000',
      },
    ]);
  });

  it('says indexes, categories chosen and liquidations; actions of others leave no row', () => {
    const rows = new FoldedRows(POOL);
    const updated = {
      reserve: WETH,
      liquidityRate: 1n,
      stableBorrowRate: 2n,
      variableBorrowRate: 3n,
      liquidityIndex: index(105n),
      variableBorrowIndex: index(110n),
    };
    rows.log(aaveFold, POOL, logOf(AAVE_POOL_ABI, 'ReserveDataUpdated', updated));
    rows.log(aaveFold, POOL, logOf(AAVE_POOL_ABI, 'UserEModeSet', { user: DESK, categoryId: 2 }));
    rows.log(aaveFold, POOL, logOf(AAVE_POOL_ABI, 'UserEModeSet', { user: STRANGER, categoryId: 1 }));
    const call = {
      collateralAsset: WETH,
      debtAsset: USDC,
      user: DESK,
      debtToCover: 500n,
      liquidatedCollateralAmount: 300n,
      liquidator: STRANGER,
      receiveAToken: false,
    };
    rows.log(aaveFold, POOL, logOf(AAVE_POOL_ABI, 'LiquidationCall', call));
    expect(rows.observations(aaveFold)).toMatchObject([
      { asset: 'WETH', liquidityIndexRay: index(105n).toString(), variableBorrowRateRay: '3' },
      { accountId: 'desk-a', category: 2 },
      { debtAsset: 'USDC', debtRepaid: '500', collateralAsset: 'WETH', collateralSeized: '300' },
      { asset: 'WETH', action: 5, amount: '300' },
      { asset: 'USDC', action: 5, amount: '500' },
    ]);
  });

  it('names a debt at a stable rate as not modelled, and ignores flash loans by name', () => {
    const borrow = {
      reserve: WETH,
      user: DESK,
      onBehalfOf: DESK,
      amount: 7n,
      interestRateMode: 1,
      borrowRate: 0n,
      referralCode: 0,
    };
    const decoded = aaveFold.decodeLog(POOL, logOf(AAVE_POOL_ABI, 'Borrow', borrow));
    expect(decoded).toMatchObject({ facts: [{ action: 'borrow', notModelled: 'debt at a stable rate' }] });
    const treasury = logOf(AAVE_POOL_ABI, 'MintedToTreasury', { reserve: WETH, amountMinted: 1n });
    expect(aaveFold.decodeLog(POOL, treasury)).toEqual({ kind: 'facts', facts: [] });
  });
});

describe('configuration', () => {
  it('follows thresholds and the sets of a category, by logs and by bitmaps', () => {
    const rows = new FoldedRows(POOL, CONFIGURATOR);
    const log = (name: string, args: object) =>
      rows.log(aaveFold, CONFIGURATOR, logOf(AAVE_CONFIGURATOR_ABI, name, args as Readonly<Record<string, unknown>>));
    log('CollateralConfigurationChanged', {
      asset: WETH,
      ltv: 8000n,
      liquidationThreshold: 8250n,
      liquidationBonus: 10500n,
    });
    const category = { categoryId: 1, ltv: 9300n, liquidationThreshold: 9500n, liquidationBonus: 10100n };
    log('EModeCategoryAdded', { ...category, oracle: `0x${'00'.repeat(20)}`, label: 'ETH correlated' });
    log('AssetCollateralInEModeChanged', { asset: WETH, categoryId: 1, collateral: true });
    // The second bit is the second reserve of the list.
    rows.read(aaveFold, POOL, readOf(AAVE_POOL_ABI, 'getEModeCategoryBorrowableBitmap', [1], [2n]));
    expect(rows.observations(aaveFold)).toMatchObject([
      { asset: 'WETH', ltvBps: 8000, liquidationThresholdBps: 8250, liquidationBonusBps: 10500, decimals: 18 },
      { category: 1, ltvBps: 9300, collateralAssets: ['WETH'], borrowableAssets: ['USDC'] },
    ]);
  });

  it('moves an asset from its one category to another up to v3.1', () => {
    const rows = new FoldedRows(POOL, CONFIGURATOR);
    for (const [oldCategoryId, newCategoryId] of [
      [0, 1],
      [1, 2],
    ] as const) {
      const args = { asset: WETH, oldCategoryId, newCategoryId };
      rows.log(aaveFold, CONFIGURATOR, logOf(AAVE_CONFIGURATOR_ABI, 'EModeAssetCategoryChanged', args));
    }
    expect(rows.observations(aaveFold)).toMatchObject([
      { asset: 'WETH' },
      { category: 1, collateralAssets: [] },
      { category: 2, collateralAssets: ['WETH'] },
    ]);
  });

  it('unpacks a configuration by the masks of ReserveConfiguration', () => {
    // 8000 | 8250 << 16 | 10500 << 32 | 18 << 48 | active << 56 | fee 1000 << 152 | category 1 << 168, each by its mask.
    const data = 0x1f40n + 0x203an * 2n ** 16n + 0x2904n * 2n ** 32n + 0x12n * 2n ** 48n + 2n ** 56n;
    expect(reserveConfigurationOf(data + 1000n * 2n ** 152n + 2n ** 168n)).toEqual({
      ltvBps: 8000,
      liquidationThresholdBps: 8250,
      liquidationBonusBps: 10500,
      decimals: 18,
      active: true,
      frozen: false,
      paused: false,
      protocolFeeBps: 1000,
      eModeCategory: 1,
    });
  });

  it('reads collateral flags from the upper of two bits a reserve', () => {
    const rows = new FoldedRows(POOL);
    // Bits 1 and 2: the first reserve is collateral, the second is borrowed.
    rows.read(aaveFold, POOL, readOf(AAVE_POOL_ABI, 'getUserConfiguration', [DESK], [{ data: 6n }]));
    expect(rows.observations(aaveFold)).toMatchObject([{ asset: 'WETH', usedAsCollateral: true }]);
    rows.read(aaveFold, POOL, readOf(AAVE_POOL_ABI, 'getUserConfiguration', [DESK], [{ data: 4n }]));
    expect(rows.observations(aaveFold)).toMatchObject([{ asset: 'WETH', usedAsCollateral: false }]);
  });
});

describe('the beginning of a token', () => {
  it('is known by the topics that explorers list, and says nothing of balances', () => {
    const topics = AAVE_TOKEN_ABI.filter((item) => item.type === 'event' && item.name === 'Initialized').map((item) =>
      toEventSelector(item as AbiEvent),
    );
    expect(topics).toEqual([
      '0xb19e051f8af41150ccccb3fc2c2d8d15f4a4cf434f32a559ba75fe73d6eea20b',
      '0x40251fbfb6656cfa65a00d7879029fec1fad21d28fdcff2f4f68f52795b74f2c',
    ]);
    const pair = [WETH, WETH].map((address) => pad(address as Hex));
    const inputs = parseAbiParameters('address, address, uint8, string, string, bytes');
    const aToken = encodeAbiParameters(inputs, [WETH, WETH, 18, 'Aave WETH', 'aWETH', '0x']);
    const withDebt = parseAbiParameters('address, uint8, string, string, bytes');
    const debt = encodeAbiParameters(withDebt, [WETH, 18, 'Aave Debt WETH', 'debtWETH', '0x']);
    for (const [i, data] of [aToken, debt].entries()) {
      const log = { address: WETH, topics: [topics[i]!, ...pair], data: hexToBytes(data) };
      expect(decodeAaveTokenLog(log)).toEqual({ kind: 'ignored', event: 'Initialized' });
    }
  });
});

describe('the state of a reserve by what is read', () => {
  const aToken = token('aave-v3.6', 'supply');
  const debtToken = token('aave-v3.6', 'debt');
  const answer = (name: string, value: unknown) => readOf(AAVE_POOL_ABI, name, [WETH], [value]);
  const total = (units: bigint) => readOf(AAVE_TOKEN_ABI, 'totalSupply', [], [units]);
  const stored = {
    configuration: 0n,
    // As of the last update: older than the block.
    liquidityIndex: index(101n),
    currentLiquidityRate: index(3n),
    variableBorrowIndex: index(102n),
    currentVariableBorrowRate: index(5n),
    currentStableBorrowRate: 0n,
    lastUpdateTimestamp: 1_692_000_000,
    id: 0,
    aTokenAddress: STRANGER,
    stableDebtTokenAddress: STRANGER,
    variableDebtTokenAddress: STRANGER,
    interestRateStrategyAddress: STRANGER,
    accruedToTreasury: 0n,
    unbacked: 0n,
    isolationModeTotalDebt: 0n,
  };
  const reads = (rows: FoldedRows): FoldedRows =>
    rows
      .read(aaveSupplyTokenFold, aToken, total(1_000n))
      .read(aaveDebtTokenFold, debtToken, total(800n))
      .read(aaveFold, POOL, answer('getReserveNormalizedIncome', index(110n)))
      .read(aaveFold, POOL, answer('getReserveNormalizedVariableDebt', index(120n)))
      .read(aaveFold, POOL, answer('getVirtualUnderlyingBalance', 195n))
      .read(aaveFold, POOL, answer('getReserveDeficit', 5n));

  it('is said once indexes, rates and totals of one block are there', () => {
    const rows = reads(new FoldedRows(POOL, aToken, debtToken));
    expect(rows.observations(aaveFold)).toEqual([]);
    rows.read(aaveFold, POOL, answer('getReserveData', stored));
    expect(rows.observations(aaveFold)).toMatchObject([
      {
        feed: 'aave-v3:ethereum/WETH',
        liquidityIndexRay: index(110n).toString(),
        variableBorrowIndexRay: index(120n).toString(),
        liquidityRateRay: index(3n).toString(),
        variableBorrowRateRay: index(5n).toString(),
        suppliedUnits: '1000',
        borrowedUnits: '800',
        availableUnits: '195',
        deficitUnits: '5',
      },
    ]);
  });

  it('has no totals after an update whose block was not read', () => {
    const rows = reads(new FoldedRows(POOL, aToken, debtToken));
    const rates = { liquidityRate: index(4n), stableBorrowRate: 0n, variableBorrowRate: index(6n) };
    const indexes = { liquidityIndex: index(111n), variableBorrowIndex: index(121n) };
    rows.log(aaveFold, POOL, logOf(AAVE_POOL_ABI, 'ReserveDataUpdated', { reserve: WETH, ...rates, ...indexes }));
    expect(rows.observations(aaveFold)).toMatchObject([
      { liquidityRateRay: index(4n).toString(), suppliedUnits: undefined, deficitUnits: undefined },
    ]);
    expect(reads(rows).observations(aaveFold)).toMatchObject([{ suppliedUnits: '1000', borrowedUnits: '800' }]);
  });
});
