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

async function dispatch([name, ...rest]: readonly string[], terminal: Terminal): Promise<0 | 1> {
  if (HELP_WORDS.includes(name)) {
    terminal.out(rest[0] === undefined ? generalHelp(commands) : commandHelp(commandOf(rest[0])));
    return 0;
  }
  if (name === undefined) {
    throw usageFailure(generalHelp(commands));
  }
  const command = commandOf(name);
  if (rest.some((word) => word === '--help' || word === '-h')) {
    terminal.out(commandHelp(command));
    return 0;
  }
  return command.run({ ...parseCommandLine(command, rest), terminal });
}

function commandOf(name: string): Command {
  const found = commands.find((command) => command.name === name);
  if (found === undefined)
    throw usageFailure(`Expected one of ${commands.map((c) => c.name).join(', ')}, was "${name}".`);
  return found;
}
