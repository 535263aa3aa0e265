import { expect, it } from 'vitest';
import { CONSOLE_ROUTES, methodsOf } from './routes.js';

it('finds the methods of a path', () => {
  expect(methodsOf('/api/exposure')).toEqual(['GET']);
  expect(methodsOf('/api/proposals/main%2Fdelta-band%2F1/approve')).toEqual(['POST']);
  expect(methodsOf('/api/proposals')).toEqual(['GET']);
  for (const nowhere of ['/api', '/api/', '/api/exposure/', '/api/proposals/a/b/approve', '/api/Exposure'])
    expect(methodsOf(nowhere)).toEqual([]);
});

it('names each route once', () => {
  const names = CONSOLE_ROUTES.map(({ method, path }) => `${method} ${path}`);
  expect(new Set(names).size).toBe(names.length);
});
