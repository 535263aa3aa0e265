import type { WatchedContract } from '../../chainFact.js';
import { textParameter } from '../abi/contractParameters.js';
import { answered } from '../abi/decodedOf.js';
import { refusal } from '../abi/reading.js';
import type { FactContext, ProtocolFold, RowChange, RowReader } from '../protocolFold.js';
import { decodeGasRead, type GasFact } from './decodeGasRead.js';
import { ARBITRUM_FEE_KEY, type ArbitrumFeeRow, type L2FeeRow, OP_FEE_KEY, type OpFeeRow } from './l2FeeRows.js';

/** The gas oracle of an OP chain, 0x4200..000F. `formula` is that of the chain's hardfork, `fjord` when left out. */
export const opGasFold = gasFold((contract) => {
  const formula = textParameter(contract, 'formula');
  if (formula === '' || formula === 'fjord' || formula === 'ecotone') return undefined;
  return `Expected fjord or ecotone in formula of ${contract.name}, was ${formula}.`;
});

/** ArbGasInfo of Arbitrum, 0x00..006C, without parameters. */
export const arbitrumGasFold = gasFold(() => undefined);

/** Nobody holds anything of it, and what it comes to is said with the price of gas. */
function gasFold(checkContract: ProtocolFold['checkContract']): ProtocolFold<GasFact, L2FeeRow> {
  return {
    checkContract,
    decodeLog: () => refusal('unknown_event', 'Expected no log of a gas oracle, was one.'),
    decodeRead(_contract, read) {
      const reading = decodeGasRead(read);
      return reading.kind === 'refused' ? reading : answered([reading.fact]);
    },
    apply: applyGas,
    open: () => [],
    positions: () => [],
    observations: () => [],
  };
}

function applyGas(rows: RowReader, fact: GasFact, { contract }: FactContext): readonly RowChange[] {
  if (fact.kind === 'arbitrum_prices') {
    const { perL1CalldataByteWei } = fact;
    const row: ArbitrumFeeRow = { protocol: 'arb-gas-info', kind: 'arbitrum_fees', perL1CalldataByteWei };
    return contract.protocol === 'arb-gas-info' ? [{ key: ARBITRUM_FEE_KEY, row }] : [];
  }
  if (contract.protocol !== 'op-gas-oracle') return [];
  const held = (rows.get(OP_FEE_KEY) as OpFeeRow | undefined) ?? unread(contract);
  return [{ key: OP_FEE_KEY, row: { ...held, ...figureOf(fact) } }];
}

function unread(contract: WatchedContract): OpFeeRow {
  return {
    protocol: 'op-gas-oracle',
    kind: 'op_fees',
    formula: textParameter(contract, 'formula') === 'ecotone' ? 'ecotone' : 'fjord',
    l1BaseFeeWei: undefined,
    blobBaseFeeWei: undefined,
    baseFeeScalar: undefined,
    blobBaseFeeScalar: undefined,
  };
}

function figureOf(fact: Exclude<GasFact, { readonly kind: 'arbitrum_prices' }>): Partial<OpFeeRow> {
  switch (fact.kind) {
    case 'l1_base_fee':
      return { l1BaseFeeWei: fact.feeWei };
    case 'blob_base_fee':
      return { blobBaseFeeWei: fact.feeWei };
    case 'fee_scalar':
      return fact.of === 'base' ? { baseFeeScalar: fact.scalar } : { blobBaseFeeScalar: fact.scalar };
    case 'l1_data_fee':
      // Of whatever transaction was asked about; ours is reckoned from the prices.
      return {};
  }
}
