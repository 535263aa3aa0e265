import { readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { decodePayloadLog } from './decodePayloadLog.js';

const FOLDER = new URL('../../../../../test/data/governance/event_logs/', import.meta.url);

interface RecordedLog {
  readonly eventName: string;
  /** What the recorder's own decoder read. */
  readonly args: {
    readonly payloadId: number;
    readonly actions?: readonly { readonly target: string; readonly callData: string }[];
  };
  readonly topics: string[];
  readonly data: string;
}

const logs = readdirSync(FOLDER).flatMap((name) => {
  const lines = gunzipSync(readFileSync(new URL(name, FOLDER)))
    .toString('utf8')
    .trim()
    .split('\n');
  return lines.map((line) => JSON.parse(line) as RecordedLog);
});

describe('recorded logs of payloads controllers', () => {
  it('are read as their recorder read them', () => {
    expect(logs).toHaveLength(30);
    for (const { eventName, args, topics, data } of logs) {
      const decoded = decodePayloadLog(topics, Buffer.from(data.slice(2), 'hex'));
      expect(decoded).toMatchObject({
        kind: eventName.replace('Payload', '').toLowerCase(),
        payloadId: BigInt(args.payloadId),
      });
      if (decoded.kind !== 'created') continue;
      expect(decoded.actions.map(({ target, callData }) => [target, callData])).toEqual(
        args.actions?.map(({ target, callData }) => [target.toLowerCase(), callData]),
      );
    }
  });

  it('have up to four actions, and call data that is not always empty', () => {
    const counts = logs.map(({ args }) => args.actions?.length ?? 0);
    expect(Math.max(...counts)).toBe(4);
    expect(logs.some(({ args }) => args.actions?.some(({ callData }) => callData.length > 2))).toBe(true);
  });
});
