import { expect, it } from 'vitest';
import { ResumePositions } from './resumePositions.js';

it('goes on one after the last position of each stream', () => {
  const positions = new ResumePositions(['exposure/2@3017']);
  expect(positions.from).toEqual(['exposure/2@3017']);
  positions.passed('exposure/2@3017');
  positions.passed('marks.kept/0@9007199254740993');
  expect(positions.from).toEqual(['exposure/2@3018', 'marks.kept/0@9007199254740994']);
  positions.passed('nonsense');
  expect(positions.from).toHaveLength(2);
});
