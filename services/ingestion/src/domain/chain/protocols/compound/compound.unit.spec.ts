import { describe, expect, it } from 'vitest';
import { contractOf, DESK, DESK_TWO, FoldedRows, logOf, readOf, STRANGER, ZERO } from '../protocol.sample.js';
import { COMET_ABI } from './compoundAbi.js';
import { compoundFold } from './compoundFold.js';

const WETH = `0x${'ee'.repeat(20)}` as const;
const COMET = contractOf('compound-v3', {
  deployment: 'compound-v3:ethereum',
  base: 'USDC',
  baseDecimals: 6,
  collaterals: [`${WETH}=WETH/18`],
});
const userBasic = (principal: bigint) => readOf(COMET_ABI, 'userBasic', [DESK], [principal, 0n, 0n, 1, 0], 'desk-a');

/** Rows whose accounts' facts begin with what is read. */
function beginningWithReads(): FoldedRows {
  const rows = new FoldedRows(COMET);
  const { accountAt } = rows.watch;
  const opening = 'read' as const;
  return Object.assign(rows, {
    watch: {
      ...rows.watch,
      accountAt: (address: string) => {
        const account = accountAt(address);
        return account === undefined ? undefined : { ...account, opening };
      },
    },
  });
}

describe('a base market', () => {
  it('sums collateral, and takes the first principal from the contract where its facts begin with a read', () => {
    const rows = beginningWithReads();
    const collateral = (name: string, args: object, amount: bigint) =>
      rows.log(compoundFold, COMET, logOf(COMET_ABI, name, { ...args, asset: WETH, amount }));
    collateral('SupplyCollateral', { from: STRANGER, dst: DESK }, 100n);
    collateral('TransferCollateral', { from: DESK, to: DESK_TWO }, 30n);
    collateral('WithdrawCollateral', { src: DESK, to: STRANGER }, 20n);
    const absorbed = { absorber: STRANGER, borrower: DESK_TWO, asset: WETH, collateralAbsorbed: 30n, usdValue: 1n };
    rows.log(compoundFold, COMET, logOf(COMET_ABI, 'AbsorbCollateral', absorbed));
    expect(rows.observations(compoundFold)).toEqual([]);
    rows.read(compoundFold, COMET, userBasic(-1_000_000n));
    expect(rows.positions(compoundFold)).toEqual([
      ['desk-a', 'lending:compound-v3:ethereum:USDC:supply', 0n],
      ['desk-a', 'lending:compound-v3:ethereum:USDC:debt', -1_000_000n],
      ['desk-a', 'spot:WETH', 50n],
      ['desk-b', 'spot:WETH', 0n],
    ]);
    const said = rows.observations(compoundFold)[0] as { readonly accountJson: string };
    expect(said).toMatchObject({ accountId: 'desk-a', deployment: 'compound-v3:ethereum' });
    expect(JSON.parse(said.accountJson)).toEqual({
      principal: '-1000000',
      collateral: [{ asset: 'WETH', amount: '50' }],
    });
  });

  it('holds collateral against userCollateral, and refuses a token that the catalogue lacks', () => {
    const read = (asset: string) => readOf(COMET_ABI, 'userCollateral', [DESK, asset], [49n, 0n], 'desk-a');
    expect(compoundFold.decodeRead(COMET, read(WETH))).toMatchObject({
      states: [{ accountId: 'desk-a', instrumentId: 'spot:WETH', units: 49n }],
    });
    expect(compoundFold.decodeRead(COMET, read(STRANGER))).toMatchObject({ code: 'not_in_catalogue' });
  });

  it('names what was done with the base', () => {
    const absorbed = { absorber: STRANGER, borrower: DESK, basePaidOut: 7n, usdValue: 1n };
    expect(compoundFold.decodeLog(COMET, logOf(COMET_ABI, 'AbsorbDebt', absorbed))).toEqual({
      kind: 'facts',
      facts: [{ kind: 'base_changed', user: DESK, action: 'absorb', byUnits: 7n }],
    });
  });
});

