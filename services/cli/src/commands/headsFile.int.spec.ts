import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { CliFailure } from '../cliFailure.js';
import { SERVICES } from '../connection/connectionOptions.js';
import { readHeads } from './headsFile.js';

const folder = mkdtempSync(join(tmpdir(), 'gimbal-heads-'));
afterAll(() => rmSync(folder, { recursive: true }));

describe('readHeads', () => {
  it('reads hashes and offsets as they were written', () => {
    // Protobuf JSON: bytes are base64, 64-bit integers are text.
    const head = {
      topic: 'exposure',
      partition: 2,
      sealedToOffset: '9007199254740993',
      endHash: 'AAEC/w==',
      keyId: 'k',
    };
    const services = Object.fromEntries(
      SERVICES.map((service) => [service, { heads: [head], signature: '', keyId: 'k' }]),
    );
    writeFileSync(join(folder, 'heads.json'), JSON.stringify({ format: 'gimbal-heads/1', services }));
    const [read] = readHeads('heads.json', folder).services.risk.heads;
    expect(read).toEqual({
      topic: 'exposure',
      partition: 2,
      sealedToOffset: 9_007_199_254_740_993n,
      endHash: Buffer.from([0, 1, 2, 255]),
      keyId: 'k',
    });
  });

  it('reads the folder into which each process writes at its stop', () => {
    const kept = mkdtempSync(join(folder, 'kept-'));
    for (const service of SERVICES.slice(1)) {
      writeFileSync(join(kept, `${service}.heads.json`), JSON.stringify({ heads: [{ topic: 't' }], keyId: service }));
    }
    expect(() => readHeads(kept, folder)).toThrow(/those of ingestion are missing/);
    writeFileSync(join(kept, 'ingestion.heads.json'), '{"keyId":"ingestion"}');
    const { services } = readHeads(kept, folder);
    expect(SERVICES.map((service) => services[service].keyId)).toEqual([...SERVICES]);
    expect(services.risk.heads.map(({ topic }) => topic)).toEqual(['t']);
  });

  it.each([
    ['{', /found no "format"/],
    ['null', /found no "format"/],
    ['{"format":"gimbal-heads/2"}', /found no "format"/],
    [
      '{"format":"gimbal-heads/1","services":{"risk":{}}}',
      /those of ingestion, pricing, governance-watch, execution are missing/,
    ],
  ])('refuses %s', (text, message) => {
    writeFileSync(join(folder, 'other.json'), text);
    expect(() => readHeads('other.json', folder)).toThrow(message);
    expect(() => readHeads('other.json', folder)).toThrow(CliFailure);
  });

  it('refuses a file that is not there', () => {
    expect(() => readHeads('none.json', folder)).toThrow(/Expected exported heads in none.json, ENOENT/);
  });
});
