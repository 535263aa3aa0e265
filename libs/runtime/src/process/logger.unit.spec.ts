import { describe, expect, it } from 'vitest';
import { createLogger } from './logger.js';

function capture(level?: 'quiet' | 'info') {
  const lines: string[] = [];
  const logger = createLogger({
    service: 'risk',
    write: (line) => lines.push(line),
    now: () => 0,
    ...(level ? { level } : {}),
  });
  return { lines, logger };
}

describe('createLogger', () => {
  it('writes one line of JSON with time, level, service and message', () => {
    const { lines, logger } = capture();
    logger.with({ part: 'grpc' }).info('Serving gRPC.', { epoch: 7n, hash: Buffer.alloc(32) });
    expect(JSON.parse(lines[0]!)).toEqual({
      time: '1970-01-01T00:00:00.000Z',
      level: 'info',
      service: 'risk',
      message: 'Serving gRPC.',
      part: 'grpc',
      epoch: '7',
      hash: '[32 bytes]',
    });
  });

  it('never writes a secret, wherever it stands', () => {
    const { lines, logger } = capture();
    const jwt = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJhbm4ifQ.c2ln';
    logger.error(`failed with Bearer ${jwt}`, {
      authorization: 'canary-1',
      nested: { password: 'canary-2', list: [{ privateKey: 'canary-3' }] },
      error: new Error('connect postgres://gimbal:canary-4@db:5432', { cause: new Error(jwt) }),
      tokenAddress: '0x2791',
    });
    expect(lines[0]).not.toMatch(/canary|eyJ/);
    expect(lines[0]).toContain('0x2791');
  });

  it('writes nothing when quiet, and no debug by default', () => {
    const quiet = capture('quiet');
    quiet.logger.error('x');
    const usual = capture();
    usual.logger.debug('x');
    expect([...quiet.lines, ...usual.lines]).toEqual([]);
  });
});
