import type { KafkaConfig } from 'kafkajs';
import type { KafkaLogOptions } from './settings.js';

export interface KafkajsLogSettings {
  readonly level: number;
  readonly logCreator: NonNullable<KafkaConfig['logCreator']>;
}

/** kafkajs's levels: nothing is 0, info is 4. */
const NOTHING = 0;
const INFO = 4;

/** kafkajs writes to the console by default, an error line for each try of a lost connection; here a listener decides. */
export function kafkajsLog(listener: KafkaLogOptions['onKafkajsLog']): KafkajsLogSettings {
  return {
    level: listener ? INFO : NOTHING,
    logCreator: () => (entry) => {
      const level = entry.label.toLowerCase();
      if (level === 'error' || level === 'warn' || level === 'info') listener?.(level, entry.log.message);
    },
  };
}
