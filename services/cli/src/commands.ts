import type { Command } from './command.js';
import { approveCommand } from './commands/approve.js';
import { bookCommand } from './commands/book.js';
import { callsCommand } from './commands/calls.js';
import { exposureCommand } from './commands/exposure.js';
import { healthCommand } from './commands/health.js';
import { limitsCommand } from './commands/limits.js';
import { marginCommand } from './commands/margin.js';
import { marksCommand } from './commands/marks.js';
import { pnlCommand } from './commands/pnl.js';
import { proposalsCommand } from './commands/proposals.js';
import { rebuildCommand } from './commands/rebuild.js';
import { refuseCommand } from './commands/refuse.js';
import { serveCommand } from './commands/serve.js';
import { startCommand } from './commands/start/start.js';
import { surfaceCommand } from './commands/surface.js';
import { tailCommand } from './commands/tail.js';
import { verifyCommand } from './commands/verify.js';

/** In the order in which one meets them. */
export const commands: readonly Command[] = [
  startCommand,
  exposureCommand,
  marginCommand,
  limitsCommand,
  callsCommand,
  marksCommand,
  surfaceCommand,
  pnlCommand,
  proposalsCommand,
  approveCommand,
  refuseCommand,
  bookCommand,
  tailCommand,
  healthCommand,
  verifyCommand,
  rebuildCommand,
  serveCommand,
];
