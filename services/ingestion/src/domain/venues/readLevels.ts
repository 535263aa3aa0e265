import { type Level, levelOf } from './book.js';
import { IndexedFields } from './rawJson/indexedFields.js';
import { knownTexts } from './rawJson/knownText.js';
import { LIST_NODE, NOWHERE, type RawIndex } from './rawJson/rawIndex.js';
import { amountText, decimalText, isRawList, type RawFields, shownRaw } from './rawJson/rawFields.js';
import type { RawJson } from './rawJson/readRawJson.js';

const ACTION = knownTexts('change', 'new', 'delete');

/** `[price, size]`, or `["new" | "change" | "delete", price, size]`. */
export type LevelForm = 'pair' | 'acted';

/** The levels of one side of a book. The first that isn't one is the failure of the fields, and there are none then. */
export function readLevels(fields: RawFields, side: string, form: LevelForm): readonly Level[] {
  const found = fields instanceof IndexedFields ? indexedLevels(fields, side, form) : undefined;
  if (found !== undefined) return found;
  const levels: Level[] = [];
  for (const raw of fields.list(side)) {
    const level = form === 'pair' ? pairLevel(raw) : actedLevel(raw);
    if (level === undefined) {
      fields.failure ??= `Expected a level of price and size in ${side}, was ${shownRaw(raw)}.`;
      return [];
    }
    levels.push(level);
  }
  return levels;
}

function pairLevel(raw: RawJson): Level | undefined {
  return isRawList(raw) && raw.length === 2 ? levelFrom(raw[0], raw[1]) : undefined;
}

function actedLevel(raw: RawJson): Level | undefined {
  if (!isRawList(raw) || raw.length !== 3) return undefined;
  const [action, price, amount] = raw;
  if (action === 'delete') return levelFrom(price, '0');
  return action === 'new' || action === 'change' ? levelFrom(price, amount) : undefined;
}

function levelFrom(price: RawJson | undefined, size: RawJson | undefined): Level | undefined {
  const [priceText, sizeText] = [decimalText(price), amountText(size)];
  return priceText === undefined || sizeText === undefined ? undefined : levelOf(priceText, sizeText);
}

/** The same from where the levels stand; undefined when one of them isn't as it nearly always is. */
function indexedLevels({ index, node }: IndexedFields, side: string, form: LevelForm): readonly Level[] | undefined {
  const list = index.memberNamed(node, side);
  if (list === NOWHERE || index.kinds[list] !== LIST_NODE) return undefined;
  const levels: Level[] = [];
  const { kinds, nexts } = index;
  const end = nexts[list]!;
  for (let at = list + 1; at < end; at = nexts[at]!) {
    const first = at + 1;
    const places = nexts[at]! - first;
    if (kinds[at] !== LIST_NODE || places !== (form === 'pair' ? 2 : 3)) return undefined;
    const level = form === 'pair' ? indexedLevel(index, first, first + 1) : indexedActedLevel(index, first);
    if (level === undefined) return undefined;
    levels.push(level);
  }
  return levels;
}

function indexedActedLevel(index: RawIndex, action: number): Level | undefined {
  if (index.isText(action, ACTION.change) || index.isText(action, ACTION.new))
    return indexedLevel(index, action + 1, action + 2);
  return index.isText(action, ACTION.delete) ? indexedLevel(index, action + 1, NOWHERE) : undefined;
}

/** Three nodes of a list of three are its items: one with nodes of its own would have more. */
function indexedLevel(index: RawIndex, price: number, size: number): Level | undefined {
  if (!index.readDecimal(price)) return undefined;
  const text = index.slice(price);
  const double = index.decimal.double();
  if (size !== NOWHERE && !index.readAmount(size)) return undefined;
  const said = { price: text, size: size === NOWHERE ? '0' : index.slice(size) };
  return { priceNumber: Number.isNaN(double) ? Number(text) : double, said };
}
