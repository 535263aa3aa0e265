import { readFileSync, readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { codecOf, controlEventTypes, eventTypesOf, topicNames } from '@gimbal/contracts';
import { describe, expect, it } from 'vitest';

const folder = join(dirname(fileURLToPath(import.meta.url)), '../../proto/golden');
const types = [...new Set([...controlEventTypes(), ...topicNames.flatMap(eventTypesOf)].map((codec) => codec.$type))];

const samples = readdirSync(folder)
  .filter((name) => /^gimbal\..*\.json$/.test(name))
  .map((name) => name.slice(0, -'.json'.length))
  .sort();

/** The samples of a type, oldest first: `TYPE`, then `TYPE@2` for the fields that were added later, and so on. */
function samplesOf(type: string): string[] {
  return samples.filter((sample) => sample.split('@')[0] === type);
}

function bytesOf(sample: string): Buffer {
  return readFileSync(join(folder, `${sample}.bin`));
}

describe('frozen samples', () => {
  it('stand for every event type of the contract, and for nothing else', () => {
    expect([...new Set(samples.map((sample) => sample.split('@')[0]))]).toEqual([...types].sort());
  });

  // The bytes were written by protobuf-go (`buf convert`), so this is two implementations and not one against itself.
  it.each(samples)('%s decodes to its JSON and is written back as the same bytes', (sample) => {
    const codec = codecOf(sample.split('@')[0]!)!;
    const json = JSON.parse(readFileSync(join(folder, `${sample}.json`), 'utf8')) as object;
    expect(codec.toJSON(codec.decode(bytesOf(sample)))).toEqual(json);
    expect(Buffer.from(codec.encode(codec.fromJSON(json)).finish()).equals(bytesOf(sample))).toBe(true);
  });

  it.each(types)('%s has a newest sample that says something in every field', (type) => {
    const newest = samplesOf(type).at(-1)!;
    const silent = Object.entries(codecOf(type)!.decode(bytesOf(newest)) as object)
      .filter(([, value]) => isDefault(value))
      .map(([field]) => field);
    expect(silent).toEqual([]);
  });
});

/** Whether a field holds what proto3 leaves out, here or in a message within; false is such a value too. */
function isDefault(value: unknown): boolean {
  if (value === undefined || value === null) return true;
  if (typeof value !== 'object') return value === 0 || value === 0n || value === '' || value === false;
  if (value instanceof Uint8Array) return value.length === 0;
  const inner = Array.isArray(value) ? value : Object.values(value);
  return inner.length === 0 || inner.some(isDefault);
}
