import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { FrameControl } from '../../../domain/rawFrame.js';
import { decodeLine, encodeLine, type JournalLine } from './journalLine.js';

const us = fc.bigInt({ min: 0n, max: 10n ** 18n });
const control: fc.Arbitrary<FrameControl> = fc.oneof(
  fc.record({
    kind: fc.constant('connected' as const),
    connector: fc.string(),
    session: fc.nat(),
    endpoint: fc.string(),
  }),
  fc.record({
    kind: fc.constant('connected' as const),
    connector: fc.string(),
    session: fc.nat(),
    endpoint: fc.string(),
    carried: fc.string(),
  }),
  fc.record({
    kind: fc.constant('disconnected' as const),
    connector: fc.string(),
    session: fc.nat(),
    endpoint: fc.string(),
    reason: fc.string(),
  }),
  fc.record({
    kind: fc.constant('clock' as const),
    connector: fc.string(),
    offsetUs: us.map((n) => -n),
    roundTripUs: us,
  }),
  fc.record({
    kind: fc.constantFrom('degraded' as const, 'restored' as const),
    connector: fc.string(),
    reason: fc.string(),
    detail: fc.string(),
  }),
);
/** Bytes, and text that is mostly UTF-8. */
const raw = fc.oneof(
  fc.uint8Array({ maxLength: 200 }),
  fc.string({ unit: 'binary', maxLength: 100 }).map((text) => new TextEncoder().encode(text)),
  fc.constant(new TextEncoder().encode('\ufeff{"a":"\n"}')),
);
const line: fc.Arbitrary<JournalLine> = fc.oneof(
  fc.record({ feed: fc.string(), raw, receivedAtUs: us }).map((frame) => ({ kind: 'frame' as const, frame })),
  fc
    .record({ feed: fc.string(), raw: fc.constant(new Uint8Array(0)), receivedAtUs: us, control })
    .map((frame) => ({ kind: 'frame' as const, frame })),
  fc.record({ kind: fc.constant('step' as const), number: fc.nat(), timeUs: us, frames: fc.nat() }),
);

function plain(value: JournalLine | undefined): unknown {
  if (value?.kind !== 'frame') return value;
  return { ...value, frame: { ...value.frame, raw: Buffer.from(value.frame.raw).toString('hex') } };
}

describe('a line of a journal', () => {
  it('comes back as it was, byte for byte, on one line', () => {
    fc.assert(
      fc.property(line, (written) => {
        const bytes = encodeLine(written);
        expect(bytes.indexOf(0x0a)).toBe(bytes.length - 1);
        expect(plain(decodeLine(bytes.subarray(0, -1)))).toEqual(plain(written));
      }),
    );
  });

  it('is not read when a bit of it was turned, or when it was cut', () => {
    const frame = { feed: 'f', raw: Buffer.from('{"price":"1800"}'), receivedAtUs: 17n };
    const bytes = encodeLine({ kind: 'frame', frame }).subarray(0, -1);
    for (let bit = 72; bit < bytes.length * 8; bit++) {
      const turned = Buffer.from(bytes);
      turned[bit >> 3]! ^= 1 << (bit & 7);
      expect(decodeLine(turned)).toBeUndefined();
    }
    for (let length = 0; length < bytes.length; length++) expect(decodeLine(bytes.subarray(0, length))).toBeUndefined();
  });

  it('stands on paper as the format says', () => {
    // CRC-32 (IEEE 802.3) of the JSON, by Python's zlib.crc32.
    const step = encodeLine({ kind: 'step', number: 3, timeUs: 1_700_000_000_000_001n, frames: 2 });
    expect(step.toString()).toBe('4fffc400 {"k":"step","n":3,"t":"1700000000000001","frames":2}\n');
  });
});
