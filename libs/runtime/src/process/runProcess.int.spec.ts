import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

// A process of its own has to run what is built: Node strips types, but not the `.js` of our imports.
const built = fileURLToPath(new URL('../../dist/index.js', import.meta.url));

/** Runs a script that begins with what it needs of the runtime. */
function run(body: string): ChildProcess {
  const script = `const { runProcess, createLogger } = await import(${JSON.stringify(built)});
    const logger = createLogger({ service: 'test' });
    const alive = setInterval(() => {}, 1000);
    ${body}`;
  return spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'pipe'] });
}

function textOf(child: ChildProcess): { text: string } {
  const collected = { text: '' };
  for (const stream of [child.stdout!, child.stderr!])
    stream.on('data', (chunk: Buffer) => (collected.text += chunk.toString()));
  return collected;
}

const exitOf = (child: ChildProcess): Promise<number | null> => new Promise((resolve) => child.once('exit', resolve));

async function seen(output: { readonly text: string }, text: string): Promise<void> {
  while (!output.text.includes(text)) await new Promise((resolve) => setTimeout(resolve, 10));
}

describe('runProcess', () => {
  it.each(['SIGTERM', 'SIGINT'] as const)('stops in order by %s', async (signal) => {
    const child = run(
      `await runProcess({ logger, start: async () => { console.log('up'); return { stop: async () => console.log('down') }; } });`,
    );
    const output = textOf(child);
    const exit = exitOf(child);
    await seen(output, 'up');
    child.kill(signal);
    expect(await exit).toBe(0);
    expect(output.text).toContain('down');
  });

  it('ends at once when the stop takes too long', async () => {
    const child = run(
      `await runProcess({ logger, stopMsMax: 50, start: async () => { console.log('up'); return { stop: () => new Promise(() => {}) }; } });`,
    );
    const output = textOf(child);
    const exit = exitOf(child);
    await seen(output, 'up');
    child.kill('SIGTERM');
    expect(await exit).toBe(1);
    expect(output.text).toContain('Expected to stop within 50 ms');
  });

  it('dies with a message when a rejection is handled by nobody, or the start fails', async () => {
    const broken = run(
      `await runProcess({ logger, start: async () => { Promise.reject(new Error('invariant 7')); return { stop: async () => {} }; } });`,
    );
    const brokenOutput = textOf(broken);
    expect(await exitOf(broken)).toBe(1);
    expect(brokenOutput.text).toContain('invariant 7');
    const failed = run(`await runProcess({ logger, start: async () => { throw new Error('no port'); } });`);
    const failedOutput = textOf(failed);
    expect(await exitOf(failed)).toBe(1);
    expect(failedOutput.text).toContain('no port');
  });
});
