export { createKafkaLog } from './createKafkaLog.js';
export type { KafkaLogOptions } from './settings.js';
