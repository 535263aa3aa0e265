import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { SERVICES } from './connection/connectionOptions.js';
import { eventually, GIMBAL, runGimbal, startGimbal } from './gimbalProcess.scenario.js';

const folder = mkdtempSync(join(tmpdir(), 'gimbal-binary-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Makes the first Node of a hand-over say that it is 20.20.2, and leaves the second one alone. */
const OLD_NODE = `data:text/javascript,${encodeURIComponent(
  "if (process.env.GIMBAL_HANDED_OVER !== '1' || process.env.TEST_ALWAYS_OLD === '1') " +
    "Object.defineProperty(process, 'versions', { value: { ...process.versions, node: '20.20.2' } });",
)}`;
const FREE_PORTS = SERVICES.flatMap((service) => [`--port-${service}`, '0']);

describe('the gimbal binary', () => {
  it('works from any folder, and through a link', async () => {
    const link = join(folder, 'gimbal');
    symlinkSync(GIMBAL, link);
    const { code, out } = await runGimbal(['help'], { cwd: folder, bin: link });
    expect([code, out.includes('gimbal COMMAND [options]')]).toEqual([0, true]);
  });

  it('hands over to the installed Node where it is run by an older one, with its words and the exit code', async () => {
    const old = { cwd: folder, nodeArguments: ['--import', OLD_NODE] };
    expect((await runGimbal(['help', 'verify'], old)).out).toContain('gimbal verify [PORTFOLIO] [options]');
    expect((await runGimbal(['nonsense'], old)).code).toBe(2);
  });

  it('says so where there is none', async () => {
    const alone = join(folder, 'alone.mjs');
    copyFileSync(GIMBAL, alone);
    const expected = [1, 'Expected Node 24 or newer, was 20.20.2. Run npm ci, which installs it, or update Node.\n'];
    const missing = await runGimbal(['help'], { cwd: folder, bin: alone, nodeArguments: ['--import', OLD_NODE] });
    expect([missing.code, missing.err]).toEqual(expected);
    const env = { TEST_ALWAYS_OLD: '1' };
    const endless = await runGimbal(['help'], { cwd: folder, nodeArguments: ['--import', OLD_NODE], env });
    expect([endless.code, endless.err]).toEqual(expected);
  });

  it('says so where Gimbal was not built', async () => {
    const unbuilt = join(folder, 'unbuilt.mjs');
    copyFileSync(GIMBAL, unbuilt);
    const { code, err } = await runGimbal(['help'], { cwd: folder, bin: unbuilt });
    expect([code, err]).toEqual([1, 'Expected Gimbal to be built, it is not: run npm ci, or npm run build.\n']);
  });
});

describe('gimbal start', () => {
  it('ends after the summary when told to, with figures for machines', async () => {
    const words = [
      'start',
      '--log',
      'memory',
      '--fast',
      '--exit',
      '--until',
      '00:05',
      '--no-console',
      '--json',
      ...FREE_PORTS,
    ];
    const { code, out, err } = await runGimbal(words, { cwd: folder });
    expect(code).toBe(0);
    const summary = JSON.parse(out) as {
      lastStep: number;
      approvals: number;
      figures: { mainStartUsd: number; twinStartUsd: number };
    };
    expect(summary).toMatchObject({ lastStep: 6, approvals: 0 });
    // Nothing was done yet, so the book and its twin are worth the same.
    expect(summary.figures.mainStartUsd).toBe(summary.figures.twinStartUsd);
    expect(summary.figures.mainStartUsd).toBeGreaterThan(2_000_000);
    expect(err).toContain('Assumed   ');
  });

  it('refuses a port that was asked for and is taken', async () => {
    const taken = createServer();
    const port = await new Promise<number>((resolve) => {
      taken.listen(0, '127.0.0.1', () => resolve((taken.address() as { port: number }).port));
    });
    const words = [
      'start',
      '--log',
      'memory',
      '--fast',
      '--exit',
      '--until',
      '00:02',
      '--no-console',
      ...FREE_PORTS,
      '--port-risk',
      String(port),
    ];
    const { code, err } = await runGimbal(words, { cwd: folder });
    expect([code, err]).toEqual([1, `Expected port ${port} to be free for risk, another process has it.\n`]);
    await new Promise((resolve) => taken.close(resolve));
  });

  it('goes on in memory where PostgreSQL cannot run, unless it was asked for', async () => {
    const foreign = "data:text/javascript,Object.defineProperty(process, 'arch', { value: 's390x' });";
    const elsewhere = { cwd: folder, nodeArguments: ['--import', foreign] };
    const words = ['start', '--fast', '--exit', '--until', '00:02', '--no-console', ...FREE_PORTS];
    const { code, out } = await runGimbal(words, elsewhere);
    expect(code).toBe(0);
    expect(out).toMatch(/^PostgreSQL can't run here: Expected linux x64 or arm64, was linux s390x/m);
    expect(out).toContain('Gimbal is up, all in one, its log in memory.');
    const asked = await runGimbal([...words, '--log', 'postgres'], elsewhere);
    expect([asked.code, asked.err.startsWith('Expected linux x64 or arm64, was linux s390x')]).toEqual([1, true]);
  });

  it('stops at once in the middle of a replay, with 0', async () => {
    const running = startGimbal(['start', '--log', 'memory', '--fast', '--no-console', ...FREE_PORTS], { cwd: folder });
    await eventually(
      60_000,
      () => (running.output.out.includes('00:30:00') ? true : undefined),
      () => running.output.out + running.output.err,
    );
    running.child.kill('SIGINT');
    const { code, err, out } = await running.ended;
    expect([code, err, out.includes('== On-chain')]).toEqual([0, '', false]);
  });

  it('goes on where its folder of data stands, and says so when another one has it', async () => {
    const words = ['start', '--no-console', '--data', join(folder, 'kept'), ...FREE_PORTS];
    // The paced hours are not reached, so the log ends here at its third minute.
    const first = startGimbal([...words, '--until', '00:03'], { cwd: folder });
    const seen = (): string => first.output.out + first.output.err;
    await eventually(60_000, () => (first.output.out.includes('stays up') ? true : undefined), seen);
    const second = await runGimbal([...words, '--session', join(folder, 'second.json')], { cwd: folder });
    expect([second.code, second.err]).toEqual([
      1,
      expect.stringMatching(/^Expected --data with a folder of its own, another Gimbal \(pid \d+\) uses this folder: /),
    ]);
    first.child.kill('SIGTERM');
    expect((await first.ended).code).toBe(0);
    expect(first.output.out).not.toContain('The log stands at');
    const again = await runGimbal([...words, '--until', '00:05', '--exit'], { cwd: folder });
    expect([again.code, again.err]).toEqual([0, '']);
    expect(again.out).toContain('The log stands at 00:03:00; going on from there.');
    const over = await runGimbal([...words, '--until', '00:05', '--exit'], { cwd: folder });
    expect(over.out).toContain('The log stands at 00:05:00; nothing is left to replay.');
  }, 180_000);

  it('shows the surface of the recording that has one, and names the first time that it has', async () => {
    const recording = resolve(import.meta.dirname, '../../../test/data/recordings/2022-01-25-options');
    const cwd = join(folder, 'options');
    mkdirSync(cwd);
    const words = ['start', '--log', 'memory', '--no-console', '--recording', recording, ...FREE_PORTS];
    const running = startGimbal(words, { cwd });
    const seen = (): string => running.output.out + running.output.err;
    await eventually(60_000, () => (running.output.out.includes('stays up') ? true : undefined), seen);
    const { code, out } = await runGimbal(['surface', 'ETH'], { cwd });
    expect([code, out.includes('ETH on deribit at 2022-01-25 03:3')]).toEqual([0, true]);
    expect(out).toMatch(/^2022-02-04 08:00:00 /m);
    const early = await runGimbal(['surface', 'ETH', '--as-of', '00:00'], { cwd });
    // The earliest timestamp in chain.json.gz is 03:29:50.615, which is when a surface is tried first.
    expect([early.code, early.err]).toEqual([
      1,
      'Expected a time at which there was a surface of ETH, was 2022-01-25 00:00:00 UTC. The first is of 2022-01-25 03:29:50 UTC.\n',
    ]);
    running.child.kill('SIGTERM');
    expect((await running.ended).code).toBe(0);
  });

  it('says what is wrong with a recording', async () => {
    const { code, err } = await runGimbal(
      ['start', '--log', 'memory', '--no-console', '--recording', folder, ...FREE_PORTS],
      { cwd: folder },
    );
    expect([code, err]).toEqual([
      1,
      `Gimbal could not start: Expected a recording (a folder with recording.json), was ${folder}.\n`,
    ]);
  });

  it('says what is missing for serve, variable by variable', async () => {
    const { code, err } = await runGimbal(['serve'], { cwd: folder });
    expect(code).toBe(2);
    expect(err).toMatch(/^GIMBAL_TARGET: Expected /m);
    expect(err).toMatch(/^GIMBAL_ISSUER: Expected /m);
  });
});
