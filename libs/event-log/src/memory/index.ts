export { createMemoryLog, type MemoryLog } from './createMemoryLog.js';
