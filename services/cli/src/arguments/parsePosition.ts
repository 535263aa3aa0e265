import { type TopicName, isTopicName } from '@gimbal/contracts';
import type { Position } from '@gimbal/contracts/log/v1/log';
import { usageFailure } from '../cliFailure.js';

const POSITION = /^(?:([a-z.]+)\/)?(\d{1,5})@(\d{1,15})$/;

/** Whether a text means a place in the log rather than a time. */
export function isPosition(text: string): boolean {
  return POSITION.test(text);
}

/** A place in the log, `exposure/2@5512`, or `2@5512` in the topic that is meant. Throws a usage failure. */
export function parsePosition(option: string, text: string, topic: TopicName): Position {
  const match = POSITION.exec(text);
  const named = match?.[1] ?? topic;
  if (match === null || !isTopicName(named)) {
    throw usageFailure(`Expected --${option} with a place such as ${topic}/2@5512, was "${text}".`);
  }
  return { topic: named, partition: Number(match[2]), offset: BigInt(match[3]!) };
}
