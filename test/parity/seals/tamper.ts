import type { StoredRecord } from '@gimbal/event-log';
import type { SealedPartition } from './sealedPartition.ts';

export const TAMPERINGS = [
  'flip',
  'drop',
  'swap',
  'duplicate',
  'flip in a seal',
  'drop of a seal',
  'cut of the tail',
] as const;
export type Tampering = (typeof TAMPERINGS)[number];

export interface Tampered {
  readonly records: readonly StoredRecord[];
  /** In words, for the report of one that was missed. */
  readonly what: string;
}

/** Changes one thing among the sealed records, at a place that `random` picks. Offsets are given anew, as a forger would. */
export function tamper(target: SealedPartition, kind: Tampering, random: () => number): Tampered {
  const { records, tamperable, seals } = target;
  const pick = (count: number): number => Math.floor(random() * count);
  const at = pick(tamperable);
  switch (kind) {
    case 'flip':
      return flip(records, at, random);
    case 'drop':
      return { records: renumbered(records.toSpliced(at, 1)), what: `record ${at} dropped` };
    case 'swap': {
      const first = pick(tamperable - 1);
      const swapped = [...records];
      [swapped[first], swapped[first + 1]] = [swapped[first + 1]!, swapped[first]!];
      return { records: renumbered(swapped), what: `records ${first} and ${first + 1} swapped` };
    }
    case 'duplicate':
      return { records: renumbered(records.toSpliced(at + 1, 0, records[at]!)), what: `record ${at} doubled` };
    case 'flip in a seal':
      return flip(records, seals[pick(seals.length)]!, random, 'value');
    case 'drop of a seal': {
      const seal = seals[pick(seals.length)]!;
      return { records: renumbered(records.toSpliced(seal, 1)), what: `seal ${seal} dropped` };
    }
    case 'cut of the tail': {
      const from = 1 + pick(tamperable - 1);
      return { records: records.slice(0, from), what: `cut from ${from} on` };
    }
  }
}

/** Flips one bit of the key, a header or the value. */
function flip(records: readonly StoredRecord[], at: number, random: () => number, where?: 'value'): Tampered {
  const record = records[at]!;
  const part = where ?? (['key', 'header', 'value'] as const)[Math.floor(random() * 3)]!;
  const changed = flippedRecord(record, part, random);
  return { records: records.with(at, changed), what: `one bit of the ${part} of record ${at} flipped` };
}

function flippedRecord(record: StoredRecord, part: 'key' | 'header' | 'value', random: () => number): StoredRecord {
  if (part === 'value' && record.value.length > 0) return { ...record, value: flipBit(record.value, random) };
  if (part === 'key') return { ...record, key: flipText(record.key, random) };
  const index = Math.floor(random() * record.headers.length);
  const [name, value] = record.headers[index]!;
  return { ...record, headers: record.headers.with(index, [name, flipText(value, random)]) };
}

function flipBit(bytes: Uint8Array, random: () => number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[Math.floor(random() * copy.length)]! ^= 1 << Math.floor(random() * 8);
  return copy;
}

/** A low bit of one character, so that the text stays text. */
function flipText(text: string, random: () => number): string {
  const at = Math.floor(random() * text.length);
  return text.slice(0, at) + String.fromCharCode(text.charCodeAt(at) ^ 1) + text.slice(at + 1);
}

function renumbered(records: readonly StoredRecord[]): StoredRecord[] {
  return records.map((record, offset) => ({ ...record, offset }));
}
