import { RAY } from '@gimbal/margin';
import { addressText } from '../abi/hexText.js';
import { type EvmLog, eventReader } from '../abi/readEvent.js';
import { facts, ignored, type LogReading, refusal } from '../abi/reading.js';
import { AAVE_TOKEN_ABI } from './aaveAbi.js';
import type { AaveTokenFact } from './aaveFacts.js';

const readTokenEvent = eventReader(AAVE_TOKEN_ABI);

/**
 * What a log of an aToken or of a variable debt token says of scaled balances. The contract adds the interest since the
 * holder's last log to what it mints and takes it off what it burns (ScaledBalanceTokenBase), so a burn that is smaller
 * than the interest is logged as a Mint: value less balanceIncrease is what the balance changed by in both.
 */
export function decodeAaveTokenLog(log: EvmLog): LogReading<AaveTokenFact> {
  const read = readTokenEvent(log);
  if (read.kind === 'refused') return read;
  const { event } = read;
  switch (event.eventName) {
    case 'Mint': {
      const { onBehalfOf, value, balanceIncrease, index } = event.args;
      return changed(onBehalfOf, value - balanceIncrease, index);
    }
    case 'Burn': {
      const { from, value, balanceIncrease, index } = event.args;
      return changed(from, -(value + balanceIncrease), index);
    }
    case 'BalanceTransfer': {
      const { from, to, value, index } = event.args;
      if (index < RAY) return belowOne(index);
      const moved = { from: addressText(from), to: addressText(to), scaled: value, indexRay: index };
      return facts({ kind: 'scaled_moved', ...moved });
    }
    case 'Transfer':
    case 'Approval':
    case 'BorrowAllowanceDelegated':
    case 'Initialized':
      return ignored(event.eventName);
  }
}

function changed(user: string, byUnits: bigint, indexRay: bigint): LogReading<AaveTokenFact> {
  if (indexRay < RAY) return belowOne(indexRay);
  return facts({ kind: 'scaled_changed', user: addressText(user), byUnits, indexRay });
}

/** An index begins at one and grows; below one it would divide wrongly, and no Aave token has such a log. */
function belowOne(indexRay: bigint): LogReading<AaveTokenFact> {
  return refusal('impossible_value', `Expected an index of at least ${RAY}, was ${indexRay}.`);
}
