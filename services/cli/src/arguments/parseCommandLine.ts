import { parseArgs } from 'node:util';
import { usageFailure } from '../cliFailure.js';
import type { Command } from '../command.js';
import { Options } from './options.js';

/** Reads the words behind a command's name. Throws a CliFailure of exit code 2 for what the command doesn't know. */
export function parseCommandLine(
  command: Command,
  words: readonly string[],
): { positionals: readonly string[]; options: Options } {
  const specs = Object.entries(command.options).map(
    ([name, { type, multiple = false }]) => [name, { type, multiple }] as const,
  );
  const { positionals, values } = parsed(command, words, Object.fromEntries(specs));
  const { min, max } = command.operandCount;
  if (positionals.length < min || positionals.length > max) {
    const expected = command.operands === '' ? 'no operand' : command.operands;
    throw usageFailure(
      `Expected ${expected} behind ${command.name}, was ${positionals.length === 0 ? 'nothing' : `"${positionals.join(' ')}"`}.`,
    );
  }
  return { positionals, options: new Options(values) };
}

type Specs = Record<string, { readonly type: 'string' | 'boolean'; readonly multiple: boolean }>;

function parsed(command: Command, words: readonly string[], options: Specs) {
  try {
    return parseArgs({ args: joinNegative(words, options), options, strict: true, allowPositionals: true });
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (!code?.startsWith('ERR_PARSE_ARGS')) throw error;
    // The first sentence says what is wrong; the others explain how to escape words, which our words never need.
    throw usageFailure(`${message.split('. ')[0]!.replace(/\.$/, '')}. See gimbal help ${command.name}.`);
  }
}

/** A desk sells by a negative quantity: `--quantity -5` is no option of its own, as parseArgs would have it. */
function joinNegative(words: readonly string[], options: Specs): string[] {
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    const takesText = before?.startsWith('--') === true && options[before.slice(2)]?.type === 'string';
    if (takesText && /^-[\d.]/.test(word)) joined[joined.length - 1] = `${before}=${word}`;
    else joined.push(word);
  }
  return joined;
}
