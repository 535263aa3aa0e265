import fc from 'fast-check';
import { type Hex, hexToBytes } from 'viem';
import { describe, expect, it } from 'vitest';
import { contractOf, DESK, DESK_TWO, FoldedRows, logOf, readOf, STRANGER, ZERO } from '../protocol.sample.js';
import { BYTES32_SYMBOL_ABI, ERC20_ABI } from './erc20Abi.js';
import { erc20Fold } from './erc20Fold.js';
import { readTokenSymbol } from './readTokenSymbol.js';
import { tokenSummability } from './tokenSummability.js';

const USDC = contractOf('erc20', { instrument: 'spot:USDC', decimals: 6 });
const moved = (from: string, to: string, value: bigint) => logOf(ERC20_ABI, 'Transfer', { from, to, value });

describe('a token', () => {
  it('is held by the sum of what came and went', () => {
    const rows = new FoldedRows(USDC)
      .log(erc20Fold, USDC, moved(ZERO, DESK, 100n))
      .log(erc20Fold, USDC, moved(DESK, DESK_TWO, 30n))
      .log(erc20Fold, USDC, moved(DESK, DESK, 5n))
      .log(erc20Fold, USDC, moved(STRANGER, ZERO, 7n));
    expect(rows.positions(erc20Fold)).toEqual([
      ['desk-a', 'spot:USDC', 70n],
      ['desk-b', 'spot:USDC', 30n],
    ]);
  });

  it('is never made or lost between watched holders', () => {
    const move = fc.tuple(fc.constantFrom(DESK, DESK_TWO), fc.constantFrom(DESK, DESK_TWO), fc.bigInt(0n, 2n ** 255n));
    fc.assert(
      fc.property(fc.array(move), (moves) => {
        const rows = new FoldedRows(USDC);
        for (const [from, to, value] of moves) rows.log(erc20Fold, USDC, moved(from, to, value));
        expect(rows.positions(erc20Fold).reduce((sum, [, , units]) => sum + units, 0n)).toBe(0n);
      }),
    );
  });

  it('is held against balanceOf, and not corrected by it', () => {
    const read = readOf(ERC20_ABI, 'balanceOf', [DESK], [71n], 'desk-a');
    const source = `erc20:ethereum/${USDC.address}/${DESK}`;
    expect(erc20Fold.decodeRead(USDC, read)).toEqual({
      kind: 'facts',
      facts: [],
      states: [{ accountId: 'desk-a', instrumentId: 'spot:USDC', source, units: 71n }],
    });
  });

  it.each([
    ['rebasing', contractOf('erc20', { instrument: 'spot:X', decimals: 9, behaviour: 'rebasing' })],
    ['fee_on_transfer', contractOf('erc20', { instrument: 'spot:X', decimals: 9, behaviour: 'fee_on_transfer' })],
    // stETH on Ethereum rebases, whatever a catalogue says.
    [
      'rebasing',
      contractOf('erc20', { instrument: 'spot:stETH', decimals: 18 }, '0xae7ab96520de3a18e5e111b5eaab095312d7fe84'),
    ],
  ])('that is %s is what balanceOf says', (code, token) => {
    expect(tokenSummability(token)).toMatchObject({ kind: 'not_summable', code });
    const rows = new FoldedRows(token).log(erc20Fold, token, moved(ZERO, DESK, 100n));
    expect(rows.positions(erc20Fold)).toEqual([]);
    rows.read(erc20Fold, token, readOf(ERC20_ABI, 'balanceOf', [DESK], [97n], 'desk-a'));
    expect(rows.positions(erc20Fold).map(([, , units]) => units)).toEqual([97n]);
  });

  it.each([0, 77])('may have %i decimals', (decimals) => {
    const token = contractOf('erc20', { instrument: 'spot:X', decimals });
    expect(erc20Fold.checkContract(token)).toBeUndefined();
    expect(erc20Fold.decodeRead(token, readOf(ERC20_ABI, 'decimals', [], [decimals]))).toMatchObject({ kind: 'facts' });
    expect(erc20Fold.decodeRead(token, readOf(ERC20_ABI, 'decimals', [], [decimals + 1]))).toMatchObject({
      kind: 'refused',
      reason: `Expected ${decimals} decimals of erc20, was ${decimals + 1}.`,
    });
  });

  it('has a symbol as text or as 32 bytes, and none that one can not see', () => {
    expect(readTokenSymbol(readOf(ERC20_ABI, 'symbol', [], ['USDC']))).toEqual({ kind: 'symbol', symbol: 'USDC' });
    // MKR's answer on Ethereum.
    const mkr: Hex = `0x4d4b52${'00'.repeat(29)}`;
    const read = readOf(BYTES32_SYMBOL_ABI, 'symbol', [], [mkr]);
    expect(Buffer.from(read.returnData)).toEqual(Buffer.from(hexToBytes(mkr)));
    expect(readTokenSymbol(read)).toEqual({ kind: 'symbol', symbol: 'MKR' });
    for (const symbol of ['', 'US\u202eDC', 'U S', 'x'.repeat(65)]) {
      expect(readTokenSymbol(readOf(ERC20_ABI, 'symbol', [], [symbol]))).toMatchObject({ code: 'impossible_value' });
    }
  });

  it('that wraps a coin is minted by Deposit and burnt by Withdrawal', () => {
    const rows = new FoldedRows(USDC)
      .log(erc20Fold, USDC, logOf(ERC20_ABI, 'Deposit', { dst: DESK, wad: 10n }))
      .log(erc20Fold, USDC, logOf(ERC20_ABI, 'Withdrawal', { src: DESK, wad: 4n }));
    expect(rows.positions(erc20Fold)).toEqual([['desk-a', 'spot:USDC', 6n]]);
  });
});
