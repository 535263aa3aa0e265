import { describe, expect, it } from 'vitest';
import { contractOf, FoldedRows, logOf, readOf } from '../protocol.sample.js';
import { decodeGasRead } from './decodeGasRead.js';
import { ARB_GAS_INFO_ABI, OP_GAS_ORACLE_ABI } from './gasAbi.js';
import { arbitrumGasFold, opGasFold } from './gasFold.js';
import { gasPriceWei } from './gasPriceWei.js';
import { l1DataFeeWei, type OpFeeFormula } from './l2FeeRows.js';

const BLOCK = { baseFeeWei: 60_000_000n, priorityFeeWei: 1_000_000n };

/** An OP chain whose oracle answered these. */
function opChain(formula: OpFeeFormula, l1BaseFee: bigint, blobBaseFee: bigint, scalars: readonly [number, number]) {
  const oracle = contractOf('op-gas-oracle', { formula });
  const rows = new FoldedRows(oracle);
  const answer = (name: string, value: bigint | number) =>
    rows.read(opGasFold, oracle, readOf(OP_GAS_ORACLE_ABI, name, [], [value]));
  answer('l1BaseFee', l1BaseFee);
  answer('blobBaseFee', blobBaseFee);
  answer('baseFeeScalar', scalars[0]);
  expect(l1DataFeeWei(rows.rows, 1)).toBeUndefined();
  answer('blobBaseFeeScalar', scalars[1]);
  return rows.rows;
}

describe('gas', () => {
  it('is base fee, tip and the L1 data of the transaction spread over its gas, rounded up', () => {
    expect(gasPriceWei(BLOCK)).toBe(61_000_000n);
    // 100000 / 30000 = 3.33 wei a unit of gas.
    expect(gasPriceWei({ ...BLOCK, l1DataFee: { feeWei: 100_000n, gasUsed: 30_000n } })).toBe(61_000_004n);
  });

  it('reads the oracles of OP chains and of Arbitrum', () => {
    expect(decodeGasRead(readOf(OP_GAS_ORACLE_ABI, 'getL1Fee', ['0x00'], [7n]))).toEqual({
      kind: 'gas',
      fact: { kind: 'l1_data_fee', feeWei: 7n },
    });
    expect(decodeGasRead(readOf(ARB_GAS_INFO_ABI, 'getPricesInWei', [], [1n, 2n, 3n, 4n, 5n, 9n]))).toEqual({
      kind: 'gas',
      fact: { kind: 'arbitrum_prices', perL1CalldataByteWei: 2n, perGasWei: 9n },
    });
    const wrong = readOf(OP_GAS_ORACLE_ABI, 'l1BaseFee', [], [7n]);
    expect(decodeGasRead({ ...wrong, reverted: true })).toMatchObject({ code: 'reverted_call' });
  });
});

describe('the L1 data fee of OP chains', () => {
  // Figures of op-geth's core/types/rollup_cost_test.go: L1 base fee 10^9, blob base fee 10^7, scalars 2 and 3.
  it('is, by Ecotone, 960900 wei for 480 gas of calldata, which 30 bytes are', () => {
    expect(l1DataFeeWei(opChain('ecotone', 10n ** 9n, 10n ** 7n, [2, 3]), 30)).toBe(960_900n);
  });

  it('is, by Fjord, 3203000 wei for the smallest transaction', () => {
    expect(l1DataFeeWei(opChain('fjord', 10n ** 9n, 10n ** 7n, [2, 3]), 30)).toBe(3_203_000n);
  });

  it('is, by Fjord, 2148 wei for what FastLZ makes 202 bytes of', () => {
    // By hand: (836500 * 202 - 42585600) * (16 * 1000 * 1000 + 1000 * 1000) / 10^12 = 126387400 * 17000000 / 10^12 = 2148.58.
    expect(l1DataFeeWei(opChain('fjord', 1_000n, 1_000n, [1_000, 1_000]), 202)).toBe(2_148n);
  });

  it('knows no other formula', () => {
    expect(opGasFold.checkContract(contractOf('op-gas-oracle', {}))).toBeUndefined();
    expect(opGasFold.checkContract(contractOf('op-gas-oracle', { formula: 'bedrock' }))).toMatch(/fjord or ecotone/);
  });
});

describe('the L1 data fee of Arbitrum', () => {
  it('is the price of a byte of calldata, for each byte', () => {
    const info = contractOf('arb-gas-info', {});
    const rows = new FoldedRows(info);
    expect(l1DataFeeWei(rows.rows, 140)).toBeUndefined();
    // A transaction of 140 bytes is what perL2Tx is the price of (AssumedSimpleTxSize of Nitro): 140 * 51000 = 7140000.
    const prices = [7_140_000n, 51_000n, 2_000_000_000_000n, 10_000_000n, 0n, 10_000_000n];
    rows.read(arbitrumGasFold, info, readOf(ARB_GAS_INFO_ABI, 'getPricesInWei', [], prices));
    expect(l1DataFeeWei(rows.rows, 140)).toBe(prices[0]);
  });

  it('comes with no log', () => {
    const log = logOf([{ type: 'event', name: 'Any', inputs: [] }], 'Any', {});
    expect(arbitrumGasFold.decodeLog(contractOf('arb-gas-info', {}), log)).toMatchObject({ kind: 'refused' });
  });
});
