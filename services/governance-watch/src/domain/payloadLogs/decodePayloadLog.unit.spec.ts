import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodePayloadLog } from './decodePayloadLog.js';
import { EVENT_SIGNATURES, EVENT_TOPICS, type PayloadEvent } from './eventSignatures.js';
import { keccak256 } from './keccak256.sample.js';

/** PayloadCreated of payload 83 on Polygon, block 62294055: as the chain gave it. */
const CREATED_TOPICS = [
  '0x1e4588da4731f84a598f061ee45829a6450aa00aa28962657b6835641afbbac5',
  '0x0000000000000000000000000000000000000000000000000000000000000053',
  '0x0000000000000000000000003cbded22f878afc8d39dcd744d3fe62086b76193',
  '0x0000000000000000000000000000000000000000000000000000000000000001',
];
const CREATED_WORDS = [
  '0000000000000000000000000000000000000000000000000000000000000020',
  '0000000000000000000000000000000000000000000000000000000000000001',
  '0000000000000000000000000000000000000000000000000000000000000020',
  '00000000000000000000000037a87f3af3d5108f95e98675687c9838eda2abbc',
  '0000000000000000000000000000000000000000000000000000000000000001',
  '0000000000000000000000000000000000000000000000000000000000000001',
  '0000000000000000000000000000000000000000000000000000000000000000',
  '00000000000000000000000000000000000000000000000000000000000000c0',
  '0000000000000000000000000000000000000000000000000000000000000100',
  '0000000000000000000000000000000000000000000000000000000000000009',
  '6578656375746528290000000000000000000000000000000000000000000000',
  '0000000000000000000000000000000000000000000000000000000000000000',
];
const CREATED_DATA = Buffer.from(CREATED_WORDS.join(''), 'hex');
const QUEUED_DATA = Buffer.from(CREATED_TOPICS[1]!.slice(2), 'hex');

function withWord(index: number, word: string): Buffer {
  return Buffer.from(CREATED_WORDS.map((held, i) => (i === index ? word.padStart(64, '0') : held)).join(''), 'hex');
}

function reasonOf(topics: readonly string[], data: Uint8Array): string {
  const decoded = decodePayloadLog(topics, data);
  return decoded.kind === 'refused' ? decoded.reason : decoded.kind;
}

describe('the events of a payloads controller', () => {
  it('are known by the hash of their signatures', () => {
    // The empty hash is a published constant (EIP-1052); it shows that the hash of this test is the right one.
    expect(keccak256('')).toBe('0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470');
    for (const name of Object.keys(EVENT_TOPICS) as PayloadEvent[]) {
      expect(EVENT_TOPICS[name]).toBe(keccak256(EVENT_SIGNATURES[name]));
    }
  });
});

describe('decodePayloadLog', () => {
  it('reads a creation with its actions', () => {
    expect(decodePayloadLog(CREATED_TOPICS, CREATED_DATA)).toEqual({
      kind: 'created',
      payloadId: 83n,
      creator: '0x3cbded22f878afc8d39dcd744d3fe62086b76193',
      maximumAccessLevel: 1,
      actions: [
        {
          target: '0x37a87f3af3d5108f95e98675687c9838eda2abbc',
          withDelegateCall: true,
          accessLevel: 1,
          value: 0n,
          signature: 'execute()',
          callData: '0x',
        },
      ],
    });
  });

  it('reads what moves a payload on', () => {
    for (const kind of ['queued', 'executed', 'cancelled'] as const) {
      expect(decodePayloadLog([EVENT_TOPICS[kind]], QUEUED_DATA)).toEqual({ kind, payloadId: 83n });
    }
  });

  it('leaves other events alone', () => {
    expect(decodePayloadLog([], CREATED_DATA)).toEqual({ kind: 'other' });
    expect(decodePayloadLog([`0x${'ab'.repeat(32)}`], CREATED_DATA)).toEqual({ kind: 'other' });
  });

  it('says what was expected of a log that it refuses', () => {
    expect(reasonOf(CREATED_TOPICS, withWord(0, '40'))).toBe('Expected the offset of the actions to be 32, was 64.');
    expect(reasonOf(CREATED_TOPICS, withWord(1, 'ff01'))).toBe('Expected at most 256 actions, were 65281.');
    expect(reasonOf(CREATED_TOPICS, withWord(2, '21'))).toBe('Expected the offset of action 0 to be 32, was 33.');
    expect(reasonOf(CREATED_TOPICS, withWord(4, '2'))).toBe('Expected withDelegateCall to fit 1 bits, was 0x2.');
    expect(reasonOf(CREATED_TOPICS, withWord(8, '120'))).toBe(
      'Expected the offset of the call data to be 256, was 288.',
    );
    expect(reasonOf(CREATED_TOPICS, withWord(9, '8'))).toBe('Expected zeros after signature, found other bytes.');
    expect(reasonOf(CREATED_TOPICS, CREATED_DATA.subarray(0, 383))).toBe(
      'Expected 32 bytes for bytes of callData, were 31.',
    );
    expect(reasonOf(CREATED_TOPICS, Buffer.concat([CREATED_DATA, Buffer.alloc(32)]))).toBe(
      'Expected 384 bytes, were 416.',
    );
    expect(reasonOf(CREATED_TOPICS.slice(0, 3), CREATED_DATA)).toBe('Expected 4 topics of a created payload, were 3.');
    expect(reasonOf([...CREATED_TOPICS.slice(0, 3), '0x01'], CREATED_DATA)).toBe(
      'Expected topics of 32 bytes, was "0x01".',
    );
    const tooLarge = Buffer.from((2n ** 40n).toString(16).padStart(64, '0'), 'hex');
    expect(reasonOf([EVENT_TOPICS.queued], tooLarge)).toBe('Expected payloadId to fit 40 bits, was 0x10000000000.');
  });

  it('refuses every truncation and every other length', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 383 }), fc.integer({ min: 1, max: 100 }), (kept, added) => {
        const longer = Buffer.concat([CREATED_DATA, Buffer.alloc(added)]);
        return (
          decodePayloadLog(CREATED_TOPICS, CREATED_DATA.subarray(0, kept)).kind === 'refused' &&
          decodePayloadLog(CREATED_TOPICS, longer).kind === 'refused' &&
          decodePayloadLog([EVENT_TOPICS.executed], QUEUED_DATA.subarray(0, kept % 32)).kind === 'refused'
        );
      }),
      { numRuns: 400 },
    );
  });

  it('never throws, and never reads rubbish as a creation', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 600 }), (rubbish) => {
        return decodePayloadLog(CREATED_TOPICS, rubbish).kind === 'refused';
      }),
    );
  });

  it('reads nothing but what changed when one byte of a log changes', () => {
    const whole = JSON.stringify(decodePayloadLog(CREATED_TOPICS, CREATED_DATA), jsonable);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 383 }), fc.integer({ min: 1, max: 255 }), (at, flipped) => {
        const changed = Buffer.from(CREATED_DATA);
        changed[at]! ^= flipped;
        const decoded = decodePayloadLog(CREATED_TOPICS, changed);
        return decoded.kind === 'refused' || JSON.stringify(decoded, jsonable) !== whole;
      }),
      { numRuns: 2000 },
    );
  });
});

function jsonable(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
