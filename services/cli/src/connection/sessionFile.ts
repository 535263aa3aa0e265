import { readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CliFailure } from '../cliFailure.js';
import { FILE_BYTES_MAX } from '../limits.js';

/** What `gimbal start` leaves for the other commands: where the services are, and tokens of the demo's principals. */
export interface Session {
  readonly addresses: Readonly<Record<string, string>>;
  readonly tokens: Readonly<Record<string, string>>;
}

export const SESSION_FILE = join('.gimbal', 'session.json');

/** The session of a folder; undefined when there is none. Throws a CliFailure for a file that isn't one. */
export function readSession(file: string): Session | undefined {
  let text: string;
  try {
    if (statSync(file).size > FILE_BYTES_MAX) throw notOne(file);
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    if (error instanceof CliFailure) throw error;
    throw new CliFailure(`Expected to read ${file}, could not: ${(error as Error).message}`);
  }
  const session = parsed(text);
  if (session === undefined) throw notOne(file);
  return session;
}

/** Removes the session that an ended Gimbal left, unless another one has put its own there since. */
export function removeSession(file: string, traderToken: string): void {
  try {
    if (readSession(file)?.tokens['trader'] === traderToken) rmSync(file);
  } catch {
    // Whatever stands there now isn't ours.
  }
}

function parsed(text: string): Session | undefined {
  try {
    const { addresses, tokens } = JSON.parse(text) as Partial<Session>;
    return isTexts(addresses) && isTexts(tokens) ? { addresses, tokens } : undefined;
  } catch {
    return undefined;
  }
}

function isTexts(value: unknown): value is Readonly<Record<string, string>> {
  return typeof value === 'object' && value !== null && Object.values(value).every((item) => typeof item === 'string');
}

function notOne(file: string): CliFailure {
  return new CliFailure(
    `Expected a session of Gimbal in ${file}, it is something else. Remove it, or name another with --session.`,
  );
}
