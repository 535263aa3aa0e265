export {
  type AllInOne,
  type AllInOneOptions,
  type DemoTokens,
  issueDemoTokens,
  startAllInOne,
} from './startAllInOne.js';
export { type ProcessConfig, processConfigSchema, SERVICE_TARGETS, type Target, TARGETS } from './config.js';
export { recordTo } from './composition/recordTo.js';
export { openLog } from './composition/openLog.js';
export { recordsOf } from './composition/stageOps.js';
export { type RunningProcess, startProcess } from './composition/startProcess.js';
export { collectFacts, type ReplayFacts, tail } from './demo/collectFacts.js';
export { type ReplayPace } from './demo/paceClock.js';
export { driveReplay, type ReplayDone, type ServiceAddresses } from './demo/replayDriver.js';
export { type ReplayFigures, replayFigures, summarise } from './demo/summarise.js';
export { configFromEnv } from './configFromEnv.js';
