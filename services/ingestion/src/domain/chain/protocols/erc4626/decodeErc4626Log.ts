import { addressText } from '../abi/hexText.js';
import { type EvmLog, eventReader } from '../abi/readEvent.js';
import { facts, ignored, type LogReading } from '../abi/reading.js';
import type { TokenMoved } from '../erc20/erc20Facts.js';
import { tokenTransfer } from '../erc20/tokenTransfer.js';
import { ERC4626_ABI } from './erc4626Abi.js';

/** Assets went into the vault or came out of it; the shares themselves move by the transfer that comes with it. */
export interface VaultFlow {
  readonly kind: 'vault_deposited' | 'vault_withdrawn';
  readonly vault: string;
  readonly owner: string;
  readonly assetUnits: bigint;
  readonly shareUnits: bigint;
}

const readVaultEvent = eventReader(ERC4626_ABI);

/** What a log of a vault says. Deposits explain, transfers move: shares are counted by transfers alone, so never twice. */
export function decodeErc4626Log(log: EvmLog): LogReading<VaultFlow | TokenMoved> {
  const transfer = tokenTransfer(log);
  if (transfer !== undefined) return facts(transfer);
  const read = readVaultEvent(log);
  if (read.kind === 'refused') return read;
  const { event } = read;
  const address = addressText(log.address);
  switch (event.eventName) {
    case 'Deposit':
    case 'Withdraw': {
      const kind = event.eventName === 'Deposit' ? 'vault_deposited' : 'vault_withdrawn';
      const { owner, assets, shares } = event.args;
      return facts({ kind, vault: address, owner: addressText(owner), assetUnits: assets, shareUnits: shares });
    }
    case 'Transfer': {
      const { from, to, value } = event.args;
      return facts({
        kind: 'token_moved',
        token: address,
        from: addressText(from),
        to: addressText(to),
        units: value,
      });
    }
    case 'Approval':
      return ignored(event.eventName);
  }
}
