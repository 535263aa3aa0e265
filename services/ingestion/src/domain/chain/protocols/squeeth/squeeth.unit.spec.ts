import { describe, expect, it } from 'vitest';
import { contractOf, DESK, FoldedRows, logOf, readOf, STRANGER } from '../protocol.sample.js';
import { SQUEETH_CONTROLLER_ABI } from './squeethAbi.js';
import { squeethFold } from './squeethFold.js';

const CONTROLLER = contractOf('squeeth-controller', {
  deployment: 'squeeth:ethereum',
  feed: 'squeeth-nf',
  instrument: 'powerperp:ethereum:oSQTH',
  collateral: 'spot:ETH',
});
const log = (rows: FoldedRows, name: string, args: Readonly<Record<string, unknown>>) =>
  rows.log(squeethFold, CONTROLLER, logOf(SQUEETH_CONTROLLER_ABI, name, args));

describe('a vault', () => {
  it('has the collateral and the debt that its logs leave', () => {
    const rows = new FoldedRows(CONTROLLER);
    log(rows, 'OpenVault', { sender: DESK, vaultId: 7n });
    log(rows, 'OpenVault', { sender: STRANGER, vaultId: 8n });
    log(rows, 'DepositCollateral', { sender: DESK, vaultId: 7n, amount: 100n });
    log(rows, 'MintShort', { sender: DESK, vaultId: 7n, amount: 40n });
    log(rows, 'WithdrawCollateral', { sender: DESK, vaultId: 7n, amount: 10n });
    log(rows, 'BurnShort', { sender: DESK, vaultId: 7n, amount: 5n });
    log(rows, 'Liquidate', { liquidator: STRANGER, vaultId: 7n, debtAmount: 15n, collateralPaid: 30n });
    log(rows, 'DepositCollateral', { sender: STRANGER, vaultId: 8n, amount: 1n });
    // 100 - 10 - 30 of ETH, 40 - 5 - 15 of oSQTH.
    expect(rows.positions(squeethFold)).toEqual([
      ['desk-a', 'spot:ETH', 60n],
      ['desk-a', 'powerperp:ethereum:oSQTH', -20n],
    ]);
  });

  it('is held against vaults()', () => {
    const read = readOf(SQUEETH_CONTROLLER_ABI, 'vaults', [7n], [DESK, 0, 60n, 20n], 'desk-a');
    expect(squeethFold.decodeRead(CONTROLLER, read)).toMatchObject({
      states: [
        { instrumentId: 'spot:ETH', source: 'squeeth:ethereum/vault/7', units: 60n },
        { instrumentId: 'powerperp:ethereum:oSQTH', units: -20n },
      ],
    });
  });

  it('from before the first block begins with what was read', () => {
    const rows = new FoldedRows(CONTROLLER);
    const { place, watch } = rows;
    const names = { accountId: 'desk-a', source: 'squeeth:ethereum/vault/9' };
    for (const [instrumentId, units] of [
      ['spot:ETH', 50n],
      ['powerperp:ethereum:oSQTH', -4n],
    ] as const) {
      const state = { ...names, instrumentId, units };
      for (const { key, row } of squeethFold.open(rows.rows, state, { contract: CONTROLLER, place, watch })) {
        if (row !== undefined) rows.rows.set(key, row);
      }
    }
    expect(rows.positions(squeethFold).map(([, , units]) => units)).toEqual([50n, -4n]);
  });
});

describe('funding', () => {
  it('is the factor after each change', () => {
    const rows = new FoldedRows(CONTROLLER);
    const times = { lastModificationTimestamp: 1n, timestamp: 2n };
    log(rows, 'NormalizationFactorUpdated', { oldNormFactor: 5n, newNormFactor: 4n, ...times });
    expect(rows.observations(squeethFold)).toMatchObject([{ feed: 'squeeth-nf', normFactorWad: '4' }]);
  });
});
