import { type ChildProcess, spawn, type SpawnOptions } from 'node:child_process';
import type { Account } from './account.js';

/** Starts a program as the account. */
export type RunAs = (command: string, args: readonly string[], options: SpawnOptions) => ChildProcess;

/**
 * Through setpriv (util-linux): besides the change of account it makes the kernel interrupt the program when we die,
 * also by kill -9, so that no server is left behind. `--` ends its own options.
 */
export function runBySetpriv(account: Account | undefined): RunAs {
  const asAccount = account ? [`--reuid=${account.uid}`, `--regid=${account.gid}`, '--clear-groups'] : [];
  return (command, args, options) =>
    spawn('setpriv', [...asAccount, '--pdeathsig', 'INT', '--', command, ...args], {
      ...options,
      ...neutral(),
    });
}

/** Where there is no setpriv: the same, but only an orderly exit of ours ends the program. */
export function runBySpawn(account: Account | undefined): RunAs {
  return (command, args, options) => {
    const child = spawn(command, args, { ...options, ...account, ...neutral() });
    const interrupt = () => void child.kill('SIGINT');
    process.once('exit', interrupt);
    child.once('exit', () => process.off('exit', interrupt));
    child.once('error', () => process.off('exit', interrupt));
    return child;
  };
}

/** Our own folder may be closed to the account, and our PG* variables are meant for clients. */
function neutral(): SpawnOptions {
  return { cwd: '/', env: { PATH: process.env['PATH'], LC_ALL: 'C', TZ: 'UTC' } };
}

export interface Outcome {
  readonly ok: boolean;
  /** What it wrote to its error stream, or why it could not be started. */
  readonly errors: string;
}

/** Runs a program to its end. Never rejects. */
export function runToEnd(runAs: RunAs, command: string, args: readonly string[]): Promise<Outcome> {
  return new Promise((resolve) => {
    const child = runAs(command, args, { stdio: ['ignore', 'ignore', 'pipe'] });
    let errors = '';
    child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.once('error', (error) => resolve({ ok: false, errors: error.message }));
    child.once('close', (code) => resolve({ ok: code === 0, errors }));
  });
}
