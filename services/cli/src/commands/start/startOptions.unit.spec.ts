import { existsSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parseCommandLine } from '../../arguments/parseCommandLine.js';
import { startCommand } from './start.js';
import { startOptions } from './startOptions.js';

const read = (...words: string[]) => startOptions(parseCommandLine(startCommand, words).options, '/desk');

describe('startOptions', () => {
  it('replays 17 August 2023 over PostgreSQL at 60 seconds a second unless told otherwise', () => {
    const options = read();
    expect(options).toMatchObject({
      log: { kind: 'postgres' },
      logChosen: false,
      speed: 60,
      interactive: false,
      exit: false,
    });
    expect(options.sessionFile).toBe('/desk/.gimbal/session.json');
    expect(existsSync(options.recording)).toBe(true);
    expect(options.targets).toContain('console');
  });

  it('gives a reader more time, and none when it should be fast', () => {
    expect(read('--interactive').speed).toBe(15);
    expect(read('--interactive', '--speed', '30').speed).toBe(30);
    expect(read('--fast').speed).toBeUndefined();
  });

  it('takes folders relative to where one is, and ports', () => {
    const options = read('--data', 'kept', '--recording', '/r', '--port-console', '0', '--no-console');
    expect(options).toMatchObject({ dataDir: '/desk/kept', recording: '/r', ports: { console: 0 } });
    expect(options.targets).not.toContain('console');
  });

  it('needs brokers for Kafka, and for Kafka alone', () => {
    expect(read('--log', 'kafka', '--brokers', 'a:1, b:2').log).toMatchObject({
      kind: 'kafka',
      brokers: ['a:1', 'b:2'],
    });
    expect(() => read('--log', 'kafka')).toThrow(/Expected --brokers/);
    expect(() => read('--brokers', 'a:1')).toThrow(/with --log kafka alone/);
  });

  it.each([
    [['--log', 'files'], /--log with one of postgres, memory, kafka/],
    [['--speed', '0'], /--speed with a number from 1/],
    [['--speed', '5', '--fast'], /either --speed or --fast/],
    [['--until', 'noon'], /--until with a time such as 21:45/],
    [['--port-risk', '70000'], /--port-risk/],
  ])('refuses %j', (words, message) => {
    expect(() => read(...words)).toThrow(message);
  });
});
