import type { Position } from '@gimbal/contracts/log/v1/log';

/** 2023-08-17 21:45:23, UTC. */
export function moment(timeUs: bigint): string {
  return new Date(Number(timeUs / 1000n)).toISOString().slice(0, 19).replace('T', ' ');
}

/** 21:45:23, UTC. */
export function clock(timeUs: bigint): string {
  return moment(timeUs).slice(11);
}

/** exposure/2@5512 */
export function place(position: Position | undefined): string {
  return position === undefined ? 'nowhere' : `${position.topic}/${position.partition}@${position.offset}`;
}
