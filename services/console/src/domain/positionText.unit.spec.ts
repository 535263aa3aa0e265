import { expect, it } from 'vitest';
import { ApiFailure } from './apiFailure.js';
import { parsePosition, positionText } from './positionText.js';

it.each(['exposure/2@3017', 'marks.kept/0@0', 'governance/63@9007199254740993'])(
  'reads %s as it is written',
  (text) => {
    expect(positionText(parsePosition(text, 'from'))).toBe(text);
  },
);

it.each([
  '',
  'exposure',
  'exposure/2',
  'exposure/-1@2',
  'exposure/1@-2',
  'exposure/1@1e3',
  'portfolio/0@0',
  'exposure/1@2 ',
  'EXPOSURE/1@2',
])('refuses %j, naming the field', (text) => {
  expect(() => parsePosition(text, 'min_position')).toThrow(ApiFailure);
  try {
    parsePosition(text, 'min_position');
  } catch (failure) {
    expect(failure).toMatchObject({ status: 400, field: 'min_position' });
  }
});
