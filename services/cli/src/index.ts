export { type Command, type Invocation } from './command.js';
export { commands } from './commands.js';
export { runCli } from './runCli.js';
export { processTerminal, type Terminal } from './terminal.js';
