import type { Command } from './command.js';
import { accountsCommand } from './commands/accounts.js';
import { approveCommand } from './commands/approve.js';
import { bookCommand } from './commands/book.js';
import { breaksCommand } from './commands/breaks.js';
import { callsCommand } from './commands/calls.js';
import { chainsCommand } from './commands/chains.js';
import { exposureCommand } from './commands/exposure.js';
import { failCommand } from './commands/fail.js';
import { feedsCommand } from './commands/feeds.js';
import { healthCommand } from './commands/health.js';
import { limitApproveCommand } from './commands/limit/limitApprove.js';
import { limitProposeCommand } from './commands/limit/limitPropose.js';
import { limitRefuseCommand } from './commands/limit/limitRefuse.js';
import { limitSetCommand } from './commands/limit/limitSet.js';
import { limitsCommand } from './commands/limits.js';
import { marginCommand } from './commands/margin.js';
import { marksCommand } from './commands/marks.js';
import { pnlCommand } from './commands/pnl.js';
import { portfolioAttachCommand } from './commands/portfolio/portfolioAttach.js';
import { portfolioOpenCommand } from './commands/portfolio/portfolioOpen.js';
import { proposalsCommand } from './commands/proposals.js';
import { rebuildCommand } from './commands/rebuild.js';
import { recordCommand } from './commands/record.js';
import { refuseCommand } from './commands/refuse.js';
import { serveCommand } from './commands/serve.js';
import { startCommand } from './commands/start/start.js';
import { surfaceCommand } from './commands/surface.js';
import { tailCommand } from './commands/tail.js';
import { verifyCommand } from './commands/verify.js';
import { waiverEndCommand } from './commands/waiver/waiverEnd.js';
import { waiverGrantCommand } from './commands/waiver/waiverGrant.js';
import { waiverRequestCommand } from './commands/waiver/waiverRequest.js';

/** In the order in which one meets them. */
export const commands: readonly Command[] = [
  startCommand,
  recordCommand,
  portfolioOpenCommand,
  portfolioAttachCommand,
  exposureCommand,
  marginCommand,
  failCommand,
  limitsCommand,
  limitSetCommand,
  limitProposeCommand,
  limitApproveCommand,
  limitRefuseCommand,
  waiverRequestCommand,
  waiverGrantCommand,
  waiverEndCommand,
  callsCommand,
  marksCommand,
  surfaceCommand,
  pnlCommand,
  proposalsCommand,
  approveCommand,
  refuseCommand,
  bookCommand,
  tailCommand,
  feedsCommand,
  chainsCommand,
  accountsCommand,
  breaksCommand,
  healthCommand,
  verifyCommand,
  rebuildCommand,
  serveCommand,
];
