import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { parseExecutionConfig } from '../config.js';
import { readExecutionConfig } from './readExecutionConfig.js';

const folder = mkdtempSync(join(tmpdir(), 'gimbal-execution-'));
const path = join(folder, 'execution.json');
afterAll(() => rmSync(folder, { recursive: true }));

function read(document: unknown, more: Readonly<Record<string, string>> = {}) {
  writeFileSync(path, JSON.stringify(document));
  return readExecutionConfig({ GIMBAL_EXECUTION_FILE: path, ...more });
}

describe('the configuration of execution', () => {
  it('is the defaults where nobody says anything', () => {
    expect(readExecutionConfig({})).toEqual(parseExecutionConfig({}));
  });

  it('is what its file says, before which go the variables', () => {
    const hedge = { perp: { venue: 'deribit', instrumentId: 'perp:deribit:ETH-USDC' } };
    const document = { allowedVenues: ['deribit'], delaySeconds: 3, repay: { asset: 'USDT' }, hedge };
    const config = read(document, {
      GIMBAL_EXECUTION_DELAY_SECONDS: '5',
      GIMBAL_EXECUTION_REPAY_LOT_USD: '500',
    });
    expect(config).toMatchObject({
      allowedVenues: ['deribit'],
      delaySeconds: 5,
      repay: { asset: 'USDT', lotUsd: 500 },
      hedge: { underlying: 'ETH', perp: { venue: 'deribit', takerFeeBps: 5 } },
    });
  });

  it('refuses what it doesn’t know, and what is no object', () => {
    expect(() => read({ delay: 3 })).toThrow('delay');
    expect(() => read([])).toThrow('Expected an object of settings');
  });
});
