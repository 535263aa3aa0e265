import { describe, expect, it } from 'vitest';
import { contractOf, DESK, FoldedRows, logOf, readOf, STRANGER, ZERO } from '../protocol.sample.js';
import { DEBT_SHARE_ABI, PERPS_MARKET_ABI } from './synthetixAbi.js';
import { synthetixFold } from './synthetixFold.js';

const SHARES = contractOf('synthetix', {
  role: 'debt-shares',
  instrument: 'debtshare:synthetix:main:ETH',
  decimals: 18,
});
const PERPS = contractOf('synthetix', {
  role: 'perps',
  markets: ['100=perp:synthetix:ETH-USD'],
  accounts: ['170=desk-a'],
});

describe('debt shares', () => {
  it('are counted by their transfers, and not again by Mint and Burn', () => {
    const rows = new FoldedRows(SHARES)
      .log(synthetixFold, SHARES, logOf(DEBT_SHARE_ABI, 'Transfer', { from: ZERO, to: DESK, value: 10n }))
      .log(synthetixFold, SHARES, logOf(DEBT_SHARE_ABI, 'Mint', { account: DESK, amount: 10n }));
    expect(rows.positions(synthetixFold)).toEqual([['desk-a', 'debtshare:synthetix:main:ETH', 10n]]);
  });
});

describe('perpetuals of v3', () => {
  const settled = (accountId: bigint, newSize: bigint) =>
    logOf(PERPS_MARKET_ABI, 'OrderSettled', {
      marketId: 100n,
      accountId,
      fillPrice: 1n,
      pnl: 0n,
      accruedFunding: 0n,
      sizeDelta: newSize,
      newSize,
      totalFees: 0n,
      referralFees: 0n,
      collectedFees: 0n,
      settlementReward: 0n,
      trackingCode: `0x${'00'.repeat(32)}`,
      settler: STRANGER,
    });

  it('have the size that the last trade or liquidation left', () => {
    const rows = new FoldedRows(PERPS)
      .log(synthetixFold, PERPS, settled(170n, -50n))
      .log(synthetixFold, PERPS, settled(171n, 9n));
    expect(rows.positions(synthetixFold)).toEqual([['desk-a', 'perp:synthetix:ETH-USD', -50n]]);
    const liquidated = { accountId: 170n, marketId: 100n, amountLiquidated: 30n, newPositionSize: -20n };
    rows.log(synthetixFold, PERPS, logOf(PERPS_MARKET_ABI, 'PositionLiquidated', liquidated));
    expect(rows.positions(synthetixFold)[0]?.[2]).toBe(-20n);
  });

  it('are held against getOpenPosition', () => {
    const read = readOf(PERPS_MARKET_ABI, 'getOpenPosition', [170n, 100n], [0n, 0n, -20n, 0n]);
    expect(synthetixFold.decodeRead(PERPS, read)).toMatchObject({ states: [{ accountId: 'desk-a', units: -20n }] });
  });
});
