import { addressText } from '../abi/hexText.js';
import { type EvmLog, eventReader } from '../abi/readEvent.js';
import { facts, ignored, type LogReading, refusal } from '../abi/reading.js';
import { SQUEETH_CONTROLLER_ABI } from './squeethAbi.js';

/** What logs and answers of the controller say; ETH in wei, oSQTH and the factor with 18 decimals. */
export type SqueethFact =
  | { readonly kind: 'vault_opened'; readonly vaultId: bigint; readonly owner: string }
  /** Below 0 it shrank. */
  | {
      readonly kind: 'vault_changed';
      readonly vaultId: bigint;
      readonly collateralWei: bigint;
      readonly shortUnits: bigint;
      /** What of it isn't folded: a Uniswap position as collateral. Empty otherwise. */
      readonly notModelled: string;
    }
  /** The vault was settled after the system was shut down. */
  | { readonly kind: 'vault_emptied'; readonly vaultId: bigint }
  | {
      readonly kind: 'vault_read';
      readonly vaultId: bigint;
      readonly collateralWei: bigint;
      readonly shortUnits: bigint;
    }
  | { readonly kind: 'norm_factor'; readonly normFactorWad: bigint };

const readControllerEvent = eventReader(SQUEETH_CONTROLLER_ABI);

/** What a log of the controller says about a vault or about funding. */
export function decodeSqueethLog(log: EvmLog): LogReading<SqueethFact> {
  const read = readControllerEvent(log);
  if (read.kind === 'refused') return read;
  const { event } = read;
  switch (event.eventName) {
    case 'OpenVault':
      return facts({
        kind: 'vault_opened',
        vaultId: event.args.vaultId,
        owner: addressText(event.args.sender),
      });
    case 'DepositCollateral':
      return changed(event.args.vaultId, event.args.amount, 0n);
    case 'WithdrawCollateral':
      return changed(event.args.vaultId, -event.args.amount, 0n);
    case 'MintShort':
      return changed(event.args.vaultId, 0n, event.args.amount);
    case 'BurnShort':
      return changed(event.args.vaultId, 0n, -event.args.amount);
    case 'Liquidate':
      return changed(event.args.vaultId, -event.args.collateralPaid, -event.args.debtAmount);
    case 'ReduceDebt': {
      // The vault's Uniswap position is dissolved: its ETH becomes collateral less the bounty, its oSQTH pays debt.
      const { vaultId, ethRedeemed, wPowerPerpBurned, bounty } = event.args;
      return changed(vaultId, ethRedeemed - bounty, -wPowerPerpBurned);
    }
    case 'DepositUniPositionToken':
    case 'WithdrawUniPositionToken':
      return changed(event.args.vaultId, 0n, 0n, 'a Uniswap position as collateral');
    case 'RedeemShort':
      return facts({ kind: 'vault_emptied', vaultId: event.args.vauldId });
    case 'NormalizationFactorUpdated': {
      const { newNormFactor } = event.args;
      if (newNormFactor === 0n) return refusal('impossible_value', 'Expected a factor above 0, was 0.');
      return facts({ kind: 'norm_factor', normFactorWad: newNormFactor });
    }
    default:
      return ignored(event.eventName);
  }
}

function changed(
  vaultId: bigint,
  collateralWei: bigint,
  shortUnits: bigint,
  notModelled = '',
): LogReading<SqueethFact> {
  return facts({ kind: 'vault_changed', vaultId, collateralWei, shortUnits, notModelled });
}
