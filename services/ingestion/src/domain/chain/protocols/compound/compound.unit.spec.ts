import { describe, expect, it } from 'vitest';
import { contractOf, DESK, DESK_TWO, FoldedRows, logOf, readOf, STRANGER } from '../protocol.sample.js';
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

describe('a base market', () => {
  it('sums collateral, and takes the principal from the contract', () => {
    const rows = new FoldedRows(COMET);
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
