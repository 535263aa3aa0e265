import { describe, expect, it } from 'vitest';
import { readOf } from '../protocol.sample.js';
import { decodeGasRead } from './decodeGasRead.js';
import { ARB_GAS_INFO_ABI, OP_GAS_ORACLE_ABI } from './gasAbi.js';
import { gasPriceOf, gasPriceWei } from './gasPriceOf.js';

const BLOCK = {
  feed: 'gas-optimism',
  chain: 'optimism',
  baseFeeWei: 60_000_000n,
  priorityFeeWei: 1_000_000n,
  coinPriceUsd: '1700',
  observedAtUs: 1n,
};

describe('gas', () => {
  it('is base fee, tip and the L1 data of the transaction spread over its gas, rounded up', () => {
    expect(gasPriceWei(BLOCK)).toBe(61_000_000n);
    // 100000 / 30000 = 3.33 wei a unit of gas.
    expect(gasPriceWei({ ...BLOCK, l1DataFee: { feeWei: 100_000n, gasUsed: 30_000n } })).toBe(61_000_004n);
    expect(gasPriceOf(BLOCK).event.value).toMatchObject({ chain: 'optimism', gasPriceGwei: '0.061' });
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
