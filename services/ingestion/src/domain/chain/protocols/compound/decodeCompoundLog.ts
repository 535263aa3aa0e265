import { addressText } from '../abi/hexText.js';
import { type EvmLog, eventReader } from '../abi/readEvent.js';
import { facts, ignored, type LogReading } from '../abi/reading.js';
import { ZERO_ADDRESS } from '../erc20/erc20Facts.js';
import { COMET_ABI } from './compoundAbi.js';

/** What logs and answers of a Comet say; amounts in the tokens' integers. */
export type CompoundFact =
  /**
   * The base balance changed by so many units at the index of the block. No log says the index, so it is read, and the principal
   * follows.
   */
  | {
      readonly kind: 'base_changed';
      readonly user: string;
      readonly action: 'supply' | 'withdraw' | 'absorb';
      readonly byUnits: bigint;
    }
  | { readonly kind: 'collateral_changed'; readonly user: string; readonly asset: string; readonly byUnits: bigint }
  /** A base balance was passed on, of which no log says how much of a debt came of it: the principal has to be read. */
  | { readonly kind: 'base_moved'; readonly user: string }
  | {
      readonly kind: 'indexes_read';
      readonly baseSupplyIndexE15: bigint;
      readonly baseBorrowIndexE15: bigint;
    }
  | { readonly kind: 'principal_read'; readonly user: string; readonly principal: bigint };

const readCometEvent = eventReader(COMET_ABI);

/** What a log of a Comet says about an account: its collateral exactly, its base balance in amounts. */
export function decodeCompoundLog(log: EvmLog): LogReading<CompoundFact> {
  const read = readCometEvent(log);
  if (read.kind === 'refused') return read;
  const { event } = read;
  switch (event.eventName) {
    case 'Supply':
      return base('supply', event.args.dst, event.args.amount);
    case 'Withdraw':
      return base('withdraw', event.args.src, -event.args.amount);
    case 'SupplyCollateral':
      return facts(collateral(event.args.dst, event.args.asset, event.args.amount));
    case 'WithdrawCollateral':
      return facts(collateral(event.args.src, event.args.asset, -event.args.amount));
    case 'TransferCollateral': {
      const { from, to, asset, amount } = event.args;
      return facts(collateral(from, asset, -amount), collateral(to, asset, amount));
    }
    case 'AbsorbDebt':
      return base('absorb', event.args.borrower, event.args.basePaidOut);
    case 'AbsorbCollateral':
      return facts(collateral(event.args.borrower, event.args.asset, -event.args.collateralAbsorbed));
    case 'Transfer': {
      // The supplied part of a base balance alone, minted or burnt: what was owed before or after isn't in it.
      const users = [event.args.from, event.args.to].map(addressText).filter((user) => user !== ZERO_ADDRESS);
      return facts(...users.map((user): CompoundFact => ({ kind: 'base_moved', user })));
    }
    case 'BuyCollateral':
    case 'PauseAction':
    case 'WithdrawReserves':
    case 'Approval':
      return ignored(event.eventName);
  }
}

function base(action: 'supply' | 'withdraw' | 'absorb', user: string, byUnits: bigint): LogReading<CompoundFact> {
  return facts({ kind: 'base_changed', user: addressText(user), action, byUnits });
}

function collateral(user: string, asset: string, byUnits: bigint): CompoundFact {
  return { kind: 'collateral_changed', user: addressText(user), asset: addressText(asset), byUnits };
}
