import { instrumentName } from '../format/names.js';
import { formatDecimal } from '../format/numbers.js';
import { outsideName } from '../format/outsideName.js';
import type { WatchedAnswer } from '../wire/apiAnswers.js';
import { decimalOfUnits, decimalsBetween } from './decimalOfUnits.js';

export type AccountPosition = WatchedAnswer['positions']['lines'][number];

/** An account in one place, above its positions there; or one of them. */
export type AccountLine = { readonly key: string } & (
  | { readonly kind: 'place'; readonly account: string; readonly place: string }
  | {
      readonly kind: 'position';
      readonly instrument: string;
      readonly quantity: string;
      readonly isOwed: boolean;
      readonly breakBy: string;
      readonly source: string;
      readonly title: string;
    }
);

const FRACTION_DIGITS_MAX = 8;

/** Position lines by account and place, in the order of the answer, which is by account. */
export function accountLines(positions: readonly AccountPosition[]): AccountLine[] {
  const places = Map.groupBy(positions, ({ accountId, place }) => JSON.stringify([accountId, place]));
  return [...places].flatMap(([key, held]): AccountLine[] => [
    { key, kind: 'place', account: outsideName(held[0]!.accountId), place: outsideName(held[0]!.place) },
    ...held.map(positionLine),
  ]);
}

function positionLine(position: AccountPosition): AccountLine {
  const { accountId, place, instrumentId, source, quantity, units, number, breakDifference } = position;
  const block = number === '0' ? '' : `block ${number}`;
  return {
    key: positionKeyOf(position),
    kind: 'position',
    instrument: outsideName(instrumentName(instrumentId)),
    quantity: formatDecimal(quantity, FRACTION_DIGITS_MAX),
    isOwed: quantity.startsWith('-'),
    breakBy: breakDifference === '' ? '' : amountText(breakDifference, position),
    source: outsideName(source),
    title: [instrumentId, `${accountId}, ${place}`, `${quantity} (${units})`, source, block].filter(Boolean).join('\n'),
  };
}

interface PositionName {
  readonly accountId: string;
  readonly place: string;
  readonly instrumentId: string;
  readonly source: string;
}

/** Names can hold any character, so they are joined as JSON. */
export function positionKeyOf({ accountId, place, instrumentId, source }: PositionName): string {
  return JSON.stringify([accountId, place, instrumentId, source]);
}

/** An amount of a break, an integer of the contract, as the position's own quantity is told; as it is where that can't be seen. */
export function amountText(amount: string, position: AccountPosition | undefined): string {
  if (position?.units === '') return formatDecimal(amount, FRACTION_DIGITS_MAX);
  const decimals = position === undefined ? undefined : decimalsBetween(position.units, position.quantity);
  return decimals === undefined
    ? `${formatDecimal(amount)} units`
    : formatDecimal(decimalOfUnits(amount, decimals), decimals);
}
