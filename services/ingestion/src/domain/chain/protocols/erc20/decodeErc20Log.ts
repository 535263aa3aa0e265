import { addressText } from '../abi/hexText.js';
import { type EvmLog, eventReader } from '../abi/readEvent.js';
import { facts, ignored, type LogReading } from '../abi/reading.js';
import { ERC20_ABI } from './erc20Abi.js';
import { type TokenMoved, ZERO_ADDRESS } from './erc20Facts.js';
import { tokenTransfer } from './tokenTransfer.js';

const readErc20Event = eventReader(ERC20_ABI);

/** What a log of a token says about balances. Amounts are the token's integers. */
export function decodeErc20Log(log: EvmLog): LogReading<TokenMoved> {
  const transfer = tokenTransfer(log);
  if (transfer !== undefined) return facts(transfer);
  const read = readErc20Event(log);
  if (read.kind === 'refused') return read;
  const { event } = read;
  switch (event.eventName) {
    case 'Transfer':
      return facts(moved(log, event.args.from, event.args.to, event.args.value));
    case 'Deposit':
      return facts(moved(log, ZERO_ADDRESS, event.args.dst, event.args.wad));
    case 'Withdrawal':
      return facts(moved(log, event.args.src, ZERO_ADDRESS, event.args.wad));
    case 'Approval':
      return ignored(event.eventName);
  }
}

function moved(log: EvmLog, from: string, to: string, units: bigint): TokenMoved {
  return {
    kind: 'token_moved',
    token: addressText(log.address),
    from: addressText(from),
    to: addressText(to),
    units,
  };
}
