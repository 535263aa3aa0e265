import type { FrameLog } from './chainFrame.js';

/** A log whose words were checked when its frame was read: lower-case hexadecimal, as long as they have to be. */
export class CheckedLog implements FrameLog {
  constructor(
    readonly address: string,
    readonly topics: readonly string[],
    readonly data: Buffer,
    readonly logIndex: number,
    readonly transactionHash: string,
  ) {}
}
