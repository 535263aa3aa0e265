import type {
  AccountPosition,
  BridgeTransfer,
  ListAccountPositionsResponse,
} from '@gimbal/contracts/ingestion/v1/ingestion_service';
import { moment } from './moments.js';
import { table } from './table.js';

const HEAD = ['account', 'place', 'instrument', 'quantity', 'break', 'source'] as const;
const TEXT = [0, 1, 2, 5];

/** One line a position that is something or has a break, in the order of the answer; then what is in transit. */
export function accountPositionsText({ positions, inTransit }: Omit<ListAccountPositionsResponse, 'step'>): string {
  const held = positions.filter(({ units, breakDifference }) => units !== '0' || breakDifference !== '');
  const text =
    held.length === 0 ? 'Nothing is known to be held by a watched account.' : table([HEAD, ...held.map(rowOf)], TEXT);
  return [text, ...inTransit.map(transitText)].join('\n');
}

function rowOf({
  accountId,
  place,
  instrumentId,
  quantity,
  breakDifference,
  source,
}: AccountPosition): readonly string[] {
  return [accountId, place, instrumentId, quantity, breakDifference, source];
}

function transitText({ accountId, amount, asset, fromChain, toChain, bridge, sentAtUs }: BridgeTransfer): string {
  return `in transit: ${amount} ${asset} of ${accountId}, ${fromChain} to ${toChain} over ${bridge}, since ${moment(sentAtUs)}`;
}
