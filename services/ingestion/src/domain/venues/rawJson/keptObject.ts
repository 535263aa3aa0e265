import { isRawObject } from './rawFields.js';
import { type RawObject, readRawJson } from './readRawJson.js';

/**
 * An object of a message that a session keeps: as its JSON until it is asked for, since most never are. Nothing shows whether it
 * was.
 */
export class KeptObject {
  #kept: RawObject | string;

  constructor(kept: RawObject | string) {
    this.#kept = kept;
  }

  get value(): RawObject {
    if (typeof this.#kept !== 'string') return this.#kept;
    const read = readRawJson(this.#kept);
    // It was read before, as a part of its message.
    const value = read.ok && isRawObject(read.value) ? read.value : {};
    this.#kept = value;
    return value;
  }
}
