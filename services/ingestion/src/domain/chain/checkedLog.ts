import type { FrameLog } from './chainFrame.js';

/** A log whose words were checked when its frame was read: lower-case hexadecimal, as long as they have to be. */
export class CheckedLog implements FrameLog {
  /** Always one of them: code compiled for a class is lost with its last object, and between frames there would be none. */
  static readonly NONE = new CheckedLog('', [], Buffer.alloc(0), 0, '');

  constructor(
    readonly address: string,
    readonly topics: readonly string[],
    readonly data: Buffer,
    readonly logIndex: number,
    readonly transactionHash: string,
  ) {}
}
