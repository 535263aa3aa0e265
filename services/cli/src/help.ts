import type { OptionSpecs } from './arguments/options.js';
import type { Command } from './command.js';
import { CONNECTION_OPTIONS } from './connection/connectionOptions.js';
import { table } from './formatting/table.js';

/** The list of commands. */
export function generalHelp(commands: readonly Command[]): string {
  const rows = [
    ...commands.map(({ name, summary }) => [`  ${name}`, summary]),
    ['  help [COMMAND]', 'this, or more of one command'],
  ];
  return [
    "Gimbal keeps a desk's DeFi book level.",
    '',
    'gimbal COMMAND [options]',
    '',
    table(rows, [0, 1]),
    '',
    'Ends with 0, with 1 when a command failed or found what it should not, with 2 when it was called in a wrong way.',
  ].join('\n');
}

/** All about one command. */
export function commandHelp({ name, operands, summary, details = [], options, examples = [] }: Command): string {
  const own = Object.fromEntries(
    Object.entries(options).filter(([option]) => !Object.hasOwn(CONNECTION_OPTIONS, option)),
  );
  const common = Object.fromEntries(
    Object.entries(options).filter(([option]) => Object.hasOwn(CONNECTION_OPTIONS, option)),
  );
  return [
    `gimbal ${[name, operands, '[options]'].filter((word) => word !== '').join(' ')}`,
    '',
    summary,
    ...(details.length === 0 ? [] : ['', ...details]),
    ...section('Options', own),
    ...section('Where and who', common),
    ...(examples.length === 0 ? [] : ['', 'For example', ...examples.map((example) => `  gimbal ${example}`)]),
  ].join('\n');
}

function section(title: string, specs: OptionSpecs): string[] {
  const rows = Object.entries(specs).map(([option, { value = '', help }]) => [
    `  --${option} ${value}`.trimEnd(),
    help,
  ]);
  return rows.length === 0 ? [] : ['', title, table(rows, [0, 1])];
}
