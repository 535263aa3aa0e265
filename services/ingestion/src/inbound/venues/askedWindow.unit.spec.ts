import { describe, expect, it } from 'vitest';
import { askedWindow } from './askedWindow.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

describe('what is asked for again', () => {
  it('is a day when the process began', () => {
    expect(askedWindow().ask(10 * DAY)).toBe(9 * DAY);
  });

  it('is what came since the last question that was answered, and two minutes before it', () => {
    const window = askedWindow();
    window.ask(10 * DAY);
    window.answered();
    expect(window.ask(10 * DAY + MINUTE)).toBe(10 * DAY - 2 * MINUTE);
    // Not answered: the next question has all that this one had.
    expect(window.ask(11 * DAY)).toBe(10 * DAY - 2 * MINUTE);
    window.answered();
    expect(window.ask(11 * DAY + MINUTE)).toBe(11 * DAY - 2 * MINUTE);
  });
});
