import { describe, expect, it } from 'vitest';
import { contractOf, DESK, FoldedRows, logOf, readOf, ZERO } from '../protocol.sample.js';
import { ERC4626_ABI } from './erc4626Abi.js';
import { erc4626Fold } from './erc4626Fold.js';

const SDAI = contractOf('erc4626', {
  instrument: 'staked:ethereum:sDAI:DAI',
  decimals: 18,
  assetDecimals: 18,
  feed: 'sdai-rate',
});
const SHARE = 10n ** 18n;

describe('a vault', () => {
  it('counts shares by their transfers, once', () => {
    const deposit = { sender: DESK, owner: DESK, assets: 105n, shares: 100n };
    const rows = new FoldedRows(SDAI)
      .log(erc4626Fold, SDAI, logOf(ERC4626_ABI, 'Transfer', { from: ZERO, to: DESK, value: 100n }))
      .log(erc4626Fold, SDAI, logOf(ERC4626_ABI, 'Deposit', deposit));
    expect(rows.positions(erc4626Fold)).toEqual([['desk-a', 'staked:ethereum:sDAI:DAI', 100n]]);
  });

  it('says what a whole share redeems for', () => {
    const read = readOf(ERC4626_ABI, 'convertToAssets', [SHARE], [1_050_000_000_000_000_001n]);
    const rows = new FoldedRows(SDAI).read(erc4626Fold, SDAI, read);
    expect(rows.observations(erc4626Fold)).toMatchObject([
      { feed: 'sdai-rate', instrumentId: 'staked:ethereum:sDAI:DAI', rate: '1.050000000000000001', assumed: false },
    ]);
  });

  it('refuses the worth of another number of shares, and one of nothing', () => {
    for (const [asked, answered] of [
      [1n, 1n],
      [SHARE, 0n],
    ] as const) {
      const read = readOf(ERC4626_ABI, 'convertToAssets', [asked], [answered]);
      expect(erc4626Fold.decodeRead(SDAI, read)).toMatchObject({ kind: 'refused', code: 'impossible_value' });
    }
  });
});
