import { HEADER } from '@gimbal/contracts';

const TRADE_BOOKED = 'gimbal.risk.v1.TradeBooked';

/** Four ASCII characters as the little-endian word in which a DataView reads them. */
function word(text: string, at: number): number {
  const [a, b, c, d] = [0, 1, 2, 3].map((i) => text.charCodeAt(at + i));
  return a! | (b! << 8) | (c! << 16) | (d! << 24);
}

/** Words that together cover a text of four characters or more; the last may overlap the one before. */
function wordsOf(text: string): { readonly words: Int32Array; readonly at: Int32Array } {
  const at = Int32Array.from({ length: Math.ceil(text.length / 4) }, (_, i) => Math.min(i * 4, text.length - 4));
  return { words: at.map((place) => word(text, place)), at };
}

const CAUSATION_ID = wordsOf(HEADER.causationId);
const EPOCH = wordsOf(HEADER.epoch);
const ID = wordsOf(HEADER.id);
const TIME = wordsOf(HEADER.time);
const TYPE = wordsOf(HEADER.type);
const TRADE = wordsOf(TRADE_BOOKED);

/** Where the parts of one record stand that a fold of trades needs. */
export class HeaderScan {
  keyStart = 0;
  keyEnd = 0;
  idStart = 0;
  idEnd = 0;
  causationStart = 0;
  causationEnd = 0;
  epochStart = 0;
  epochEnd = 0;
  timeStart = 0;
  timeEnd = 0;
  typeStart = 0;
  typeEnd = 0;
  isTrade = false;
  valueStart = 0;
  valueEnd = 0;

  /**
   * Walks the canonical bytes of the record at `start` (libs/contracts, canonicalBytes) and returns where the next one
   * begins. A header that is missing has an end of 0. Throws RangeError when the bytes are cut or lie about a length.
   */
  read(view: DataView, start: number): number {
    const end = start + 4 + view.getUint32(start, true);
    this.keyStart = start + 8;
    this.keyEnd = this.keyStart + view.getUint32(start + 4, true);
    this.idEnd = 0;
    this.causationEnd = 0;
    this.epochEnd = 0;
    this.timeEnd = 0;
    this.typeEnd = 0;
    this.isTrade = false;
    let at = this.keyEnd + 2;
    for (let left = view.getUint16(this.keyEnd, true); left > 0; left--) {
      const name = at + 2;
      const nameLength = view.getUint16(at, true);
      const text = name + nameLength + 2;
      at = text + view.getUint16(text - 2, true);
      // Sorted names stand once, so no header is met twice.
      if (nameLength === 5) {
        if (matches(view, name, ID)) {
          this.idStart = text;
          this.idEnd = at;
        }
      } else if (nameLength === 7) {
        if (matches(view, name, TYPE)) {
          this.typeStart = text;
          this.typeEnd = at;
          this.isTrade = at - text === TRADE_BOOKED.length && matches(view, text, TRADE);
        } else if (matches(view, name, TIME)) {
          this.timeStart = text;
          this.timeEnd = at;
        }
      } else if (nameLength === 12) {
        if (matches(view, name, EPOCH)) {
          this.epochStart = text;
          this.epochEnd = at;
        }
      } else if (nameLength === 14) {
        if (matches(view, name, CAUSATION_ID)) {
          this.causationStart = text;
          this.causationEnd = at;
        }
      }
    }
    this.valueStart = at + 4;
    this.valueEnd = this.valueStart + view.getUint32(at, true);
    if (this.valueEnd !== end || end > view.byteLength) {
      throw new RangeError(`Expected a value that ends at byte ${end}, it ends at ${this.valueEnd}.`);
    }
    return end;
  }

  /** Whether the record has an id and a causation, one that is no step: those close with their step's marker. */
  isOfCommand(view: DataView): boolean {
    if (this.idEnd <= this.idStart || this.causationEnd - this.causationStart < 4) return false;
    return view.getInt32(this.causationStart, true) !== STEP;
  }
}

/** "step" as a word. */
const STEP = word('step', 0);

function matches(view: DataView, at: number, text: { readonly words: Int32Array; readonly at: Int32Array }): boolean {
  const { words, at: places } = text;
  for (let i = 0; i < words.length; i++) if (view.getInt32(at + places[i]!, true) !== words[i]) return false;
  return true;
}
