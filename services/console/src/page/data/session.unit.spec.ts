import { expect, it } from 'vitest';
import { sessionOf, tokenOfFragment } from './session.js';

// RFC 7519, section 3.1: the claims of its example, which name no subject.
const RFC_EXAMPLE =
  'eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQogImh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

const tokenOf = (claims: object): string => `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;

it('reads who somebody says to be', () => {
  const token = tokenOf({ sub: 'äda', tenant: 'desk-a', roles: ['viewer', 7, 'approver'] });
  expect(sessionOf(token)).toEqual({ token, subject: 'äda', tenant: 'desk-a', roles: ['viewer', 'approver'] });
  expect(sessionOf(tokenOf({ sub: 'x' }))).toMatchObject({ tenant: '', roles: [] });
});

it.each(['', 'x', 'a.b.c', 'e30.bm90IGpzb24.x', RFC_EXAMPLE])('takes %j for no session', (token) => {
  expect(sessionOf(token)).toBeUndefined();
});

it('finds the token of a fragment', () => {
  expect(tokenOfFragment('#token=a.b.c')).toBe('a.b.c');
  expect(tokenOfFragment('#other=1&token=a.b.c')).toBe('a.b.c');
  expect(tokenOfFragment('')).toBe('');
});
