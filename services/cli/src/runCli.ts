import { parseCommandLine } from './arguments/parseCommandLine.js';
import { CliFailure, usageFailure } from './cliFailure.js';
import type { Command } from './command.js';
import { commands } from './commands.js';
import { jsonText } from './formatting/jsonText.js';
import { commandHelp, generalHelp } from './help.js';
import type { Terminal } from './terminal.js';

const HELP_WORDS: readonly (string | undefined)[] = ['help', '--help', '-h'];

/** Runs one command line. Resolves with the exit code: 0 done, 1 failed, 2 called in a wrong way. */
export async function runCli(words: readonly string[], terminal: Terminal): Promise<0 | 1 | 2> {
  try {
    return await dispatch(words, terminal);
  } catch (error) {
    if (!(error instanceof CliFailure)) throw error;
    const { message, exitCode, details } = error;
    terminal.err(words.includes('--json') ? jsonText({ error: { message, ...details } }) : message);
    return exitCode;
  }
}

async function dispatch(words: readonly string[], terminal: Terminal): Promise<0 | 1> {
  const [name, ...rest] = words;
  if (HELP_WORDS.includes(name)) {
    terminal.out(rest[0] === undefined ? generalHelp(commands) : helpOf(rest));
    return 0;
  }
  if (name === undefined) {
    throw usageFailure(generalHelp(commands));
  }
  if (words.some((word) => word === '--help' || word === '-h')) {
    terminal.out(helpOf(words));
    return 0;
  }
  const { command, rest: behind } = commandOf(words);
  return command.run({ ...parseCommandLine(command, behind), terminal });
}

/** Of one command; of `limit` alone, of everything that one does to a limit. */
function helpOf(words: readonly string[]): string {
  const family = commands.filter(({ name }) => name.startsWith(`${words[0]} `));
  if (family.length > 0 && !family.some(({ name }) => name === `${words[0]} ${words[1]}`)) return generalHelp(family);
  return commandHelp(commandOf(words).command);
}

/** The command that the first word or the first two name, and the words behind. */
function commandOf(words: readonly string[]): { readonly command: Command; readonly rest: readonly string[] } {
  for (const count of [2, 1]) {
    const command = commands.find(({ name }) => name === words.slice(0, count).join(' '));
    if (command !== undefined) return { command, rest: words.slice(count) };
  }
  const family = commands.filter(({ name }) => name.startsWith(`${words[0]} `));
  const known = (family.length > 0 ? family : commands).map(({ name }) => name).join(', ');
  throw usageFailure(`Expected one of ${known}, was "${words.slice(0, family.length > 0 ? 2 : 1).join(' ')}".`);
}
