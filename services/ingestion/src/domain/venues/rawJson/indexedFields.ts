import { RawFields, type RawItem } from './rawFields.js';
import { LIST_NODE, NOWHERE, NULL_NODE, NUMBER_NODE, OBJECT_NODE, type RawIndex, TEXT_NODE } from './rawIndex.js';
import type { RawJson, RawObject } from './readRawJson.js';

/** Up to here microseconds are whole numbers that a double holds: the year 2255. */
const SAFE_MS_MAX = 9_007_199_254_740;
/** As `RawFields` has it. */
const COUNT_DIGITS_MAX = 39;
const NO_OBJECT: RawObject = {};

/**
 * The fields of an object in an index. What the venue nearly always writes is read from where it stands; all else is made a
 * value and read as `RawFields` reads it, so that the two take the same and say the same. They are of no use any more once the
 * index has read another text.
 */
export class IndexedFields extends RawFields {
  constructor(
    readonly index: RawIndex,
    readonly node: number,
  ) {
    super(NO_OBJECT);
  }

  override raw(name: string): RawJson | undefined {
    const node = this.index.memberNamed(this.node, name);
    return node === NOWHERE ? undefined : this.index.raw(node);
  }

  override isThere(name: string): boolean {
    return this.index.memberNamed(this.node, name) !== NOWHERE;
  }

  override has(name: string): boolean {
    const node = this.index.memberNamed(this.node, name);
    return node !== NOWHERE && this.index.kinds[node] !== NULL_NODE;
  }

  override text(name: string): string {
    const { index } = this;
    const node = index.memberNamed(this.node, name);
    if (node !== NOWHERE && isText(index, node) && index.starts[node] !== index.ends[node]) return index.slice(node);
    return super.text(name);
  }

  override name(name: string): string {
    const { index } = this;
    const node = index.memberNamed(this.node, name);
    const isName = node !== NOWHERE && index.kinds[node] === TEXT_NODE && index.starts[node] !== index.ends[node];
    return isName ? index.name(node) : super.text(name);
  }

  override optionalText(name: string): string {
    const { index } = this;
    const node = index.memberNamed(this.node, name);
    if (node === NOWHERE || index.kinds[node] === NULL_NODE) return '';
    return isText(index, node) ? index.slice(node) : super.optionalText(name);
  }

  override decimal(name: string): string {
    const { index } = this;
    const node = index.memberNamed(this.node, name);
    return node !== NOWHERE && index.readDecimal(node) ? index.slice(node) : super.decimal(name);
  }

  override optionalDecimal(name: string): string {
    const { index } = this;
    const node = index.memberNamed(this.node, name);
    if (node === NOWHERE || index.kinds[node] === NULL_NODE) return '';
    return index.readDecimal(node) ? index.slice(node) : super.decimal(name);
  }

  override amount(name: string): string {
    const { index } = this;
    const node = index.memberNamed(this.node, name);
    return node !== NOWHERE && index.readAmount(node) ? index.slice(node) : super.amount(name);
  }

  override optionalAmount(name: string): string {
    const { index } = this;
    const node = index.memberNamed(this.node, name);
    if (node === NOWHERE || index.kinds[node] === NULL_NODE) return '';
    return index.readAmount(node) ? index.slice(node) : super.amount(name);
  }

  override optionalDouble(name: string): number {
    const { index } = this;
    const node = index.memberNamed(this.node, name);
    if (node === NOWHERE || index.kinds[node] === NULL_NODE) return 0;
    const double = index.readDecimal(node) ? index.decimal.double() : Number.NaN;
    return Number.isNaN(double) ? super.optionalDouble(name) : double;
  }

  override optionalPositiveDouble(name: string): number {
    const { index } = this;
    const node = index.memberNamed(this.node, name);
    if (node === NOWHERE || index.kinds[node] === NULL_NODE) return 0;
    const double = index.readAmount(node) ? index.decimal.double() : Number.NaN;
    return Number.isNaN(double) ? super.optionalPositiveDouble(name) : double;
  }

  override optionalPercent(name: string): number {
    const { index } = this;
    const node = index.memberNamed(this.node, name);
    if (node === NOWHERE || index.kinds[node] === NULL_NODE) return 0;
    const double = index.readAmount(node) ? index.decimal.double(2) : Number.NaN;
    return Number.isNaN(double) ? super.optionalPercent(name) : double;
  }

  override millisUs(name: string): bigint {
    const { index } = this;
    const node = index.memberNamed(this.node, name);
    const millis = node !== NOWHERE && index.readDecimal(node) ? index.decimal.count : NOWHERE;
    return millis >= 0 && millis <= SAFE_MS_MAX ? BigInt(millis * 1000) : super.millisUs(name);
  }

  override count(name: string): string {
    const { index } = this;
    const node = index.memberNamed(this.node, name);
    const isCount = node !== NOWHERE && index.readDecimal(node) && index.decimal.isCount;
    return isCount && index.ends[node]! - index.starts[node]! <= COUNT_DIGITS_MAX
      ? index.slice(node)
      : super.count(name);
  }

  override object(name: string): RawFields | undefined {
    const { index } = this;
    const node = index.memberNamed(this.node, name);
    return node !== NOWHERE && index.kinds[node] === OBJECT_NODE ? new IndexedFields(index, node) : undefined;
  }

  override items(name: string): readonly RawItem[] | undefined {
    const { index } = this;
    const node = index.memberNamed(this.node, name);
    if (node === NOWHERE || index.kinds[node] !== LIST_NODE) return undefined;
    const items: RawItem[] = [];
    for (let at = node + 1; at < index.nexts[node]!; at = index.nexts[at]!) {
      items.push(index.kinds[at] === OBJECT_NODE ? new IndexedFields(index, at) : index.raw(at));
    }
    return items;
  }

  override get whole(): RawObject {
    return this.index.object(this.node);
  }

  override get kept(): string {
    return this.index.slice(this.node);
  }
}

/** What `readRawJson` gives a text for. */
function isText({ kinds }: RawIndex, node: number): boolean {
  return kinds[node] === TEXT_NODE || kinds[node] === NUMBER_NODE;
}
