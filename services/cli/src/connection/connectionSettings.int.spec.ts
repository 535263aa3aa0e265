import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Options, type OptionValues } from '../arguments/options.js';
import type { Terminal } from '../terminal.js';
import { connectionSettings } from './connectionOptions.js';
import { removeSession, SESSION_FILE } from './sessionFile.js';

const folder = mkdtempSync(join(tmpdir(), 'gimbal-cli-'));
const session = join(folder, SESSION_FILE);

beforeAll(() => {
  mkdirSync(dirname(session));
  const addresses = { risk: '127.0.0.1:7003', execution: '127.0.0.1:7005' };
  writeFileSync(
    session,
    JSON.stringify({ addresses, tokens: { trader: 't', approver: 'a', operator: 'o', viewer: 'v' } }),
  );
});
afterAll(() => rmSync(folder, { recursive: true }));

function settings(values: OptionValues, env: Record<string, string> = {}, cwd = folder) {
  return connectionSettings(new Options(values), { env, cwd } as Terminal, 'operator');
}

describe('connectionSettings', () => {
  it('takes addresses from option, environment, session and the usual ports, in this order', () => {
    const env = { GIMBAL_ADDRESS_RISK: 'env:3', GIMBAL_ADDRESS_GOVERNANCE_WATCH: 'env:4', GIMBAL_ADDRESS_PRICING: ' ' };
    expect(settings({ 'address-risk': 'option:3' }, env).addresses).toEqual({
      ingestion: '127.0.0.1:50051',
      pricing: '127.0.0.1:50052',
      risk: 'option:3',
      'governance-watch': 'env:4',
      execution: '127.0.0.1:7005',
    });
    expect(settings({}, env).addresses.risk).toBe('env:3');
    expect(settings({}).addresses.risk).toBe('127.0.0.1:7003');
  });

  it('takes the token from --token, --as, the environment, and the session', () => {
    const env = { GIMBAL_TOKEN: 'e' };
    expect(settings({ token: 'x' }, env).token).toBe('x');
    expect(settings({ as: 'approver' }, env).token).toBe('a');
    expect(settings({}, env).token).toBe('e');
    expect(settings({}).token).toBe('o');
  });

  it('asks for a token where there is none, and for one of two', () => {
    expect(() => settings({}, {}, tmpdir())).toThrow(/Expected a token: with --token, in GIMBAL_TOKEN/);
    expect(() => settings({ token: 'x', as: 'trader' })).toThrow(/either --token or --as/);
    expect(() => settings({ as: 'nobody' })).toThrow(/one of trader, approver, operator, viewer/);
  });

  it('says of a file that is no session what it is', () => {
    const file = join(folder, 'other.json');
    for (const text of ['{', '[]', '{"addresses":{},"tokens":{"trader":1}}', 'null']) {
      writeFileSync(file, text);
      expect(() => settings({ session: file }), text).toThrow(/Expected a session of Gimbal in/);
    }
  });
});

describe('removeSession', () => {
  it('leaves the session of another Gimbal alone', () => {
    const file = join(folder, 'mine.json');
    writeFileSync(file, JSON.stringify({ addresses: {}, tokens: { trader: 'new' } }));
    removeSession(file, 'old');
    expect(
      connectionSettings(
        new Options({ session: file, as: 'trader' }),
        { env: {}, cwd: folder } as unknown as Terminal,
        'viewer',
      ).token,
    ).toBe('new');
    removeSession(file, 'new');
    expect(() => settings({ session: file })).toThrow(/Expected a token/);
  });
});
