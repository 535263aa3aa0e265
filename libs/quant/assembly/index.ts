/* What the module exports. FUSED is set by build.mjs. */
export { black76 } from './black76';
export { groupSums } from './groupSums';
export { impliedVolatility } from './impliedVolatility';
export { multipliesAndAddsFused } from './probe';
export { scenarioGrid } from './scenarios';
