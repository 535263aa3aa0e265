import { describe, expect, it } from 'vitest';
import { commands } from './commands.js';
import { runCli } from './runCli.js';
import type { Terminal } from './terminal.js';

async function run(...words: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const terminal: Terminal = {
    env: {},
    cwd: '/nowhere',
    columns: undefined,
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    draw: () => {},
    ask: () => Promise.resolve(undefined),
  };
  return { code: await runCli(words, terminal), out: out.join('\n'), err: err.join('\n') };
}

describe('gimbal', () => {
  it('has the commands that the issue asks for', () => {
    const names = commands.map(({ name }) => name);
    for (const name of ['start', 'exposure', 'tail', 'book', 'approve', 'rebuild', 'verify', 'health'])
      expect(names).toContain(name);
  });

  it.each(commands.map(({ name }) => name))('explains %s with all its options', async (name) => {
    const { code, out } = await run('help', name);
    expect(code).toBe(0);
    for (const option of Object.keys(commands.find((command) => command.name === name)!.options))
      expect(out).toContain(`--${option}`);
    expect(await run(name, '--help')).toEqual({ code, out, err: '' });
  });

  it('lists its commands', async () => {
    const { code, out } = await run('help');
    expect(code).toBe(0);
    for (const { name, summary } of commands) expect(out).toMatch(new RegExp(`${name} +${summary.slice(0, 20)}`));
  });

  it.each([
    [[]],
    [['nonsense']],
    [['help', 'nonsense']],
    [['exposure']],
    [['exposure', 'main', '--by', 'desk', '--token', 'x']],
    [['pnl', 'main', '--period', 'week', '--token', 'x']],
    [['pnl', 'main', '--from', 'noon', '--token', 'x']],
  ])('ends with 2 for %j', async (words) => {
    const { code, out, err } = await run(...words);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toBe('');
  });

  it('names the times of a P&L that would end before it begins', async () => {
    const { code, err } = await run('pnl', 'main', '--from', '14:00', '--to', '13:00', '--token', 'x');
    expect([code, err]).toEqual([2, 'Expected --from before --to, was 14:00 and 13:00.']);
  });

  it('ends with 1 in words where nobody answers', async () => {
    // Port 1 is the TCP port multiplexer's, which nobody runs.
    const { code, err } = await run('exposure', 'main', '--token', 'x', '--address-risk', '127.0.0.1:1');
    expect(code).toBe(1);
    expect(err).toMatch(/^Expected risk to answer at 127\.0\.0\.1:1, it does not\./);
  });

  it('words failures for machines too', async () => {
    const { code, err } = await run('exposure', 'main', '--json', '--token', 'x', '--address-risk', '127.0.0.1:1');
    expect(code).toBe(1);
    expect(JSON.parse(err)).toMatchObject({ error: { code: 'UNAVAILABLE', service: 'risk', fields: [] } });
  });
});
