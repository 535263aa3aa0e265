import { expect, it } from 'vitest';
import { outsideName } from './outsideName.js';

it.each([
  ['desk', 'desk'],
  // U+202E turns what follows it: "gnp.exe" would read "exe.png".
  ['a\u202Egnp.exe', 'a\uFFFDgnp.exe'],
  ['two\nlines', 'two\uFFFDlines'],
  ['zero\u200Bwidth', 'zero\uFFFDwidth'],
  ['<img src=x onerror=alert(1)>', '<img src=x onerror=alert(1)>'],
  ['x'.repeat(80), 'x'.repeat(80)],
  ['x'.repeat(81), `${'x'.repeat(79)}…`],
  // Cut between characters, never within one.
  ['😀'.repeat(81), `${'😀'.repeat(79)}…`],
])('shows %j as %j', (name, shown) => expect(outsideName(name)).toBe(shown));
