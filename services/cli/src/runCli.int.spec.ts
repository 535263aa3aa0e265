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
    const { code, out } = await run('help', ...name.split(' '));
    expect(code).toBe(0);
    for (const option of Object.keys(commands.find((command) => command.name === name)!.options))
      expect(out).toContain(`--${option}`);
    expect(await run(...name.split(' '), '--help')).toEqual({ code, out, err: '' });
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
    [['limit']],
    [['limit', 'loosen']],
    [['limit', 'set', 'main', 'd', 'delta_usd', '--token', 'x']],
    [['limit', 'set', 'main', 'd', 'delta_usd', '--level', '1', '--close', '1', '--target', '0', '--of', 'desk=a']],
    [['limit', 'propose', 'main', 'd', '--token', 'x', '--reason', 'r']],
    [['limit', 'propose', 'main', 'd', '--token', 'x', '--reason', 'r', '--remove', '--level', '1']],
    [['limit', 'refuse', 'main/d/change/1', '--token', 'x']],
    [['waiver', 'request', 'main', 'd', '--level', '1', '--until', 'noon', '--reason', 'r', '--token', 'x']],
    [['waiver', 'grant', '--token', 'x']],
    [['fail', 'main', '--token', 'x']],
    [['fail', 'main', 'coin=USDC', '--token', 'x']],
    [['exposure', 'main', '--by', 'desk', '--token', 'x']],
    [['pnl', 'main', '--period', 'week', '--token', 'x']],
    [['pnl', 'main', '--from', 'noon', '--token', 'x']],
  ])('ends with 2 for %j', async (words) => {
    const { code, out, err } = await run(...words);
    expect([code, out]).toEqual([2, '']);
    expect(err).not.toBe('');
  });

  it('lists what one does to a limit or a waiver', async () => {
    const { code, out } = await run('help', 'limit');
    expect(code).toBe(0);
    for (const verb of ['set', 'propose', 'approve', 'refuse']) expect(out).toContain(`  limit ${verb} `);
    expect(out).not.toContain('  waiver ');
    expect(await run('waiver', '--help')).toMatchObject({ code: 0, out: expect.stringContaining('waiver grant') });
    expect((await run('waiver', 'sign')).err).toBe(
      'Expected one of waiver request, waiver grant, waiver end, was "waiver sign".',
    );
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