describe('the principal by the logs', () => {
  /** 1.05 for what is supplied, 1.10 for what is owed. */
  const indexes = (supply = 1_050_000_000_000_000n, borrow = 1_100_000_000_000_000n) =>
    readOf(COMET_ABI, 'totalsBasic', [], [[supply, borrow, 0n, 0n, 0n, 0n, 0, 0]]);
  const supplied = (amount: bigint) => logOf(COMET_ABI, 'Supply', { from: STRANGER, dst: DESK, amount });
  const withdrawn = (amount: bigint) => logOf(COMET_ABI, 'Withdraw', { src: DESK, to: STRANGER, amount });
  const minted = (amount: bigint) => logOf(COMET_ABI, 'Transfer', { from: ZERO, to: DESK, amount });
  const at = (rows: FoldedRows, index: number, log: ReturnType<typeof logOf>) => {
    rows.cause = `a-transaction/${index}`;
    return rows.log(compoundFold, COMET, log);
  };
  const ended = (rows: FoldedRows, principal: bigint, totals = indexes()) => {
    rows.read(compoundFold, COMET, totals).read(compoundFold, COMET, userBasic(principal));
    return rows.positions(compoundFold).map(([, , units]) => units);
  };

  it('is that of each amount at the indexes of its block, whatever userBasic says', () => {
    const rows = new FoldedRows(COMET);
    // 1000 / 1.05 = 952.38, so 952.
    at(rows, 0, supplied(1_000n));
    at(rows, 1, minted(999n));
    expect(ended(rows, 952n)).toEqual([952n, 0n]);
    rows.number += 1n;
    // 952 are worth 999.6, so 999: 2000 less are -1001, which is -910 at 1.1; 500 back, and -1001 + 500 = -501 is -455.45, so -456.
    at(rows, 0, withdrawn(2_000n));
    at(rows, 3, supplied(500n));
    expect(ended(rows, -456n)).toEqual([0n, -456n]);
    // Another principal than the contract's is a difference, and stays one.
    rows.number += 1n;
    at(rows, 0, supplied(100n));
    // -456 are worth -501.6, so -501: -401 is -364.54, so -365.
    expect(ended(rows, -300n)).toEqual([0n, -365n]);
    const decoded = compoundFold.decodeRead(COMET, userBasic(-300n));
    expect(decoded).toMatchObject({ states: [{ units: 0n }, { units: -300n, source: expect.stringMatching(/USDC/) }] });
  });

  it('begins anew with the read where a balance was passed on, or a block with changes was not read', () => {
    const rows = new FoldedRows(COMET);
    at(rows, 0, supplied(1_000n));
    at(rows, 1, minted(999n));
    ended(rows, 952n);
    rows.number += 1n;
    at(rows, 4, logOf(COMET_ABI, 'Transfer', { from: DESK, to: ZERO, amount: 10n }));
    expect(ended(rows, 700n)).toEqual([700n, 0n]);
    rows.number += 1n;
    at(rows, 0, supplied(50n));
    expect(rows.observations(compoundFold)).toEqual([]);
    rows.number += 1n;
    at(rows, 0, supplied(50n));
    expect(ended(rows, 800n)).toEqual([800n, 0n]);
  });

  it('follows what an absorption leaves: a debt is paid out by the market', () => {
    const rows = new FoldedRows(COMET);
    at(rows, 0, withdrawn(1_100n));
    expect(ended(rows, -1_000n)).toEqual([0n, -1_000n]);
    rows.number += 1n;
    // 1155 at 1.155: 1155 are paid for it and 105 more, which are 100 at 1.05.
    const absorbed = { absorber: STRANGER, borrower: DESK, basePaidOut: 1_260n, usdValue: 1n };
    at(rows, 7, logOf(COMET_ABI, 'AbsorbDebt', absorbed));
    at(rows, 8, minted(105n));
    expect(ended(rows, 100n, indexes(1_050_000_000_000_000n, 1_155_000_000_000_000n))).toEqual([100n, 0n]);
  });
});
